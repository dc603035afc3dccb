import type { SessionRefusal } from './problem.ts'
import type { sessions, trainings } from './schema.ts'

type SessionFacts = Pick<
  typeof sessions.$inferSelect,
  'state' | 'startsAt' | 'confirmedAt' | 'postponedFrom'
>

/** Where a session stands, as it is told. `over`: its day has passed, and nobody wrote down who came. */
export type SessionLife =
  'planned' | 'open' | 'closed' | 'confirmed' | 'postponed' | 'cancelled' | 'over' | 'held'

/** Where a training stands (users.md 7.3). */
export type Life =
  'need' | 'design' | 'dropped' | SessionLife | 'evaluated' | 'evaluated-later' | 'balance'

/** Where a session stands now. */
export function sessionLife(session: SessionFacts, now: Date): SessionLife {
  const { state, startsAt, confirmedAt, postponedFrom } = session
  if (state === 'cancelled' || state === 'held') return state
  if (startsAt <= now) return 'over'
  if (confirmedAt) return 'confirmed'
  if (postponedFrom) return 'postponed'
  return state
}

/** Why nobody can register for a session now; null where one can. */
export function registrationRefusal(
  { state, startsAt }: SessionFacts,
  now: Date,
): SessionRefusal | null {
  if (state === 'cancelled') return 'cancelled'
  if (state === 'held' || startsAt <= now) return 'over'
  if (state === 'planned') return 'not-open-yet'
  return state === 'closed' ? 'closed' : null
}

/** Where a training stands: what its next session says, or else what came of the last ones. */
export function lifeOf(
  training: Pick<typeof trainings.$inferSelect, 'stage' | 'balancePublishedAt'>,
  dates: (SessionFacts & { hot: number; cold: number })[],
  now: Date,
): Life {
  const ahead = dates
    .filter(({ state, startsAt }) => startsAt > now && state !== 'cancelled' && state !== 'held')
    .toSorted((one, other) => one.startsAt.getTime() - other.startsAt.getTime())
  const next = ahead.find((each) => registrationRefusal(each, now) === null) ?? ahead[0]
  if (next) return sessionLife(next, now)
  if (training.balancePublishedAt) return 'balance'
  if (training.stage === 'dropped') return 'dropped'
  const held = dates.filter(({ state }) => state === 'held')
  if (held.some(({ cold }) => cold > 0)) return 'evaluated-later'
  if (held.some(({ hot }) => hot > 0)) return 'evaluated'
  if (held.length > 0) return 'held'
  if (dates.some(({ state }) => state !== 'cancelled')) return 'over'
  return dates.length > 0 ? 'cancelled' : training.stage
}
