import { eq } from 'drizzle-orm'
import type { Tx } from '../../db/db.ts'
import { bumpVersions } from '../../db/versions.ts'
import { type Author, keepVersion } from '../../pact/versions.ts'
import { parisDay } from '../../rules/calendar.ts'
import { lockYear } from './lock-year.ts'
import { refused, type YearWritten } from './problem.ts'
import { recordCorrections } from './record-corrections.ts'
import { analysisYears, type KeptSigning } from './schema.ts'
import { commentatorsOn, signatoriesOn } from './signatories.ts'
import { correctSnapshot, takeSnapshot } from './snapshots.ts'
import { checkingBuyers, readStanding, signingPartners } from './standing.ts'
import { CHECK_DAYS, COMMENT_DAYS, refusalOfMove, windowFrom, type YearState } from './states.ts'
import { askPartner, type Telling } from './tell.ts'

/** Moves that everyone is told of in the pact's feeds. */
const PUBLIC_MOVES: readonly YearState[] = ['frozen', 'shared', 'published']

/**
 * Takes a year's analysis to its next state, where refusalOfMove lets it: freezes its data, puts buyers' corrections in,
 * opens windows, and asks those whose turn it is. `stale` where another hand came first.
 */
export async function moveYear(
  tx: Tx,
  author: Author,
  { year, version }: { year: number; version: number },
  { to, reason }: { to: YearState; reason: string },
  telling: Telling,
): Promise<YearWritten> {
  const row = await lockYear(tx, year)
  if (!row) throw new Error(`no analysis of ${year}`)
  if (row.version !== version) return refused('stale')
  const today = parisDay(author.now)
  const refusal = refusalOfMove(await readStanding(tx, row, author.now), to, today, reason)
  if (refusal) return { ok: false, problems: [refusal] }
  const snapshot =
    to === 'frozen'
      ? await takeSnapshot(tx, year, author.now)
      : to === 'draft'
        ? await correctSnapshot(tx, year, author.now)
        : null
  if (to === 'draft' && snapshot)
    await recordCorrections(tx, { year, edition: snapshot.number }, author.now)
  const dates = {
    checksEndOn: to === 'frozen' ? windowFrom(today, CHECK_DAYS) : row.checksEndOn,
    commentsEndOn: to === 'shared' ? windowFrom(today, COMMENT_DAYS) : row.commentsEndOn,
  }
  await tx
    .update(analysisYears)
    .set({
      ...dates,
      state: to,
      version: row.version + 1,
      movedAt: author.now,
      ...(to === 'published'
        ? { publishedAt: author.now, signing: await signingNow(tx, year, today) }
        : {}),
    })
    .where(eq(analysisYears.year, year))
  await keepVersion(
    tx,
    author,
    {
      kind: 'analysis',
      subject: year,
      visibility: PUBLIC_MOVES.includes(to) ? 'public' : 'members',
    },
    {
      before: {
        state: row.state,
        checksEndOn: row.checksEndOn,
        commentsEndOn: row.commentsEndOn,
      },
      after: {
        state: to,
        ...dates,
        ...(snapshot === null ? {} : { dataHash: snapshot.dataHash }),
      },
      reason,
    },
  )
  await askWhoseTurn(tx, { year, to, ...dates }, telling, author.now)
  await bumpVersions(tx, ['analysis'])
  return { ok: true }
}

/** Who has signed and who has not, to be kept with what is published: partners join, leave and change their names. */
async function signingNow(tx: Tx, year: number, today: string): Promise<KeptSigning[]> {
  const signing = await signingPartners(tx, { year }, today)
  return signing.map(({ name, signedAt, dissent }) => ({
    name,
    signedAt: signedAt?.toISOString() ?? null,
    dissent,
  }))
}

async function askWhoseTurn(
  tx: Tx,
  {
    year,
    to,
    checksEndOn,
    commentsEndOn,
  }: { year: number; to: YearState; checksEndOn: string | null; commentsEndOn: string | null },
  telling: Telling,
  now: Date,
): Promise<void> {
  if (to === 'frozen')
    for (const buyer of await checkingBuyers(tx, { year }))
      await askPartner(tx, 'check', { year, until: checksEndOn }, buyer, telling, now)
  if (to !== 'shared' && to !== 'adopted') return
  const asked = to === 'shared' ? 'comment' : 'sign'
  const until = to === 'shared' ? commentsEndOn : null
  const today = parisDay(now)
  const whose = to === 'shared' ? await commentatorsOn(tx, today) : await signatoriesOn(tx, today)
  for (const partner of whose) await askPartner(tx, asked, { year, until }, partner, telling, now)
}
