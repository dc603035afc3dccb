import { ENOUGH } from '../../src/requests/choices.ts'
import type { PublicFigures } from '../../src/requests/figures.ts'
import { percent, plural } from '../format.ts'
import { type Frame, Layout } from '../layout/layout.tsx'
import { ASK_TITLE, delayText, KIND_LABELS, OUTCOME_LABELS, themeLabel } from '../words/requests.ts'
import { FactLine } from '../shared/fact-line.tsx'

/** What requests are, and what everyone may know of them: numbers, never a firm. */
export function SaisinesPage({ frame, figures }: { frame: Frame; figures: PublicFigures }) {
  const { received, open, byKind, themes, acknowledged, answered, outcomes, difficulties } = figures
  return (
    <Layout
      frame={frame}
      title={ASK_TITLE}
      description="Combien de questions, de médiations et d’autres demandes d’entreprises ont été reçues, en combien de temps elles ont eu une réponse, et comment en faire une."
      current="aide"
    >
      <div class="prose">
        <h1>{ASK_TITLE}</h1>
        <p class="lead">
          Chaque collectivité du pacte a un correspondant PME. Posez-lui une question, demandez à
          être orienté ou saisissez-le pour une médiation : une personne vous répond.
        </p>
        <p>
          <a class="button" href="/saisines/nouvelle">
            Poser une question ou saisir le correspondant PME
          </a>
        </p>
        <ul>
          <li>Sans compte : vous suivez votre demande par un lien privé.</li>
          <li>
            Seules les personnes désignées pour y répondre la lisent ; leurs noms vous sont donnés.
          </li>
          <li>Accusé de réception sous deux jours ouvrés, réponse sous quinze jours.</li>
          <li>Rien n’est transmis à un autre organisme sans votre accord.</li>
          <li>
            Ce qui vous concerne est effacé un an après la fin de la demande, ou tout de suite si
            vous le demandez sur votre page privée.
          </li>
        </ul>
        <p>
          Vous avez perdu votre lien&nbsp;? <a href="/saisines/lien">En recevoir un nouveau</a>.
        </p>
        <h2>En chiffres</h2>
        {received === 0 ? (
          <p>Aucune demande reçue pour l’instant.</p>
        ) : (
          <>
            <p>
              {plural(received, 'demande reçue', 'demandes reçues')}, dont {open} en cours. En
              dessous de {ENOUGH} cas, ni pourcentage ni médiane.
            </p>
            <Table
              caption="Par nature"
              rows={byKind.map(({ kind, count }) => ({ label: KIND_LABELS[kind], count }))}
            />
            <Table
              caption="Par sujet"
              rows={themes.map(({ theme, count }) => ({ label: themeLabel(theme), count }))}
            />
            <h3>Délais</h3>
            <dl class="facts">
              <FactLine label="Jusqu’à l’accusé de réception (médiane)">
                {delayText(acknowledged, ENOUGH)}
              </FactLine>
              <FactLine label="Jusqu’à la première réponse (médiane)">
                {delayText(answered, ENOUGH)}
              </FactLine>
            </dl>
            {[...Map.groupBy(outcomes, ({ kind }) => kind)].map(([kind, those]) => (
              <Table
                caption={`Résultats : ${KIND_LABELS[kind]}`}
                rows={those.map(({ outcome, count }) => ({
                  label: OUTCOME_LABELS[outcome],
                  count,
                }))}
              />
            ))}
          </>
        )}
        <p class="quiet">
          Entreprises en difficulté : {difficulties ?? `moins de ${ENOUGH} demandes, ou aucune`}.
          Elles ne sont comptées ni par sujet, ni par délai, ni par résultat.
        </p>
      </div>
    </Layout>
  )
}

/** Numbers, with percentages where there are enough of them. */
function Table({ caption, rows }: { caption: string; rows: { label: string; count: number }[] }) {
  const total = rows.reduce((sum, { count }) => sum + count, 0)
  if (total === 0) return null
  return (
    <table>
      <caption>{caption}</caption>
      <tbody>
        {rows.map(({ label, count }) => (
          <tr>
            <th scope="row">{label}</th>
            <td class="number">{count}</td>
            {total >= ENOUGH && (
              <td class="number">{percent(Math.round((100 * count) / total))}</td>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  )
}
