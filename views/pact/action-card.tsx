import type { ListedAction } from '../../src/pact/actions/list-actions.ts'
import { isPubliclyLate } from '../../src/pact/actions/late.ts'
import { shortDate } from '../format.ts'
import { STATUS_LABELS } from '../words/pact.ts'

/** An action in a list: its title, where it stands, who pilots it and until when. */
export function ActionCard({ action, today }: { action: ListedAction; today: string }) {
  const { slug, title, status, pilot, axis, group, dueOn } = action
  return (
    <li>
      <h3 class="card-title">
        <a href={`/pacte/actions/${slug}`}>{title}</a>
      </h3>
      <p>
        <strong class="tag">{STATUS_LABELS[status]}</strong>{' '}
        {isPubliclyLate(action, today) && <strong class="tag tag-last-day">En retard</strong>}{' '}
        {dueOn === null ? 'échéance non précisée' : `échéance le ${shortDate(dueOn)}`}
      </p>
      <p class="card-hint">
        Pilote : {pilot.name} · Axe : {axis.title}
        {group !== null && ` · Groupe : ${group.title}`}
      </p>
    </li>
  )
}
