import type { ContractField } from '../../src/contracts/precedence.ts'
import type { FactName } from '../../src/consultations/facts.ts'
import type { FileColumn } from '../../src/sources/file/template.ts'
import type { SourceKind } from '../../src/sources/kind.ts'
import { type Frame, Layout } from '../layout/layout.tsx'
import { FactLine } from '../shared/fact-line.tsx'
import { Table } from '../shared/table.tsx'
import { FIELD_LABELS } from '../words/fields.ts'
import { CONTRACT_FIELD_LABELS } from '../words/contracts.ts'
import { KIND_WORDS } from '../words/source-kinds.ts'

interface FormatsPageProps {
  frame: Frame
  kinds: Pick<SourceKind, 'name' | 'description'>[]
  columns: FileColumn[]
}

/** What each kind of source is, and where each field is read from: out of the kinds' own descriptions. */
export function FormatsPage({ frame, kinds, columns }: FormatsPageProps) {
  return (
    <Layout
      frame={frame}
      title="Formats des sources"
      description="Les formats que le guichet sait lire, et d’où vient chaque champ d’une consultation."
    >
      <div class="intro">
        <h1>Formats des sources</h1>
        <p>
          Le guichet relève ce que les acheteurs publient déjà. Voici ce qu’il sait lire et d’où
          vient chaque champ. <a href="/sources">L’état de chaque source</a> est public.
        </p>
        <ul class="plain">
          {kinds.map(({ name }) => (
            <li>
              <a href={`#${name}`}>{KIND_WORDS[name]?.label ?? name}</a>
            </li>
          ))}
          <li>
            <a href="#fichier">Fichier CSV ou XLSX</a>
          </li>
        </ul>
      </div>
      <div class="formats">
        {kinds.map((kind) => (
          <KindSection {...kind} />
        ))}
        <FileSection columns={columns} />
      </div>
    </Layout>
  )
}

function KindSection({ name, description }: Pick<SourceKind, 'name' | 'description'>) {
  const words = KIND_WORDS[name]
  const fields = [
    ...(Object.entries(description.fields) as [FactName, string[]][]).map(
      ([field, from]) => [FIELD_LABELS[field], from] as const,
    ),
    ...(Object.entries(description.contractFields ?? {}) as [ContractField, string[]][]).map(
      ([field, from]) => [CONTRACT_FIELD_LABELS[field], from] as const,
    ),
  ]
  return (
    <section aria-labelledby={name}>
      <h2 id={name}>{words?.label ?? name}</h2>
      <p>{words?.summary}</p>
      <dl class="facts">
        <FactLine label="Formats">{description.formats.join(' ; ')}</FactLine>
        <FactLine label="Adresse">
          {words?.address} Exemple : <code>{description.example}</code>
        </FactLine>
        <FactLine label="Type, pour l’exploitant">
          <code>{name}</code>
        </FactLine>
        <FactLine label="Identité">{words?.identity}</FactLine>
      </dl>
      <Table caption="Champs lus" columns={['Champ', 'Lu dans']} wide>
        {fields.map(([label, from]) => (
          <tr>
            <th scope="row">{label}</th>
            <td data-label="Lu dans">
              {from.map((element, position) => (
                <>
                  {position > 0 && ', '}
                  <code>{element}</code>
                </>
              ))}
            </td>
          </tr>
        ))}
      </Table>
      <div class="prose">
        <p>N’est pas lu ou gardé :</p>
        <ul>
          {words?.leftOut.map((what) => (
            <li>{what}</li>
          ))}
        </ul>
      </div>
    </section>
  )
}

function FileSection({ columns }: { columns: FileColumn[] }) {
  return (
    <section aria-labelledby="fichier">
      <h2 id="fichier">Fichier CSV ou XLSX</h2>
      <p>
        Un tableau de consultations, une ligne par consultation ou par lot. Un essai montre d’abord,
        ligne par ligne, ce qui serait créé, changé ou refusé ; puis tout est pris, ou rien.
      </p>
      <p>
        Modèle vide :{' '}
        <a href="/sources/formats/consultations.csv" download>
          CSV
        </a>{' '}
        ou{' '}
        <a href="/sources/formats/consultations.xlsx" download>
          classeur XLSX
        </a>
        . L’ordre des colonnes est libre ; celles qui ne servent pas peuvent manquer.
      </p>
      <dl class="facts">
        <FactLine label="Identité">
          La référence de l’acheteur : la même, dans un fichier suivant, met à jour la même
          consultation.
        </FactLine>
      </dl>
      <Table caption="Colonnes du fichier" columns={['Colonne', 'Attendu', 'Exemple']} wide>
        {columns.map(({ name, takes, example, compulsory }) => (
          <tr>
            <th scope="row">
              {name}
              {compulsory && ' (obligatoire)'}
            </th>
            <td data-label="Attendu">{takes}</td>
            <td data-label="Exemple">{example}</td>
          </tr>
        ))}
      </Table>
    </section>
  )
}
