import { and, asc, eq, exists, inArray, isNotNull, lte, sql } from 'drizzle-orm'
import { Temporal } from 'temporal-polyfill'
import { actsAs } from '../../auth/members.ts'
import { agents, memberships } from '../../auth/schema.ts'
import type { Config } from '../../config.ts'
import type { Db, Reader, Tx } from '../../db/db.ts'
import { bumpVersions } from '../../db/versions.ts'
import { queueMail } from '../../mail/queue-mail.ts'
import { partners } from '../../partners/schema.ts'
import { parisDay } from '../../rules/calendar.ts'
import { refused, type Written } from '../problem.ts'
import { type Author, keepVersion } from '../versions.ts'
import { REMINDER_DAYS, isLate, reminderDue } from './late.ts'
import { lockAction, ofAction } from './lock-action.ts'
import { actions, reminders } from './schema.ts'
import { isOver } from './status.ts'

/** What a reminder says, in the words of views. */
export type ReminderMail = (reminder: {
  kind: 'before' | 'due' | 'asked'
  title: string
  dueOn: string
  isLate: boolean
  pilot: string
  /** Who asked; null: the program by itself. */
  askedBy: string | null
  /** Where the action is edited. */
  url: string
}) => { subject: string; text: string }

export interface Reminding {
  config: Pick<Config, 'smtpUrl' | 'mailFrom' | 'baseUrl'>
  mailOf: ReminderMail
}

/** Actions whose pilot must be reminded today, at most so many; see reminderDue. */
async function actionsToRemind(reader: Reader, now: Date, most: number): Promise<number[]> {
  const today = parisDay(now)
  const last = Temporal.PlainDate.from(today).add({ days: REMINDER_DAYS }).toString()
  const told = (kind: 'before' | 'due') =>
    exists(
      reader
        .select({ one: sql`1` })
        .from(reminders)
        .where(
          and(
            eq(reminders.actionId, actions.id),
            eq(reminders.dueOn, actions.dueOn),
            eq(reminders.kind, kind),
          ),
        ),
    )
  const rows = await reader
    .select({ id: actions.id })
    .from(actions)
    .where(
      and(
        inArray(actions.status, ['to-launch', 'launched', 'partly-done']),
        isNotNull(actions.dueOn),
        lte(actions.dueOn, last),
        sql`not (case when ${actions.dueOn} > ${today} then ${told('before')} else ${told('due')} end)`,
      ),
    )
    .orderBy(asc(actions.dueOn), asc(actions.id))
    .limit(most)
  return rows.map(({ id }) => id)
}

/**
 * Reminds an action's pilot: by itself when it is time (`null` asks), or because a member asks, once a day at most.
 * Everyone who edits the pact for the pilot gets an e-mail; where mail is off the reminder stands all the same, for the
 * partners' area tells it. From the due date on it is what public lateness counts from.
 */
export async function remindPilot(
  tx: Tx,
  author: Author,
  actionId: number,
  asked: { by: string } | null,
  { config, mailOf }: Reminding,
): Promise<Written> {
  const locked = await lockAction(tx, actionId)
  if (!locked) throw new Error(`no action ${actionId}`)
  const { row } = locked
  const { dueOn } = row
  if (dueOn === null) return refused('no-due-date')
  if (isOver(row.status)) return refused('already-done')
  const today = parisDay(author.now)
  const told = await tx
    .select({ kind: reminders.kind, dueOn: reminders.dueOn, at: reminders.at })
    .from(reminders)
    .where(eq(reminders.actionId, actionId))
  const kind = asked ? 'asked' : reminderDue(row, told, today)
  if (kind === null) return refused('told-today')
  if (told.some((each) => each.kind === kind && parisDay(each.at) === today))
    return refused('told-today')
  const [pilot] = await tx.select().from(partners).where(eq(partners.id, row.pilotId))
  if (!pilot) throw new Error(`no partner ${row.pilotId}`)
  const mail = mailOf({
    kind,
    title: row.title,
    dueOn,
    isLate: isLate(row, today),
    pilot: pilot.shortName,
    askedBy: asked?.by ?? null,
    url: `${config.baseUrl}/espace/${pilot.slug}/pacte/actions/${row.slug}`,
  })
  let recipients = 0
  for (const { id, email } of await editorsOf(tx, row.pilotId)) {
    const key = `pact-reminder:${actionId}:${kind}:${dueOn}:${today}:${id}`
    const queued = await queueMail(tx, { key, to: email, ...mail }, { config, now: author.now })
    if (queued.ok) recipients += 1
  }
  await tx.insert(reminders).values({
    actionId,
    kind,
    dueOn,
    at: author.now,
    partnerId: author.partnerId,
    recipients,
  })
  if (dueOn <= today && row.remindedAt === null)
    await tx.update(actions).set({ remindedAt: author.now }).where(eq(actions.id, actionId))
  const subject = `${actionId}:${told.length + 1}`
  await keepVersion(
    tx,
    author,
    { ...ofAction(row, 'reminder', subject), visibility: 'members' },
    { before: null, after: { kind, dueOn } },
  )
  await bumpVersions(tx, ['pact'])
  return { ok: true }
}

/** Reminds every pilot that must be reminded today, one action in each transaction; how many were. */
export async function remindPilots(db: Db, now: Date, reminding: Reminding): Promise<number> {
  const ids = await actionsToRemind(db, now, 500)
  let reminded = 0
  for (const id of ids) {
    const author = { partnerId: null, actor: 'pact-reminders', now }
    const outcome = await db.transaction((tx) => remindPilot(tx, author, id, null, reminding))
    if (outcome.ok) reminded += 1
  }
  return reminded
}

/** People who edit the pact for a partner and may sign in. */
async function editorsOf(tx: Tx, partnerId: number): Promise<{ id: string; email: string }[]> {
  return tx
    .selectDistinct({ id: agents.id, email: agents.email })
    .from(memberships)
    .innerJoin(agents, eq(agents.id, memberships.agentId))
    .where(
      and(eq(memberships.partnerId, partnerId), actsAs('pact-editor', 'partner-administrator')),
    )
}
