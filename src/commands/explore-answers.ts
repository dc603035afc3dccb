import { branch, branches, isObject, line, type Node, parsed } from '../sources/boamp/tree.ts'

/** The records of a file of BOAMP's open data: a list, or an answer of the API as it was kept. */
export function recordsIn(text: string): Node[] {
  const file = parsed(text)
  if (Array.isArray(file)) return file
  return [...branches(file, 'results'), ...branches(file, 'records')]
}

/**
 * What the Explore API answers to an address when these are all its records: a page or an export of those that have
 * one of the numbers of the condition, of all where the condition names none.
 */
export function exploreAnswer(records: Node[], { pathname, searchParams }: URL): string {
  const condition = searchParams.get('where') ?? ''
  const [, list] = /^idweb in \(([^)]*)\)/.exec(condition) ?? []
  const numbers = list?.split(', ').map((each) => each.replaceAll('"', ''))
  const found = numbers ? records.filter((record) => isAmong(record, numbers)) : records
  if (pathname.endsWith('/exports/jsonl'))
    return found.map((record) => `${JSON.stringify(record)}\n`).join('')
  const offset = Number(searchParams.get('offset'))
  const results = found.slice(offset, offset + Number(searchParams.get('limit')))
  return JSON.stringify({ total_count: found.length, results })
}

function isAmong(record: Node, numbers: string[]): boolean {
  const followed = isObject(record) ? [branch(record, 'annonce_lie')].flat() : []
  return [line(record, 'idweb'), ...followed].some((name) => numbers.includes(String(name)))
}
