import { JournalPage, type TypedJournal } from '../../views/espace/journal-page.tsx'
import { isoWithOffset } from '../../views/format.ts'
import { renderPage } from '../../views/layout/render-page.ts'
import type { FormError } from '../../views/shared/form.tsx'
import { JOURNAL_HEADER, JOURNAL_PROBLEMS, type JournalProblem } from '../../views/words/audit.ts'
import { agentWithAddress } from '../auth/agents.ts'
import { writeCsv } from '../feeds/csv.ts'
import { frameOf } from '../http/frame.ts'
import type { GuichetContext, Route } from '../http/route.ts'
import { routesFor } from '../http/routes-for.ts'
import { listPartners } from '../partners/queries.ts'
import { exportJournal, type JournalFilter, readJournal } from './journal.ts'
import { dayInParis, readTypedDay } from './typed-day.ts'

const PATH = '/espace/administration/journal'
const MOST_EXPORTED = 50_000
const DAY_MS = 86_400_000

const { page } = routesFor('administer')

/** The audit log, for administrators to read and to take away. */
export const journalRoutes: Route[] = [
  page(PATH, async (c) => {
    const typed = typedJournal(c)
    const days = readDays(typed)
    return journalPage(c, typed, days.ok ? days : { from: null, to: null }, errorsOf(days))
  }),
  // Not data, which other sites may read.
  page(`${PATH}.csv`, { limit: 'export' }, exportFile),
]

interface Days {
  from: Date | null
  to: Date | null
}

type ReadDays = ({ ok: true } & Days) | { ok: false; name: 'du' | 'au'; problem: JournalProblem }

function typedJournal(c: GuichetContext): TypedJournal {
  const word = (name: string) => (c.req.query(name) ?? '').replaceAll('\0', '').trim().slice(0, 200)
  return {
    partner: word('partenaire'),
    actor: word('acteur'),
    action: word('action'),
    subject: word('objet'),
    from: word('du'),
    to: word('au'),
  }
}

function readDays(typed: TypedJournal): ReadDays {
  const [first, last] = [typed.from, typed.to].map((day) =>
    day === '' ? null : dayInParis(readTypedDay(day)),
  )
  if (first === undefined || last === undefined) throw new Error('two days were read')
  if (typed.from !== '' && first === null) return { ok: false, name: 'du', problem: 'day' }
  if (typed.to !== '' && last === null) return { ok: false, name: 'au', problem: 'day' }
  if (first && last && last.begins < first.begins)
    return { ok: false, name: 'au', problem: 'reversed' }
  return { ok: true, from: first?.begins ?? null, to: last?.ends ?? null }
}

function errorsOf(days: ReadDays): FormError[] {
  return days.ok ? [] : [{ name: days.name, text: JOURNAL_PROBLEMS[days.problem] }]
}

async function filterOf(
  c: GuichetContext,
  typed: TypedJournal,
  { from, to }: Days,
): Promise<JournalFilter> {
  const { partner, actor, action, subject } = typed
  const agentId = actor.includes('@')
    ? await agentWithAddress(c.var.deps.db, actor.toLowerCase())
    : null
  return {
    partner,
    actor: agentId === null ? actor : `agent:${agentId}`,
    action,
    subject,
    from,
    to,
  }
}

async function journalPage(
  c: GuichetContext,
  typed: TypedJournal,
  days: Days,
  errors: FormError[],
): Promise<Response> {
  const { db } = c.var.deps
  const before = /^\d{1,15}$/.exec(c.req.query('avant') ?? '')
  const filter = await filterOf(c, typed, days)
  const { lines, next } = await readJournal(db, filter, before && Number(before[0]))
  const page = (
    <JournalPage
      frame={await frameOf(c, PATH)}
      typed={typed}
      partners={await listPartners(db)}
      lines={lines}
      next={next === null ? null : `${PATH}${queryOf(typed, { avant: String(next) })}`}
      file={`${PATH}.csv${queryOf(typed, {})}`}
      errors={errors}
    />
  )
  return c.html(renderPage(page), errors.length > 0 ? 422 : 200)
}

function queryOf(typed: TypedJournal, more: Record<string, string>): string {
  const words = new URLSearchParams()
  const asked = {
    partenaire: typed.partner,
    acteur: typed.actor,
    action: typed.action,
    objet: typed.subject,
    du: typed.from,
    au: typed.to,
    ...more,
  }
  for (const [name, value] of Object.entries(asked)) if (value !== '') words.set(name, value)
  return words.size > 0 ? `?${words}` : ''
}

/** A year's lines at most: the last thirty days' where no first day is asked. */
async function exportFile(c: GuichetContext): Promise<Response> {
  const { db, now } = c.var.deps
  const typed = typedJournal(c)
  const days = readDays(typed)
  if (!days.ok) return journalPage(c, typed, { from: null, to: null }, errorsOf(days))
  const to = days.to ?? now()
  const from = days.from ?? new Date(to.getTime() - 30 * DAY_MS)
  const refused = (problem: JournalProblem) =>
    journalPage(c, typed, { from, to }, [{ name: 'du', text: JOURNAL_PROBLEMS[problem] }])
  if (to.getTime() - from.getTime() > 367 * DAY_MS) return refused('year')
  const filter = await filterOf(c, typed, { from, to: days.to })
  const lines = await exportJournal(db, filter, MOST_EXPORTED)
  if (lines.length > MOST_EXPORTED) return refused('many')
  const rows = lines.map((line) => [
    line.id,
    isoWithOffset(line.at),
    line.actor,
    line.actorName,
    line.partner,
    line.action,
    line.subject,
    line.before && JSON.stringify(line.before),
    line.after && JSON.stringify(line.after),
  ])
  return c.body(writeCsv(JOURNAL_HEADER, rows), 200, {
    'content-type': 'text/csv; charset=utf-8',
    'content-disposition': 'attachment; filename="journal.csv"',
  })
}
