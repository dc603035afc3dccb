import type { PlannedLine } from '../../src/programme/import-programme.ts'
import { LINE_COLUMNS, LINE_KEYS } from '../../src/programme/template.ts'
import { plural } from '../format.ts'
import { InnerPage } from '../layout/inner-page.tsx'
import { errorOf, FileField, type FormError, SubmitButton } from '../shared/form.tsx'
import { Table } from '../shared/table.tsx'
import { effectText, importSummaryText } from '../words/programme-import.ts'
import type { DeskProps } from './desk-pages.tsx'

interface ImportPageProps extends DeskProps {
  errors: FormError[]
  /** What is wrong with the file, one sentence a problem. */
  problems: string[]
}

/** Sends a file, which is tried before it is imported. */
export function ImportPage({ frame, base, errors, problems }: ImportPageProps) {
  return (
    <InnerPage
      frame={frame}
      title="Importer la programmation"
      back={{ href: base, label: 'Notre programmation' }}
      errors={errors}
    >
      <Problems sentences={problems} />
      <p>
        Un achat par ligne. Le fichier est d’abord essayé : vous voyez, ligne par ligne, ce qu’il
        changerait, et rien n’est enregistré avant votre accord. Une ligne refusée, et rien n’est
        importé. Importer de nouveau met à jour ; ce que le fichier ne nomme pas reste en place.
      </p>
      <form method="post" class="entry" enctype="multipart/form-data" novalidate>
        <FileField
          name="fichier"
          label="Fichier CSV ou XLSX"
          hint="5 Mo au plus ; seule la première feuille d’un classeur est lue."
          accept=".csv,.xlsx"
          error={errorOf(errors, 'fichier')}
        />
        <p class="form-actions">
          <SubmitButton>Essayer ce fichier</SubmitButton>
        </p>
      </form>
      <section aria-labelledby="colonnes">
        <h2 id="colonnes">Les colonnes</h2>
        <p>
          La première ligne porte leurs noms ; l’ordre est libre, les majuscules et les accents ne
          comptent pas. <a href={`${base}/import/modele.csv`}>Modèle vide (CSV)</a>
        </p>
        <Table
          caption="Colonnes du fichier"
          unseen
          columns={['Colonne', 'Ce qui est attendu', 'Exemple']}
        >
          {LINE_KEYS.map((key) => {
            const { name, takes, example, compulsory } = LINE_COLUMNS[key]
            return (
              <tr>
                <th scope="row">
                  {name}
                  {compulsory && <span class="hint"> (obligatoire)</span>}
                </th>
                <td data-label="Ce qui est attendu">{takes}</td>
                <td data-label="Exemple">{example}</td>
              </tr>
            )
          })}
        </Table>
      </section>
    </InnerPage>
  )
}

function Problems({ sentences }: { sentences: string[] }) {
  if (sentences.length === 0) return null
  return (
    <ul class="notes">
      {sentences.map((sentence) => (
        <li>{sentence}</li>
      ))}
    </ul>
  )
}

interface TrialPageProps extends DeskProps {
  name: string
  plan: PlannedLine[]
  tradeLabel: (slug: string) => string
}

/** Lines of a trial that are shown at most. */
const SHOWN = 500

/** What a file would do, before it does it. */
export function TrialPage({ frame, base, name, plan, tradeLabel }: TrialPageProps) {
  const refused = plan.filter(({ effect }) => effect.kind === 'refused')
  const changing = plan.filter(({ effect }) => effect.kind !== 'same')
  const shown = (refused.length > 0 ? refused : changing).slice(0, SHOWN)
  return (
    <InnerPage
      frame={frame}
      title={`Essai : ${name}`}
      back={{ href: `${base}/import`, label: 'Importer la programmation' }}
    >
      <p role="status">
        <strong>{importSummaryText(plan)}.</strong>{' '}
        {refused.length > 0
          ? 'Rien ne peut être importé tant qu’une ligne est refusée : corrigez le fichier et envoyez-le de nouveau.'
          : 'Rien n’est encore enregistré.'}
      </p>
      {refused.length === 0 && changing.length > 0 && (
        <form method="post">
          <p class="form-actions">
            <SubmitButton>Importer {plural(changing.length, 'ligne', 'lignes')}</SubmitButton>
            <a class="button button-quiet" href={`${base}/import`}>
              Choisir un autre fichier
            </a>
          </p>
        </form>
      )}
      {shown.length > 0 && (
        <Table
          caption={refused.length > 0 ? 'Lignes refusées' : 'Ce qui changerait, ligne par ligne'}
          columns={['Ligne', 'Objet', 'Effet']}
          figures={['Ligne']}
        >
          {shown.map(({ row, object, effect }) => (
            <tr>
              <td class="number" data-label="Ligne">
                {row}
              </td>
              <th scope="row">{object || 'sans objet'}</th>
              <td data-label="Effet">
                {effectText(effect, tradeLabel).map((line) => (
                  <p>{line}</p>
                ))}
              </td>
            </tr>
          ))}
        </Table>
      )}
    </InnerPage>
  )
}
