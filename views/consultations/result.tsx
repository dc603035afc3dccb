import type { ConsultationPage } from '../../src/consultations/shown.ts'
import { shortDate, upperFirst } from '../format.ts'
import { outcomeText } from '../words/values.ts'

/** Who won what, or why nobody did; absent while nothing is known. */
export function Result({ page: { facts, lots } }: { page: ConsultationPage }) {
  const outcomes = [
    ...(facts.outcome ? [{ name: null, outcome: facts.outcome }] : []),
    ...lots.flatMap(({ number, title, outcome }) =>
      outcome ? [{ name: `Lot ${number} – ${title}`, outcome }] : [],
    ),
  ]
  if (outcomes.length === 0) return null
  return (
    <section aria-labelledby="resultat">
      <h2 id="resultat">Résultat</h2>
      <ul class="plain">
        {outcomes.map(({ name, outcome }) => (
          <li>
            {name && <strong>{name} : </strong>}
            {name ? outcomeText(outcome) : upperFirst(outcomeText(outcome))}
            {outcome.notifiedOn && `, notifié le ${shortDate(outcome.notifiedOn)}`}
          </li>
        ))}
      </ul>
    </section>
  )
}
