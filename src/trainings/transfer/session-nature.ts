import { asc, eq } from 'drizzle-orm'
import type { Reader, Tx } from '../../db/db.ts'
import { isWebAddress } from '../../pact/evidence/add-evidence.ts'
import { refused, type Written } from '../../pact/problem.ts'
import { keyOf, rankedKey, splitKey } from '../../pact/transfer/keyed.ts'
import { created, type Importing, met, type Nature } from '../../pact/transfer/nature.ts'
import { type LineReading, MANY, wordFor } from '../../pact/transfer/reading-line.ts'
import type { Gazetteer } from '../../places/gazetteer.ts'
import { figuresOf } from '../figures.ts'
import type { Outcome } from '../problem.ts'
import type { SessionRow } from '../queries.ts'
import { keyOfPlace, MOST_SEATS, type TypedDates, type TypedPlace } from '../read-session.ts'
import { type SessionFigures, sessions, trainings } from '../schema.ts'
import {
  cancelSession,
  confirmSession,
  moveSession,
  planSession,
  postponeSession,
  setRegistrations,
} from '../sessions.ts'
import type { Telling } from '../tell.ts'
import { trainingKeyed, YES_OR_NO } from './training-natures.ts'

/** What telling people of a changed session needs, and the communes that places name. */
export interface SessionImporting {
  telling: Telling
  places: Gazetteer
}

/**
 * Sessions of trainings. Who registered is never in a file: of sessions that were held, the figures are. One that is
 * changed goes by the rules of the desk, and those who are registered are told.
 */
export function sessionNature({ telling, places }: SessionImporting): Nature {
  return {
    word: 'seance',
    columns: COLUMNS,
    async importLine({ tx, author }, line) {
      const read = await readSession(tx, line, { telling, places })
      if (read === null) return null
      const row = await sessionKeyed(tx, read.externalId)
      if (row) {
        if (row.trainingId !== read.trainingId) return refused('unchangeable', 'formation')
        const lived = await changeSession({ tx, author }, row, read, telling)
        if (!lived.ok) return lived
        const [after] = await tx.select().from(sessions).where(eq(sessions.id, row.id))
        return met(after?.version !== row.version)
      }
      const { externalId, dates, place, state, reason, figures } = read
      const isOpening = state === 'open' && new Date(dates.starts.instant) > author.now
      const id = await planSession(tx, read.trainingId, { dates, place }, author, {
        externalId,
        state: isOpening ? 'planned' : state,
        reason,
        confirmedAt: read.isConfirmed ? author.now : null,
        cancelledAt: state === 'cancelled' ? author.now : null,
        figures,
      })
      if (isOpening) {
        const opened = await setRegistrations(tx, id, 'open', author, telling)
        if (!opened.ok) return refused('unchangeable', 'statut')
      }
      return created
    },
    async exportLines({ reader }) {
      const rows = await reader
        .select({ session: sessions, training: trainings })
        .from(sessions)
        .innerJoin(trainings, eq(trainings.id, sessions.trainingId))
        .orderBy(asc(sessions.id))
      const siblings = Map.groupBy(
        rows.map(({ session }) => session),
        ({ trainingId }) => trainingId,
      )
      const lines = []
      for (const { session, training } of rows)
        lines.push({
          external_id: rankedKey(session, keyOf(training), siblings.get(training.id) ?? []),
          formation: keyOf(training),
          debut: session.startsWall,
          fin: session.endsWall,
          lieu: session.place,
          lien: session.link,
          minimum: session.minimum,
          places: session.seats,
          decision_le: session.decideOn,
          statut: wordFor(STATES, session.state),
          confirmee: session.confirmedAt ? 'oui' : 'non',
          motif: session.reason,
          ...(session.state === 'held' ? figureCells(await figuresOf(reader, session.id)) : {}),
        })
      return lines
    },
  }
}

const COLUMNS = [
  'external_id',
  'formation',
  'debut',
  'fin',
  'lieu',
  'lien',
  'minimum',
  'places',
  'decision_le',
  'statut',
  'confirmee',
  'motif',
  'inscrits',
  'presents',
  'entreprises',
  'debutants',
  'metiers',
  'notes',
  'prets',
  'avis_a_froid',
  'ont_repondu',
  'reponses',
  'marches_gagnes',
]

interface ReadSession {
  externalId: string
  trainingId: number
  dates: TypedDates
  place: TypedPlace
  state: SessionRow['state']
  isConfirmed: boolean
  reason: string
  figures: SessionFigures | null
}

async function readSession(
  tx: Tx,
  line: LineReading,
  { places }: SessionImporting,
): Promise<ReadSession | null> {
  const externalId = line.line('external_id', 'required')
  const training = await line.keyed(
    'formation',
    (key) => trainingKeyed(tx, key),
    'unknown-training',
    'required',
  )
  const starts = line.requiredMoment('debut')
  const ends = line.requiredMoment('fin')
  const place = line.line('lieu')
  const link = line.text('lien') || null
  const decideOn = line.day('decision_le')
  const seats = line.whole('places', MOST_SEATS)
  const minimum = line.whole('minimum', MOST_SEATS) ?? 0
  const state = line.choice('statut', STATES) ?? 'planned'
  if (starts.wall !== '' && ends.wall !== '' && ends.at <= starts.at)
    line.tell('fin', 'dates-reversed')
  if (decideOn !== null && starts.wall !== '' && decideOn > starts.wall.slice(0, 10))
    line.tell('decision_le', 'dates-reversed')
  if (place === '' && link === null) line.tell('lieu', 'missing')
  if (link !== null && !isWebAddress(link)) line.tell('lien', 'url', link)
  if (!seats && line.problems.length === 0) line.tell('places', 'missing')
  if (seats && minimum > seats) line.tell('minimum', 'number', String(minimum))
  const read = {
    externalId,
    trainingId: training?.id ?? 0,
    dates: {
      starts: { wall: starts.wall, instant: starts.at.toISOString() },
      ends: { wall: ends.wall, instant: ends.at.toISOString() },
      decideOn,
    },
    place: { place, placeKey: keyOfPlace(place, places), link, minimum, seats: seats ?? 0 },
    state,
    isConfirmed: line.choice('confirmee', YES_OR_NO) ?? false,
    reason: line.text('motif'),
    figures: state === 'held' ? readFigures(line) : null,
  }
  return line.problems.length > 0 ? null : read
}

/** Brings a session to where the file says that it stands, by the rules of the desk. */
async function changeSession(
  { tx, author }: Pick<Importing, 'tx' | 'author'>,
  row: SessionRow,
  { dates, place, state, isConfirmed, reason }: ReadSession,
  telling: Telling,
): Promise<Written> {
  const at = async () => {
    const [now] = await tx.select().from(sessions).where(eq(sessions.id, row.id))
    return now?.version ?? 0
  }
  const said = (outcome: Outcome, column: string): Written =>
    outcome.ok ? { ok: true } : refused('unchangeable', column)
  const { starts, ends, decideOn } = dates
  const isMoved = starts.wall !== row.startsWall || ends.wall !== row.endsWall
  const steps: (() => Promise<Written>)[] = []
  if (isMoved)
    steps.push(async () => {
      const change = { version: await at(), dates, reason }
      return said(await postponeSession(tx, row.id, change, author, telling), 'debut')
    })
  else if (decideOn !== row.decideOn) return refused('unchangeable', 'decision_le')
  if (
    place.place !== row.place ||
    place.link !== row.link ||
    place.seats !== row.seats ||
    place.minimum !== row.minimum
  )
    steps.push(async () =>
      said(await moveSession(tx, row.id, { version: await at(), place }, author, telling), 'lieu'),
    )
  if (state !== row.state)
    steps.push(async () => {
      if (state === 'open' || state === 'closed')
        return said(await setRegistrations(tx, row.id, state, author, telling), 'statut')
      if (state !== 'cancelled') return refused('unchangeable', 'statut')
      return said(await cancelSession(tx, row.id, reason, author, telling), 'statut')
    })
  if (isConfirmed && !row.confirmedAt)
    steps.push(async () => said(await confirmSession(tx, row.id, author, telling), 'confirmee'))
  for (const step of steps) {
    const written = await step()
    if (!written.ok) return written
  }
  return { ok: true }
}

/** The session that has this identifier, or without one this rank in its training. */
async function sessionKeyed(reader: Reader, key: string): Promise<SessionRow | null> {
  const [own] = await reader.select().from(sessions).where(eq(sessions.externalId, key))
  if (own) return own
  const { of, rank } = splitKey(key)
  const training = rank === 0 ? null : await trainingKeyed(reader, of)
  if (training === null) return null
  const [row] = await reader
    .select()
    .from(sessions)
    .where(eq(sessions.trainingId, training.id))
    .orderBy(asc(sessions.id))
    .offset(rank - 1)
    .limit(1)
  return row?.externalId === null ? row : null
}

/** The figures of a session that was held; null where the line has none. */
function readFigures(line: LineReading): SessionFigures | null {
  const registered = line.whole('inscrits', MOST_PEOPLE)
  if (registered === null) return null
  const count = (column: string) => line.whole(column, MOST_PEOPLE) ?? 0
  const notes = line.line('notes').split(MANY).map(Number)
  const [one = 0, two = 0, three = 0, four = 0] = notes.some(Number.isNaN) ? [] : notes
  const trades = line
    .text('metiers')
    .split(MANY)
    .flatMap((each) => {
      const [, trade, people] = /^([a-z-]+):(\d{1,4})$/.exec(each.trim()) ?? []
      return trade === undefined ? [] : [[trade, Number(people)] as const]
    })
  return {
    registered,
    present: line.whole('presents', MOST_PEOPLE),
    firms: count('entreprises'),
    trades: Object.fromEntries(trades),
    newcomers: count('debutants'),
    hot: [one, two, three, four],
    ready: count('prets'),
    cold: count('avis_a_froid'),
    since: {
      people: count('ont_repondu'),
      answers: count('reponses'),
      won: count('marches_gagnes'),
    },
  }
}

function figureCells(figures: SessionFigures): Record<string, string | number | null> {
  return {
    inscrits: figures.registered,
    presents: figures.present,
    entreprises: figures.firms,
    debutants: figures.newcomers,
    metiers: Object.entries(figures.trades)
      .map(([trade, people]) => `${trade}:${people}`)
      .toSorted()
      .join(MANY),
    notes: figures.hot.join(MANY),
    prets: figures.ready,
    avis_a_froid: figures.cold,
    ont_repondu: figures.since.people,
    reponses: figures.since.answers,
    marches_gagnes: figures.since.won,
  }
}

const MOST_PEOPLE = 100_000

const STATES: Record<string, SessionRow['state']> = {
  prévue: 'planned',
  ouverte: 'open',
  close: 'closed',
  annulée: 'cancelled',
  tenue: 'held',
}
