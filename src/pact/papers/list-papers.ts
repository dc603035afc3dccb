import { asc, desc, eq, type SQL } from 'drizzle-orm'
import type { Reader } from '../../db/db.ts'
import { documents } from '../../documents/schema.ts'
import { fileOf } from '../../documents/file-of.ts'
import { paperVersions, papers } from './schema.ts'

/** The pact's documents by title, each with its published versions, the last one first: what everyone reads. */
export async function listPapers(reader: Reader) {
  const all = await allPapers(reader)
  return all.flatMap(({ paper, versions }) => {
    const published = versions.filter(({ draft }) => !draft)
    return published.length === 0 ? [] : [{ paper, versions: published }]
  })
}

/** The same with drafts: for members. */
export async function allPapers(reader: Reader, which?: SQL) {
  const rows = await reader
    .select()
    .from(papers)
    .where(which)
    .orderBy(asc(papers.title), asc(papers.id))
  const versions = await reader
    .select({
      paperId: paperVersions.paperId,
      number: paperVersions.number,
      datedOn: paperVersions.datedOn,
      draft: paperVersions.draft,
      url: paperVersions.url,
      note: paperVersions.note,
      documentId: paperVersions.documentId,
      document: documents,
    })
    .from(paperVersions)
    .innerJoin(papers, eq(papers.id, paperVersions.paperId))
    .leftJoin(documents, eq(documents.id, paperVersions.documentId))
    .where(which)
    .orderBy(desc(paperVersions.number))
  const shown = versions.map(({ document, ...version }) => ({
    ...version,
    file: fileOf(document),
    heldBack: version.draft && document?.withdrawnAt === null ? document : null,
  }))
  const byPaper = Map.groupBy(shown, ({ paperId }) => paperId)
  return rows.map((paper) => ({ paper, versions: byPaper.get(paper.id) ?? [] }))
}

/** One of them with its drafts; null where there is none. */
export async function readPaper(reader: Reader, slug: string): Promise<PaperRead | null> {
  return (await allPapers(reader, eq(papers.slug, slug))).at(0) ?? null
}

export type PaperRead = Awaited<ReturnType<typeof allPapers>>[number]
