import type { WholeRequest } from '../../src/requests/queries.ts'
import { longDate } from '../format.ts'
import { Paragraphs } from './message-list.tsx'

/** The confidential form of a firm in difficulty, to read: for the firm and the persons named. */
export function Diagnosis({ diagnosis, steps }: Pick<WholeRequest, 'diagnosis' | 'steps'>) {
  if (!diagnosis) return null
  const parts = [
    ['Situation industrielle', diagnosis.industrial],
    ['Situation financière', diagnosis.financial],
    ['Situation sociale', diagnosis.social],
    ['Ce qui en est résulté', diagnosis.result],
  ] as const
  return (
    <section aria-labelledby="fiche">
      <h2 id="fiche">Fiche confidentielle</h2>
      <p>
        {diagnosis.jobs === null
          ? 'Emplois concernés : non précisé.'
          : `Emplois concernés : ${diagnosis.jobs}.`}
      </p>
      {parts
        .filter(([, text]) => text !== '')
        .map(([title, text]) => (
          <>
            <h3>{title}</h3>
            <Paragraphs text={text} />
          </>
        ))}
      <h3>Démarches</h3>
      {steps.length === 0 ? (
        <p>Aucune démarche notée pour l’instant.</p>
      ) : (
        <ul>
          {steps.map(({ on, words }) => (
            <li>
              {longDate(on)} : {words}
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
