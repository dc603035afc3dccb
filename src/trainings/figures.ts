import { eq, inArray } from 'drizzle-orm'
import type { Reader } from '../db/db.ts'
import { firmsOf } from '../firms/queries.ts'
import type { FirmSize } from '../firms/schema.ts'
import type { ListedTraining, RegistrationRow } from './queries.ts'
import { registrations, type SessionFigures, sessions } from './schema.ts'

/** Figures of a training's sessions together. */
export interface Balance extends SessionFigures {
  sessions: number
  cancelled: number
}

/**
 * The figures of a training: those of its sessions that were held, added up. A firm that came to two sessions counts
 * twice: once a session's personal data are erased, nobody can tell any more.
 */
export async function balanceOf(reader: Reader, training: ListedTraining): Promise<Balance> {
  const held = training.sessions.filter(({ state }) => state === 'held')
  const live = held.filter(({ figures }) => figures === null).map(({ id }) => id)
  const rows =
    live.length === 0
      ? []
      : await reader.select().from(registrations).where(inArray(registrations.sessionId, live))
  const bySession = Map.groupBy(rows, ({ sessionId }) => sessionId)
  const sizes = await sizesOf(reader, rows)
  const all = held.map(({ id, figures }) => figures ?? figuresFrom(bySession.get(id) ?? [], sizes))
  return {
    ...all.reduce(together, figuresFrom([], sizes)),
    sessions: held.length,
    cancelled: training.sessions.filter(({ state }) => state === 'cancelled').length,
  }
}

/** The figures of one session, as long as its people are known. */
export async function figuresOf(reader: Reader, sessionId: number): Promise<SessionFigures> {
  const [session] = await reader.select().from(sessions).where(eq(sessions.id, sessionId))
  if (session?.figures) return session.figures
  const rows = await reader
    .select()
    .from(registrations)
    .where(eq(registrations.sessionId, sessionId))
  return figuresFrom(rows, await sizesOf(reader, rows))
}

/** What the register of firms says already, by SIREN: it is asked nothing about who comes to a training. */
async function sizesOf(reader: Reader, rows: RegistrationRow[]): Promise<Map<string, FirmSize>> {
  const known = await firmsOf(
    reader,
    rows.flatMap(({ siret }) => siret?.slice(0, 9) ?? []),
  )
  return new Map([...known].flatMap(([siren, { size }]) => (size ? [[siren, size]] : [])))
}

/** Those who came, or who had a seat where nobody wrote down who came, are counted. */
function figuresFrom(
  rows: RegistrationRow[],
  sizeBySiren: ReadonlyMap<string, FirmSize>,
): SessionFigures {
  const seated = rows.filter(({ status }) => status === 'registered')
  const isWritten = seated.some(({ attendance }) => attendance !== null)
  const people = isWritten ? seated.filter(({ attendance }) => attendance === 'present') : seated
  const hot = people.flatMap((each) => each.hot ?? [])
  const cold = people.flatMap((each) => each.cold ?? [])
  const since = cold.filter(({ answered }) => answered)
  const sirens = new Set(people.flatMap(({ siret }) => siret?.slice(0, 9) ?? []))
  const known = [...sirens].flatMap((siren) => sizeBySiren.get(siren) ?? [])
  const noted = (note: number) => hot.filter(({ satisfaction }) => satisfaction === note).length
  return {
    registered: seated.length,
    present: isWritten ? people.length : null,
    firms: new Set(people.map(({ siret, firm, id }) => siret ?? firm?.toLowerCase() ?? id)).size,
    sizes: countsOf(known),
    trades: countsOf(people.map(({ trade }) => trade)),
    newcomers: people.filter(({ answeredBefore }) => !answeredBefore).length,
    hot: [noted(1), noted(2), noted(3), noted(4)],
    ready: hot.filter(({ ready }) => ready).length,
    cold: cold.length,
    since: {
      people: since.length,
      answers: total(since.map(({ answers }) => answers)),
      won: total(since.map(({ won }) => won)),
    },
  }
}

function together(one: SessionFigures, other: SessionFigures): SessionFigures {
  return {
    registered: one.registered + other.registered,
    present:
      one.present === null && other.present === null
        ? null
        : (one.present ?? 0) + (other.present ?? 0),
    firms: one.firms + other.firms,
    sizes: added(one.sizes, other.sizes),
    trades: added(one.trades, other.trades),
    newcomers: one.newcomers + other.newcomers,
    hot: [
      one.hot[0] + other.hot[0],
      one.hot[1] + other.hot[1],
      one.hot[2] + other.hot[2],
      one.hot[3] + other.hot[3],
    ],
    ready: one.ready + other.ready,
    cold: one.cold + other.cold,
    since: {
      people: one.since.people + other.since.people,
      answers: one.since.answers + other.since.answers,
      won: one.since.won + other.since.won,
    },
  }
}

function countsOf(words: string[]): Record<string, number> {
  return Object.fromEntries(
    [...Map.groupBy(words, (word) => word)].map(([word, of]) => [word, of.length]),
  )
}

function added(
  one: Record<string, number> = {},
  other: Record<string, number> = {},
): Record<string, number> {
  const words = [...new Set([...Object.keys(one), ...Object.keys(other)])]
  return Object.fromEntries(words.map((word) => [word, (one[word] ?? 0) + (other[word] ?? 0)]))
}

function total(values: number[]): number {
  return values.reduce((sum, value) => sum + value, 0)
}
