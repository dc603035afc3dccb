import type { WholeRequest } from '../../src/requests/queries.ts'
import { longMoment } from '../format.ts'
import { EVENT_LABELS } from '../words/requests.ts'

/** What happened, in the order in which it did. */
export function History({ events }: { events: WholeRequest['events'] }) {
  return (
    <section aria-labelledby="suivi">
      <h2 id="suivi">Suivi</h2>
      <ol>
        {events.map(({ kind, by, partner, at }) => (
          <li>
            {EVENT_LABELS[kind]}
            {NAMED.includes(kind) && ` ${partner ?? ''}`}
            {kind === 'closed' &&
              (by === 'firm'
                ? ' par l’entreprise'
                : by === 'guichet'
                  ? ' par le guichet : plus rien n’y bougeait'
                  : ` par ${partner ?? ''}`)}{' '}
            <span class="quiet">– {longMoment(at)}</span>
          </li>
        ))}
      </ol>
    </section>
  )
}

/** Events told with the partner that they are of. */
const NAMED: WholeRequest['events'][number]['kind'][] = [
  'routed',
  'acknowledged',
  'answered',
  'relay-asked',
  'buyer-heard',
  'proposal',
]
