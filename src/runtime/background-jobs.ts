import { suspendAddress } from '../alerts/block.ts'
import { DIGESTS_JOB, digestsJob } from '../alerts/digests-job.ts'
import { forgetAccess } from '../auth/forget-access.ts'
import { FORGET_ALERTS_JOB, forgetAlertsJob } from '../alerts/forget-job.ts'
import { createApp, ROUTES } from '../app.ts'
import { ANALYSIS_DATES_JOB, analysisDatesJob } from '../analysis/dates-job.ts'
import { ANALYSIS_DOCUMENT_JOB, analysisDocumentJob } from '../analysis/document-job.ts'
import { BOARD_CONTRACTS_JOB, boardContractsJob } from '../contracts/board-job.ts'
import { CONTACTS_JOB, contactsJob } from '../contacts/contacts-job.ts'
import type { Deps } from '../deps.ts'
import { SCAN_JOB, scanJob } from '../documents/scan-job.ts'
import { type AskRegister, FIRMS_JOB, firmsJob } from '../firms/look-up-job.ts'
import { forgetEndedWindows } from '../http/rate-limit.ts'
import { hubJobs } from '../hub/do-jobs.ts'
import { DELIVER_JOB, LOOK_JOB, PING_JOB, VERIFY_JOB } from '../hub/jobs.ts'
import { enqueue } from '../jobs/queue.ts'
import { replanJobs } from '../jobs/replan.ts'
import type { JobHandler } from '../jobs/tick.ts'
import { mailJob, MAIL_JOB } from '../mail/send-job.ts'
import { REPORT_JOB, reportJob } from '../news/report-job.ts'
import { TELL_AGENTS_JOB, tellAgentsJob } from '../posting/tell-agents-job.ts'
import { REMINDERS_JOB, remindersJob } from '../pact/reminders-job.ts'
import { REQUESTS_JOB, requestsJob } from '../requests/requests-job.ts'
import { PROGRAMME_JOB, programmeJob } from '../programme/programme-job.ts'
import { ANNOUNCE_JOB, announceJob } from '../rencontres/announce-job.ts'
import { RENCONTRES_JOB, rencontresJob } from '../rencontres/rencontres-job.ts'
import { ALERTS_JOB, alertsJob } from '../sources/alerts-job.ts'
import { fetchDocument } from '../sources/fetch/fetch.ts'
import { plainAnswer } from '../sources/french/plain-answer.ts'
import { TEMPLATES_JOB, templatesJob } from '../templates/templates-job.ts'
import { TRAININGS_JOB, trainingsJob } from '../trainings/trainings-job.ts'

const CLEANING_JOB = 'cleaning'
const CLEANING_SECONDS = 15 * 60
/** Far more than the register of firms ever answers about one. */
const REGISTER_BYTES = 1024 * 1024

/** Feeds of entries, each without a filter. */
const FEEDS = ROUTES.filter(
  ({ kind, path }) => kind === 'feed' && /^[^:]+\.(?:rss|atom|json)$/.test(path),
).map(({ path }) => path)

/** What renders feeds for the hub: made when one is first asked for. */
const applications = new WeakMap<Deps, ReturnType<typeof createApp>>()

function applicationOf(deps: Deps): ReturnType<typeof createApp> {
  const made = applications.get(deps) ?? createApp(deps)
  applications.set(deps, made)
  return made
}

/** The kinds of jobs that this process does besides polling, by the kind's name; `stopping` cuts long ones short. */
export function backgroundJobs(deps: Deps, stopping?: AbortSignal): Record<string, JobHandler> {
  return {
    [CLEANING_JOB]: async () => {
      await forgetEndedWindows(deps.db)
      await forgetAccess(deps.db, deps.now())
      return { againAfterSeconds: CLEANING_SECONDS }
    },
    [ALERTS_JOB]: alertsJob(deps),
    [BOARD_CONTRACTS_JOB]: boardContractsJob(deps, plainAnswer),
    [TRAININGS_JOB]: trainingsJob(deps),
    [TEMPLATES_JOB]: templatesJob(deps),
    [RENCONTRES_JOB]: rencontresJob(deps),
    [ANNOUNCE_JOB]: announceJob(deps),
    [REQUESTS_JOB]: requestsJob(deps),
    [REMINDERS_JOB]: remindersJob(deps),
    [CONTACTS_JOB]: contactsJob(deps),
    [PROGRAMME_JOB]: programmeJob(deps),
    [TELL_AGENTS_JOB]: tellAgentsJob(deps),
    [ANALYSIS_DATES_JOB]: analysisDatesJob(deps),
    [DIGESTS_JOB]: digestsJob(deps),
    ...hubJobs(deps, (path) => applicationOf(deps).request(path), FEEDS),
    [FORGET_ALERTS_JOB]: forgetAlertsJob(deps),
    ...(deps.config.antivirusUrl ? { [SCAN_JOB]: scanJob(deps) } : {}),
    ...(deps.office
      ? {
          [REPORT_JOB]: reportJob(deps, deps.office),
          [ANALYSIS_DOCUMENT_JOB]: analysisDocumentJob(deps, deps.office),
        }
      : {}),
    ...(deps.config.poll ? { [FIRMS_JOB]: firmsJob(deps, askRegister(deps), { stopping }) } : {}),
    ...(deps.mail ? { [MAIL_JOB]: mailJob(deps, deps.mail, suspendAddress) } : {}),
  }
}

/** Kinds with lanes of their own: news, which are awaited within seconds, and what waits for other people's servers. */
const APART: { kinds: string[]; lanes: number }[] = [
  { kinds: [LOOK_JOB, DIGESTS_JOB], lanes: 2 },
  { kinds: [MAIL_JOB], lanes: 4 },
  { kinds: [DELIVER_JOB, PING_JOB], lanes: 6 },
  // Anybody can make us ask any server whether it wants a feed.
  { kinds: [VERIFY_JOB], lanes: 2 },
]

/** These jobs in groups that are done beside one another: what is slow in one holds up none of the others. */
export function inGroups(
  handlers: Record<string, JobHandler>,
): { handlers: Record<string, JobHandler>; lanes: number }[] {
  const apart = new Set(APART.flatMap(({ kinds }) => kinds))
  const those = (belongs: (kind: string) => boolean) =>
    Object.fromEntries(Object.entries(handlers).filter(([kind]) => belongs(kind)))
  return [
    { handlers: those((kind) => !apart.has(kind)), lanes: 4 },
    ...APART.map(({ kinds, lanes }) => ({
      handlers: those((kind) => kinds.includes(kind)),
      lanes,
    })),
  ].filter((group) => Object.keys(group.handlers).length > 0)
}

/** Plans anew what a clock that was wrong has planned, and asks for what then comes back by itself: the cleaning, the watch over sources, the reminders of the pact, the dates of trainings and of the yearly analysis, the register of firms, alerts by mail. */
export async function beginRecurring({ db }: Pick<Deps, 'db'>): Promise<void> {
  await db.transaction(async (tx) => {
    await replanJobs(tx)
    for (const kind of [
      CLEANING_JOB,
      ALERTS_JOB,
      BOARD_CONTRACTS_JOB,
      TELL_AGENTS_JOB,
      REMINDERS_JOB,
      CONTACTS_JOB,
      PROGRAMME_JOB,
      REPORT_JOB,
      TRAININGS_JOB,
      TEMPLATES_JOB,
      REQUESTS_JOB,
      RENCONTRES_JOB,
      ANALYSIS_DATES_JOB,
      ANALYSIS_DOCUMENT_JOB,
      FIRMS_JOB,
      DIGESTS_JOB,
      FORGET_ALERTS_JOB,
      LOOK_JOB,
    ])
      await enqueue(tx, { kind, key: 'all' })
  })
}

function askRegister(deps: Deps): AskRegister {
  const { allowPrivateSources: allowPrivate, baseUrl: contact } = deps.config
  return (url, signal) =>
    fetchDocument(deps, {
      url,
      etag: null,
      lastModified: null,
      allowPrivate,
      contact,
      limit: REGISTER_BYTES,
      signal,
    })
}
