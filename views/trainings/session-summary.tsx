import type { ListedSession } from '../../src/trainings/queries.ts'
import { longDate, upperFirst } from '../format.ts'
import { FactLine } from '../shared/fact-line.tsx'
import { LIFE_LABELS, REFUSAL_SENTENCES, seatsText, spanText } from '../words/trainings.ts'

/** When and where a session is, and whether there is room. */
export function SessionSummary({ session }: { session: ListedSession }) {
  const { startsWall, endsWall, place, life, reason, refusal, postponedFrom } = session
  const isOver = life === 'held' || life === 'over' || life === 'cancelled'
  return (
    <>
      <p>
        <span class="tag">{LIFE_LABELS[life]}</span>
      </p>
      <dl class="facts">
        <FactLine label="Date">
          <time datetime={startsWall}>{upperFirst(spanText(startsWall, endsWall))}</time>
        </FactLine>
        {postponedFrom && !isOver && (
          <FactLine label="Date précédente">
            {upperFirst(longDate(postponedFrom.slice(0, 10)))}
          </FactLine>
        )}
        <FactLine label="Lieu">
          {place || 'À distance : le lien est donné aux personnes inscrites.'}
        </FactLine>
        {!isOver && <FactLine label="Places">{seatsText(session)}</FactLine>}
        {reason !== '' && <FactLine label="Motif">{reason}</FactLine>}
      </dl>
      {!isOver && refusal && <p class="quiet">{REFUSAL_SENTENCES[refusal]}</p>}
    </>
  )
}
