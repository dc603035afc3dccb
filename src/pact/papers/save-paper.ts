import { eq, max } from 'drizzle-orm'
import type { Tx } from '../../db/db.ts'
import { bumpVersions } from '../../db/versions.ts'
import { parisDay } from '../../posting/typing-context.ts'
import { isWebAddress, publishOwn } from '../evidence/add-evidence.ts'
import { withFreeSlug } from '../free-slug.ts'
import { type PactProblem, refusedFor, type Written } from '../problem.ts'
import { type Author, keepVersion } from '../versions.ts'
import { type PaperKind, papers, paperVersions } from './schema.ts'

/** One version of a document: a file or an address. */
export interface PaperVersionValues {
  datedOn: string
  documentId: string | null
  url: string | null
  note: string
}

/** Adds a document of the pact with its first version. */
export async function addPaper(
  tx: Tx,
  author: Author,
  values: { kind: PaperKind; title: string; description: string },
  version: PaperVersionValues,
): Promise<Written> {
  const problems = checkVersion(version, parisDay(author.now))
  if (problems.length > 0) return { ok: false, problems }
  const paper = await withFreeSlug(values.title, async (slug) => {
    const [row] = await tx
      .insert(papers)
      .values({ ...values, slug })
      .onConflictDoNothing({ target: papers.slug })
      .returning({ id: papers.id })
    return row ?? null
  })
  await storeVersion(tx, author, paper.id, 1, values, version)
  return { ok: true }
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
  await storeVersion(tx, author, paper.id, (last?.number ?? 0) + 1, null, version)
  return { ok: true }
}

function checkVersion(version: PaperVersionValues, today: string): PactProblem[] {
  if (version.documentId === null && version.url === null)
    return refusedFor('missing', 'document').problems
  if (version.url !== null && !isWebAddress(version.url)) return refusedFor('url', 'url').problems
  return version.datedOn > today ? refusedFor('future', 'datedOn').problems : []
}

async function storeVersion(
  tx: Tx,
  author: Author,
  paperId: number,
  number: number,
  typed: { kind: PaperKind; title: string; description: string } | null,
  version: PaperVersionValues,
): Promise<void> {
  const partnerId = author.partnerId
  await tx
    .insert(paperVersions)
    .values({ paperId, number, ...version, partnerId, addedAt: author.now })
  if (version.documentId !== null) await publishOwn(tx, author, version.documentId)
  await keepVersion(
    tx,
    author,
    { kind: 'paper', subject: paperId },
    {
      before: typed === null ? { number: number - 1 } : null,
      after: { ...typed, number, ...version },
    },
  )
  await bumpVersions(tx, ['pact'])
}
