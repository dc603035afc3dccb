import { asc, desc, eq } from 'drizzle-orm'
import type { Reader } from '../../db/db.ts'
import { documents } from '../../documents/schema.ts'
import { fileOf } from '../file-of.ts'
import { paperVersions, papers } from './schema.ts'

/** The pact's documents by title, each with its versions, the last one first. */
export async function listPapers(reader: Reader) {
  const rows = await reader.select().from(papers).orderBy(asc(papers.title), asc(papers.id))
  const versions = await reader
    .select({
      paperId: paperVersions.paperId,
      number: paperVersions.number,
      datedOn: paperVersions.datedOn,
      url: paperVersions.url,
      note: paperVersions.note,
      document: documents,
    })
    .from(paperVersions)
    .leftJoin(documents, eq(documents.id, paperVersions.documentId))
    .orderBy(desc(paperVersions.number))
  const shown = versions.map(({ document, ...version }) => ({ ...version, file: fileOf(document) }))
  const byPaper = Map.groupBy(shown, ({ paperId }) => paperId)
  return rows.map((paper) => ({ paper, versions: byPaper.get(paper.id) ?? [] }))
}

export type PaperRead = Awaited<ReturnType<typeof listPapers>>[number]
