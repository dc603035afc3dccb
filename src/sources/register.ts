import { eq, inArray, sql } from 'drizzle-orm'
import { sources } from '../consultations/schema.ts'
import type { Tx } from '../db/db.ts'
import { bumpVersions } from '../db/versions.ts'
import { enqueue } from '../jobs/queue.ts'
import { jobs } from '../jobs/schema.ts'
import { partners } from '../partners/schema.ts'
import { SOURCE_KINDS } from './kinds/all.ts'
import { POLL_JOB } from './polling/schedule.ts'
import { sourceHealth } from './schema.ts'

/** A source as the operator names it. */
export interface NewSource {
  url: string
  /** Slug of the partner that it belongs to. */
  partner: string
  kind: string
  /** What pages call it; absent: the host of its address. */
  name?: string
}

export type SourceProblem =
  | { code: 'bad-url'; given: string }
  /** Not as the kind of source wants its address; an example. */
  | { code: 'bad-scope'; given: string; example: string }
  | { code: 'unknown-kind'; given: string; known: string[] }
  | { code: 'unknown-partner'; given: string }
  | { code: 'duplicate'; given: string }

/**
 * Adds sources, all or none, and asks for a first look at each; those of a demonstration are never looked at. What is wrong with any of them is answered in its order.
 */
export async function addSources(
  tx: Tx,
  list: NewSource[],
  context: { now: Date; demonstration: boolean },
): Promise<{ ok: true; ids: number[] } | { ok: false; problems: SourceProblem[] }> {
  const owners = await tx
    .select({ id: partners.id, slug: partners.slug })
    .from(partners)
    .where(inArray(partners.slug, ['', ...list.map((source) => source.partner)]))
  const problems: SourceProblem[] = []
  const seen = new Set<string>()
  const rows = []
  for (const source of list) {
    const url = webAddress(source.url)
    const owner = owners.find((each) => each.slug === source.partner)
    if (!url) problems.push({ code: 'bad-url', given: source.url })
    else if (!Object.hasOwn(SOURCE_KINDS, source.kind))
      problems.push({ code: 'unknown-kind', given: source.kind, known: Object.keys(SOURCE_KINDS) })
    else if (SOURCE_KINDS[source.kind]?.pages?.accepts(url) === false)
      problems.push({
        code: 'bad-scope',
        given: source.url,
        example: SOURCE_KINDS[source.kind]?.description.example ?? '',
      })
    else if (!owner) problems.push({ code: 'unknown-partner', given: source.partner })
    else if (seen.has(url.href) || (await isKnown(tx, url.href)))
      problems.push({ code: 'duplicate', given: url.href })
    else
      rows.push({
        url: url.href,
        kind: source.kind,
        name: source.name ?? url.host,
        partnerId: owner.id,
        demonstration: context.demonstration,
        createdAt: context.now,
      })
    if (url) seen.add(url.href)
  }
  if (problems.length > 0) return { ok: false, problems }
  if (rows.length === 0) return { ok: true, ids: [] }
  const added = await tx.insert(sources).values(rows).returning({ id: sources.id })
  await tx.insert(sourceHealth).values(
    added.map(({ id }) => ({
      sourceId: id,
      nextPollAt: context.demonstration ? null : context.now,
      warnings: [],
    })),
  )
  if (!context.demonstration)
    for (const { id } of added) await enqueue(tx, { kind: POLL_JOB, key: String(id) })
  // A table whose size nobody has counted is sorted for each job that is looked for, and the embedded one never counts.
  if (added.length > MANY) await tx.execute(sql`analyze ${jobs}`)
  await bumpVersions(tx, ['sources'])
  return { ok: true, ids: added.map(({ id }) => id) }
}

const MANY = 50

async function isKnown(tx: Tx, url: string): Promise<boolean> {
  const rows = await tx.select({ id: sources.id }).from(sources).where(eq(sources.url, url))
  return rows.length > 0
}

/** Longer addresses do not fit the index that keeps them apart. */
const LONGEST_ADDRESS = 2_000

/** The address when it is an http(s) one with a host and without credentials; null otherwise. */
function webAddress(text: string): URL | null {
  if (!/^https?:\/\//i.test(text.trim()) || !URL.canParse(text)) return null
  const url = new URL(text)
  url.hash = ''
  const isOpen = url.username === '' && url.password === ''
  return isOpen && url.href.length <= LONGEST_ADDRESS ? url : null
}
