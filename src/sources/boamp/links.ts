import { branches, keysOf, line, type Node, parsed } from './tree.ts'

/**
 * The BOAMP numbers of other notices of the same procedure that a record of the API names: `annonce_lie` (a list or a
 * text), then `annonces_anterieures` (a structure) and the same structure in `gestion` and `donnees`. In structures only
 * an element named `IDWEB` holds a number: they are full of dates, and the tail of `2014-10-15` looks like one. Left out
 * are the record's own number, and prior information notices: one of those may announce several procedures.
 */
export function sameProcedureIds(record: Node): string[] {
  const own = noticeNumber(line(record, 'idweb'))
  const structures = ['annonces_anterieures', 'gestion', 'donnees'].flatMap((field) =>
    branches(record, field).map(parsed),
  )
  const left = new Set(structures.flatMap((node) => numbersUnder(node, isPriorInformation)))
  const found = [
    ...branches(record, 'annonce_lie').flatMap(numbersListed),
    ...structures.flatMap((node) => numbersUnder(node, (each) => !isPriorInformation(each))),
  ]
  return [...new Set(found)].filter((number) => number !== own && !left.has(number))
}

/**
 * A notice's number as BOAMP writes it: `21-33455`; `26_91551` is the same as `26-91551`. Old ones
 * (`BOAMP-06-101-0001-01`) are kept whole. Null where the text is anything more or else.
 */
export function noticeNumber(written: string | null): string | null {
  const number = written?.trim().replace(/^(\d{2})_(\d+)$/, '$1-$2') ?? ''
  return /^(?:\d{2}-\d{1,7}|BOAMP-\d{2}(?:-\d+){2,4})$/.test(number) ? number : null
}

/** Where BOAMP shows a notice. */
export function noticeAddress(id: string): string {
  return `https://www.boamp.fr/avis/detail/${id}`
}

/** The order in which BOAMP gave two numbers: by year, then by number. */
export function compareNumbers(one: string, other: string): number {
  const [a, b] = [rankOf(one), rankOf(other)]
  return a.year - b.year || a.number - b.number || (one < other ? -1 : one > other ? 1 : 0)
}

function rankOf(number: string): { year: number; number: number } {
  const [, year = '0', rest = '0'] = /^(?:BOAMP-)?(\d{2})-(\d+)/.exec(number) ?? []
  return { year: Number(year), number: Number(rest) }
}

function isPriorInformation(reference: Node): boolean {
  const nature = keysOf(branches(reference, 'TYPE_AVIS', 'NATURE')[0])
  return nature.some((each) => /PREINFORMATION/i.test(each))
}

function numbersListed(node: Node): string[] {
  const list = typeof node === 'string' && node.trim().startsWith('[') ? parsed(node) : node
  if (Array.isArray(list)) return list.flatMap(numbersListed)
  if (typeof list !== 'string') return []
  return list.split(/[,;|\s]+/).flatMap((each) => noticeNumber(each) ?? [])
}

function numbersUnder(node: Node, counts: (reference: Node) => boolean): string[] {
  if (Array.isArray(node)) return node.flatMap((each) => numbersUnder(each, counts))
  return keysOf(node).flatMap((key) => {
    const under = branches(node, key)
    if (!/^id_?web$/i.test(key)) return under.flatMap((each) => numbersUnder(each, counts))
    return counts(node) ? under.flatMap((each) => noticeNumber(line(each)) ?? []) : []
  })
}
