import { setTimeout as pause } from 'node:timers/promises'
import { asc, eq, sql } from 'drizzle-orm'
import { digestsJob } from '../../src/alerts/digests-job.ts'
import { alertSubscriptions } from '../../src/alerts/schema.ts'
import { outbox } from '../../src/mail/schema.ts'
import { bought, draft, type TestProgram, winter } from '../support/application.ts'
import { visitor } from '../support/visitor.ts'

/** Lets this program send mail through a server, or queue it for one that nobody runs. */
export function turnMailOn({ deps }: TestProgram, smtpUrl = 'smtp://localhost:25'): void {
  deps.config = {
    ...deps.config,
    smtpUrl,
    mailFrom: { name: 'Guichet', address: 'guichet@guichet.example' },
  }
}

/** Sends the form under a list, as a browser does. */
export function askFor(
  program: TestProgram,
  email: string,
  { query = '?metier=electricite', rhythm = 'immediat', subject = 'consultations' } = {},
): Promise<Response> {
  const person = visitor(program.app, program.deps.config.baseUrl)
  return person.post(`/alertes/${subject}`, { filtre: query, courriel: email, rythme: rhythm })
}

/** The same, confirmed by the link of the message; answers what the private addresses carry. */
export async function follow(
  program: TestProgram,
  email: string,
  asked: Parameters<typeof askFor>[2] = {},
): Promise<string> {
  await askFor(program, email, asked)
  const token = await tokenOf(program, email)
  const person = visitor(program.app, program.deps.config.baseUrl)
  await person.post(`/alerte/${token}/confirmation`)
  return token
}

/** What the last alert that an address asked for is called under. */
export async function tokenOf({ deps }: TestProgram, email: string): Promise<string> {
  const rows = await deps.db
    .select()
    .from(alertSubscriptions)
    .where(eq(alertSubscriptions.email, email))
    .orderBy(asc(alertSubscriptions.id))
  return rows.at(-1)?.token ?? ''
}

/** The job that tells what is new, once. */
export async function lookForNews({ deps }: TestProgram): Promise<void> {
  await digestsJob(deps)({ kind: 'alerts', key: 'all', payload: {}, attempt: 1 })
}

/**
 * The job that tells what is new, until it has told all that is committed: other suites write on the same server, and
 * numbers are settled once the transactions that were open have ended. Gives up while one stays open.
 */
export async function tellNews(program: TestProgram): Promise<void> {
  const { deps } = program
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    await lookForNews(program)
    const [row] = await deps.db.execute<{ behind: boolean }>(sql`select exists (
      select from alert_horizons where settled < case subject
        when 'pacte' then (select max(id) from pact_versions)
        when 'programmation' then (select max(id) from planned_purchase_events)
        when 'rencontres' then (select max(id) from rencontre_news)
        when 'documents' then (select max(id) from library_news)
        else (select max(id) from notices) end) as behind`)
    if (!row?.behind) return
    await pause(20)
  }
}

/** Whatever else is under way on the same server, in other suites too, holds back what is settled. */
const MOST_TRIES = 500

/** Messages that were queued for somebody, in their order, but for those that ask to confirm. */
export async function digestsFor({ deps }: TestProgram, email: string) {
  const rows = await deps.db
    .select()
    .from(outbox)
    .where(eq(outbox.recipient, email))
    .orderBy(asc(outbox.id))
  return rows.filter(({ key }) => key.startsWith('alerte:'))
}

/** A consultation for electricians in Narbonne, as a source tells it. */
export function works(id: string, changes: Parameters<typeof draft>[1] = {}) {
  return draft(id, {
    object: `Rénovation électrique ${id}`,
    buyers: bought('Ville de Narbonne', '21110262500015'),
    cpv: ['45310000'],
    deadline: winter('2026-12-15T12:00'),
    reference: id,
    ...changes,
  })
}
