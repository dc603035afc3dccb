import type { DocumentToParse } from '../kind.ts'
import { branch, branches, isObject, line, type Node, parsed } from './tree.ts'

/** Why an answer is no page. `query-refused` comes with the API's own words. */
export type PageProblem =
  { error: 'not-json' | 'not-a-page' } | { error: 'query-refused'; detail: string }

/** The records of an answer, a page or a list, as text; `total` of all pages. Records are read by readBoampRecord. */
export function readPage(text: string): { records: Node[]; total: number } | PageProblem {
  const answer = parsed(text)
  if (answer === null) return { error: 'not-json' }
  if (Array.isArray(answer)) return { records: answer, total: answer.length }
  if (!isObject(answer)) return { error: 'not-a-page' }
  const problem = line(answer, 'error_code')
  if (problem !== null)
    return { error: 'query-refused', detail: `${problem} : ${line(answer, 'message') ?? ''}` }
  const total = branch(answer, 'total_count')
  if (!Array.isArray(answer.results) || typeof total !== 'number') return { error: 'not-a-page' }
  return { records: branches(answer, 'results'), total }
}

/** Bytes of an export that are read together. */
const PART_SIZE = 1024 * 1024
const NEWLINE = 0x0a
const [COMMA, OPENING, CLOSING] = [0x2c, 0x5b, 0x5d]

/** An export (`exports/jsonl`, one record on each line) as lists of some of its records; a page as it is. */
export function partsOf(document: DocumentToParse): DocumentToParse[] {
  if (!new URL(document.url).pathname.endsWith('/exports/jsonl')) return [document]
  const parts: DocumentToParse[] = []
  const { bytes } = document
  for (let start = 0; start < bytes.length;) {
    const newline = bytes.indexOf(NEWLINE, Math.min(start + PART_SIZE, bytes.length))
    const end = newline === -1 ? bytes.length : newline
    parts.push({ ...document, bytes: listOf(bytes.subarray(start, end)) })
    start = end + 1
  }
  return parts
}

/** Lines of JSON as one list: no newline stands within a record. */
function listOf(lines: Uint8Array): Uint8Array {
  let end = lines.length
  while (end > 0 && lines[end - 1] === NEWLINE) end -= 1
  const list = new Uint8Array(end + 2)
  list.set(lines.subarray(0, end), 1)
  for (let at = list.indexOf(NEWLINE); at !== -1; at = list.indexOf(NEWLINE, at)) list[at] = COMMA
  list[0] = OPENING
  list[end + 1] = CLOSING
  return list
}
