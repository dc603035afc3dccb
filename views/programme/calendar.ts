import type { CalendarEvent } from '../../src/feeds/entry.ts'
import type { ListedPurchase } from '../../src/programme/listed.ts'
import { expectedFrom } from '../../src/programme/quarter.ts'
import { plain } from '../format.ts'
import { amountOrUnknown, atQuarter, FORECAST_SENTENCE, standingText } from '../words/programme.ts'

/**
 * The beginning of the quarter in which a consultation is expected, as a whole day: a reminder to get ready, no deadline.
 * Its UID never changes; what is dropped is cancelled.
 */
export function purchaseEvent(
  purchase: ListedPurchase,
  { baseUrl, tagAuthority }: { baseUrl: string; tagAuthority: string },
): CalendarEvent {
  const { id, facts, buyer, path, status, became, version } = purchase
  const when = atQuarter(facts)
  const lines = [
    `${buyer.name} : consultation ${standingText(purchase)}.`,
    `Montant : ${amountOrUnknown(facts)}.`,
    FORECAST_SENTENCE,
    became ? `Consultation : ${baseUrl}${became.path}` : `${baseUrl}${path}`,
  ]
  return {
    uid: `programmation-${id}@${tagAuthority}`,
    sequence: version - 1,
    summary: plain(
      `${status === 'dropped' ? 'ABANDONNÉ – ' : ''}Prévu ${when} : ${facts.object} (${buyer.name})`,
    ),
    start: new Date(`${expectedFrom(facts)}T12:00:00Z`),
    durationMinutes: 0,
    allDay: true,
    location: facts.place ? plain(facts.place.name) : null,
    url: baseUrl + path,
    description: plain(lines.join('\n')),
    cancelled: status === 'dropped',
    alarms: [],
    created: purchase.announcedAt,
    updated: purchase.movedAt,
  }
}
