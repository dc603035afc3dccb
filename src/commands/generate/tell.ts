import type { Facts, LotFacts, LotOutcome } from '../../consultations/facts.ts'
import { type RecordDraft, statedFacts } from '../../consultations/records/draft.ts'
import type { Change, NoticeKind } from '../../consultations/shown.ts'
import { type Invented, invent, type World } from './invent.ts'
import { randomFrom } from './random.ts'
import { placeInTime, type Quantity } from './timetable.ts'
import { inventAward } from './winners.ts'

const DAY_MS = 86_400_000
/** Between the deadline and what has become of it. */
const RESULT_DAYS = 40

/** What a source would have told of an invented consultation by now. */
export interface Told {
  invented: Invented
  publishedAt: Date
  draft: RecordDraft
  notices: { kind: NoticeKind; at: Date; changes: Change[] }[]
}

/** The consultation of this number with all that has become of it: always the same one in the same world at the same instant. */
export function tell(world: World, number: number, quantity: Quantity, now: Date): Told {
  const invented = invent(world, number)
  const { publishedAt, deadline } = placeInTime(number, quantity, invented, now)
  const toldOfAt = new Date(Date.parse(deadline.instant) + RESULT_DAYS * DAY_MS)
  const status = toldOfAt < now ? closedStatus(number) : 'active'
  const moved = number % 7 === 0
  const outcome = status === 'awarded' ? awarding(number, invented, toldOfAt) : null
  const facts: Partial<Facts> = {
    object: invented.object,
    description: invented.description,
    buyers: [{ name: invented.buyer, siret: null, coordinator: false }],
    reference: invented.reference,
    category: invented.category,
    procedure: invented.procedure,
    cpv: [invented.cpv],
    place: { kind: 'commune', ...invented.commune },
    ...(invented.amount && { amount: invented.amount }),
    ...(invented.visit && {
      siteVisit: { obligation: invented.visit, dates: [], booking: null },
    }),
    ...(invented.lots.length > 0 && { lots: lotsOf(invented, outcome) }),
    ...(outcome && invented.lots.length === 0 && { outcome: outcome() }),
    deadline,
    noticeUrl: `https://marches.example/consultations/${invented.reference}`,
    status,
  }
  const correctedAt = new Date(
    Math.min(publishedAt.getTime() + (invented.daysGiven / 2) * DAY_MS, now.getTime()),
  )
  return {
    invented,
    publishedAt,
    draft: {
      externalId: invented.reference,
      alternateIds: [],
      raw: '',
      facts: statedFacts(facts, 'structured'),
      publishedAt,
    },
    notices: [
      { kind: 'tender', at: publishedAt, changes: [] },
      ...(moved
        ? [{ kind: 'correction' as const, at: correctedAt, changes: [addedSentence(invented)] }]
        : []),
      ...(RESULTS[status] ? [{ kind: RESULTS[status], at: toldOfAt, changes: [] }] : []),
    ],
  }
}

/** The last sentence was not there from the beginning. */
function addedSentence({ description }: Invented): Change {
  const before = description.slice(0, description.lastIndexOf('. ', description.length - 2) + 1)
  return { field: 'description', before, after: description }
}

/** Of ten that are over, five only have a past deadline, three are awarded, one had no offer, one was given up. */
function closedStatus(number: number): Facts['status'] {
  if (number % 10 < 5) return 'active'
  if (number % 10 < 8) return 'awarded'
  return number % 10 === 8 ? 'unsuccessful' : 'abandoned'
}

const RESULTS: Partial<Record<Facts['status'], NoticeKind>> = {
  awarded: 'award',
  unsuccessful: 'unsuccessful',
  abandoned: 'cancellation',
}

/** The contract of each lot, notified some days before anybody is told. */
function awarding(number: number, { amount, commune, lots }: Invented, toldOfAt: Date) {
  const random = randomFrom(~number)
  const notified = toldOfAt.getTime() - Math.floor(random() * 20) * DAY_MS
  const notifiedOn = new Date(notified).toISOString().slice(0, 10)
  const near = (amount?.max ?? 30_000) / Math.max(lots.length, 1)
  return (): LotOutcome => inventAward(random, { amount: near, commune, notifiedOn })
}

function lotsOf({ lots }: Invented, outcome: (() => LotOutcome) | null): LotFacts[] {
  return lots.map((title, at) => ({
    number: String(at + 1),
    title,
    ...(outcome && { outcome: outcome() }),
  }))
}
