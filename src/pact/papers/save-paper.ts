import { and, desc, eq, lt, max } from 'drizzle-orm'
import type { Tx } from '../../db/db.ts'
import { bumpVersions } from '../../db/versions.ts'
import { parisDay } from '../../rules/calendar.ts'
import { isWebAddress, publishOwn } from '../evidence/add-evidence.ts'
import { withFreeSlug } from '../../partners/free-slug.ts'
import { type PactProblem, refused, type Written } from '../problem.ts'
import { type Author, keepVersion } from '../versions.ts'
import { type PaperKind, papers, paperVersions } from './schema.ts'

/** One version of a document: a file or an address; a draft is for members. */
export interface PaperVersionValues {
  datedOn: string
  documentId: string | null
  url: string | null
  note: string
  draft: boolean
}

/** Adds a document of the pact with its first version. */
export async function addPaper(
  tx: Tx,
  author: Author,
  values: { kind: PaperKind; title: string; description: string },
  version: PaperVersionValues,
): Promise<Written<{ id: number; slug: string }>> {
  const problems = checkVersion(version, parisDay(author.now))
  if (problems.length > 0) return { ok: false, problems }
  const paper = await withFreeSlug(values.title, async (slug) => {
    const [row] = await tx
      .insert(papers)
      .values({ ...values, slug })
      .onConflictDoNothing({ target: papers.slug })
      .returning({ id: papers.id, slug: papers.slug })
    return row ?? null
  })
  await storeVersion(tx, author, { ...values, id: paper.id }, 1, version)
  return { ok: true, ...paper }
}

/** Adds a version to a document of the pact; earlier ones stay. */
export async function addPaperVersion(
  tx: Tx,
  author: Author,
  slug: string,
  version: PaperVersionValues,
): Promise<Written | null> {
  const [paper] = await tx.select().from(papers).where(eq(papers.slug, slug)).for('update')
  if (!paper) return null
  const problems = checkVersion(version, parisDay(author.now))
  if (problems.length > 0) return { ok: false, problems }
  const [last] = await tx
    .select({ number: max(paperVersions.number) })
    .from(paperVersions)
    .where(eq(paperVersions.paperId, paper.id))
  await storeVersion(tx, author, paper, (last?.number ?? 0) + 1, version)
  return { ok: true }
}

/** Publishes a document's last version, which was a draft; null where there is no such version. */
export async function publishDraft(
  tx: Tx,
  author: Author,
  { slug, number }: { slug: string; number: number },
): Promise<Written | null> {
  const [paper] = await tx.select().from(papers).where(eq(papers.slug, slug)).for('update')
  if (!paper) return null
  const [last] = await tx
    .select()
    .from(paperVersions)
    .where(eq(paperVersions.paperId, paper.id))
    .orderBy(desc(paperVersions.number))
    .limit(1)
  if (last?.number !== number) return null
  if (!last.draft) return refused('already-done')
  const { datedOn, documentId, url, note } = last
  await tx.update(paperVersions).set({ draft: false }).where(eq(paperVersions.id, last.id))
  await tellPublished(tx, author, paper, number, { datedOn, documentId, url, note })
  await bumpVersions(tx, ['pact'])
  return { ok: true }
}

type Paper = Pick<typeof papers.$inferSelect, 'id' | 'kind' | 'title' | 'description'>

function checkVersion(version: PaperVersionValues, today: string): PactProblem[] {
  if (version.documentId === null && version.url === null)
    return refused('missing', 'document').problems
  if (version.url !== null && !isWebAddress(version.url)) return refused('url', 'url').problems
  return version.datedOn > today ? refused('future', 'datedOn').problems : []
}

async function storeVersion(
  tx: Tx,
  author: Author,
  paper: Paper,
  number: number,
  version: PaperVersionValues,
): Promise<void> {
  const { draft, ...shown } = version
  await tx.insert(paperVersions).values({
    paperId: paper.id,
    number,
    ...version,
    partnerId: author.partnerId,
    addedAt: author.now,
  })
  if (draft)
    await keepVersion(
      tx,
      author,
      { kind: 'paper', subject: `${paper.id}:${number}`, visibility: 'members' },
      { before: null, after: { title: paper.title, number, ...shown, draft } },
    )
  else await tellPublished(tx, author, paper, number, shown)
  await bumpVersions(tx, ['pact'])
}

/** Lets everyone read a version, and says so. */
async function tellPublished(
  tx: Tx,
  author: Author,
  { id, kind, title, description }: Paper,
  number: number,
  version: Omit<PaperVersionValues, 'draft'>,
): Promise<void> {
  if (version.documentId !== null) await publishOwn(tx, author, version.documentId)
  const [earlier] = await tx
    .select({ number: paperVersions.number })
    .from(paperVersions)
    .where(
      and(
        eq(paperVersions.paperId, id),
        eq(paperVersions.draft, false),
        lt(paperVersions.number, number),
      ),
    )
    .orderBy(desc(paperVersions.number))
    .limit(1)
  await keepVersion(
    tx,
    author,
    { kind: 'paper', subject: id },
    {
      before: earlier ? { title: null, number: earlier.number } : null,
      after: { ...(earlier ? { title } : { kind, title, description }), number, ...version },
    },
  )
}
