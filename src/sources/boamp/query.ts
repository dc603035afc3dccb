import { branch, branches, isObject, line, type Node, parsed } from './tree.ts'

const DATASET = 'https://boamp-datadila.opendatasoft.com/api/explore/v2.1/catalog/datasets/boamp'

/** Most records of one page, and the last record that pages reach (Explore API v2.1). */
const PAGE_SIZE = 100
const PAGED_LIMIT = 10_000

/** Whose notices are asked for: published for these départements, or naming these establishments. */
export interface BoampScope {
  /** Two digits, « 2A », « 2B » or three digits. */
  departements: string[]
  /** Fourteen digits. */
  sirets: string[]
}

/**
 * The condition (ODSQL) for what is new or may have changed since an instant: published since, two days of overlap
 * included, because BOAMP dates its two editions a day by the day alone; and everything still open, because a notice
 * that is cancelled changes its state without being published again. Empty scope asks for nothing: null.
 */
export function changedSince({ departements, sirets }: BoampScope, since: Date): string | null {
  const codes = [...new Set(departements.flatMap(codesOf))]
  const scope = [
    ...(codes.length > 0 ? [`code_departement in (${codes.map(quoted).join(', ')})`] : []),
    // No column holds the SIRET: it is searched in the document, as digits and as it is often spaced.
    ...sirets.flatMap((siret) =>
      [siret, siret.replace(/^(\d{3})(\d{3})(\d{3})(\d{5})$/, '$1 $2 $3 $4')].map(
        (each) => `search(donnees, ${quoted(each)})`,
      ),
    ),
  ]
  if (scope.length === 0) return null
  const from = new Date(since.getTime() - OVERLAP_MS).toISOString().slice(0, 10)
  const open = since.toISOString().slice(0, 10)
  return `(${scope.join(' or ')}) and (dateparution >= date'${from}' or datelimitereponse >= date'${open}')`
}

/**
 * The condition for notices by their numbers and those that follow them: what mergeNotices needs of a procedure. At
 * most a hundred numbers, so that the address stays short; null for none.
 */
export function withNumbers(numbers: string[]): string | null {
  const list = numbers.slice(0, PAGE_SIZE).map(quoted).join(', ')
  return list === '' ? null : `idweb in (${list}) or annonce_lie in (${list})`
}

/** The address of a page of a hundred records, oldest first; null beyond what pages reach. */
export function pageAddress(condition: string, offset: number): string | null {
  if (offset + PAGE_SIZE > PAGED_LIMIT) return null
  return address('records', {
    where: condition,
    order_by: 'dateparution, idweb',
    limit: String(PAGE_SIZE),
    offset: String(offset),
  })
}

/** The address of all records at once, as a list: for what is more than pages reach. */
export function exportAddress(condition: string): string {
  return address('exports/json', { where: condition, order_by: 'dateparution, idweb' })
}

/** The addresses left to ask once the first page has told how many records there are. */
export function remainingAddresses(condition: string, total: number): string[] {
  if (total > PAGED_LIMIT) return [exportAddress(condition)]
  const pages = Math.ceil(total / PAGE_SIZE)
  return Array.from({ length: Math.max(0, pages - 1) }, (_, index) =>
    pageAddress(condition, (index + 1) * PAGE_SIZE),
  ).filter((each) => each !== null)
}

/** Why an answer is no page. `refused` comes with the API's own words. */
export type PageProblem =
  { error: 'not-json' | 'not-a-page' } | { error: 'refused'; detail: string }

/** The records of an answer, a page or an export, as text or as parsed JSON; records are read by readBoampRecord. */
export function readPage(json: unknown): { records: Node[]; total: number } | PageProblem {
  const answer = parsed(json)
  if (answer === null) return { error: 'not-json' }
  if (Array.isArray(answer)) return { records: answer, total: answer.length }
  if (!isObject(answer)) return { error: 'not-a-page' }
  const problem = line(answer, 'error_code')
  if (problem !== null)
    return { error: 'refused', detail: `${problem}: ${line(answer, 'message') ?? ''}` }
  const total = branch(answer, 'total_count')
  if (!Array.isArray(answer.results) || typeof total !== 'number') return { error: 'not-a-page' }
  return { records: branches(answer, 'results'), total }
}

const OVERLAP_MS = 2 * 86_400_000

/** BOAMP writes « 6 » for 06 and « 20A » for 2A; both spellings are asked for. */
function codesOf(departement: string): string[] {
  if (/^0\d$/.test(departement)) return [departement, departement.slice(1)]
  return /^2[AB]$/.test(departement) ? [departement, `20${departement.slice(1)}`] : [departement]
}

/** A text of the query language; what could end it is left out. */
function quoted(text: string): string {
  return `"${text.replaceAll(/["\\]/g, '')}"`
}

function address(path: string, parameters: Record<string, string>): string {
  return `${DATASET}/${path}?${new URLSearchParams(parameters)}`
}
