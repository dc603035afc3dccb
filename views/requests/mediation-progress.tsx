import { MEDIATION_STEPS } from '../../src/requests/choices.ts'
import type { RequestRow } from '../../src/requests/links.ts'
import { outcomeLabel, STEP_LABELS } from '../words/requests.ts'

/** How far a mediation is: asked, buyer heard, proposal, and what it came to. */
export function MediationProgress({
  request: { kind, mediationStep, outcome },
}: {
  request: Pick<RequestRow, 'kind' | 'mediationStep' | 'outcome'>
}) {
  if (kind !== 'mediation' || mediationStep === null) return null
  const reached = MEDIATION_STEPS.indexOf(mediationStep)
  return (
    <section aria-labelledby="mediation">
      <h2 id="mediation">Médiation</h2>
      <ol>
        {MEDIATION_STEPS.map((step, rank) => (
          <li
            {...(rank === reached && outcome === null ? { 'aria-current': 'step' as const } : {})}
          >
            {rank <= reached ? (
              <strong>{STEP_LABELS[step]}</strong>
            ) : (
              <span class="quiet">{STEP_LABELS[step]} (à venir)</span>
            )}
          </li>
        ))}
        <li>
          {outcome ? (
            <strong>{outcomeLabel(outcome, kind)}</strong>
          ) : (
            <span class="quiet">Accord, accord partiel ou pas d’accord (à venir)</span>
          )}
        </li>
      </ol>
    </section>
  )
}
