import { plainText, plainTitle } from '../plain-text.ts'
import { decoded } from '../structured-facts.ts'

/**
 * A document turned into JSON the way BOAMP does it: elements are keys, attributes begin with `@`, the text beside
 * attributes is `#text`, what occurs once is no list, and an empty element (`""`) is a box that was ticked.
 */
export type Node = unknown

/** Every node under a path, lists opened on the way; what is not there gives none. */
export function branches(node: Node, ...path: string[]): Node[] {
  const [key, ...rest] = path
  if (Array.isArray(node)) return node.flatMap((each) => branches(each, ...path))
  if (key === undefined) return node === null || node === undefined ? [] : [node]
  return isObject(node) && Object.hasOwn(node, key) ? branches(node[key], ...rest) : []
}

/** The first node under a path. */
export function branch(node: Node, ...path: string[]): Node {
  return branches(node, ...path)[0]
}

/** Whether one of these keys stands under the node, ticked or filled. */
export function holds(node: Node, ...keys: string[]): boolean {
  return keys.some((key) => branches(node, key).length > 0)
}

/** The names of what stands under the node. */
export function keysOf(node: Node): string[] {
  return isObject(node) ? Object.keys(node) : []
}

/** The first text under a path that is not empty, on one line; entities, even encoded twice, are characters. */
export function line(node: Node, ...path: string[]): string | null {
  for (const each of branches(node, ...path)) {
    const written = plainTitle(decoded(leafOf(each))).normalize('NFC')
    if (written !== '') return written
  }
  return null
}

/** As `line`, but with its line breaks. */
export function prose(node: Node, ...path: string[]): string | null {
  for (const each of branches(node, ...path)) {
    const written = plainText(decoded(leafOf(each))).normalize('NFC')
    if (written !== '') return written
  }
  return null
}

/** The first of several readings that says something. */
export function firstSaid<T>(...values: (T | null)[]): T | null {
  return values.find((value) => value !== null) ?? null
}

/** The JSON of a text; null where it is none, or nested deeper than any notice. What is no text is taken as it is. */
export function parsed(value: unknown): Node {
  if (typeof value !== 'string') return isDeeper(value, DEPTH_LIMIT) ? null : value
  try {
    const node: unknown = JSON.parse(value)
    return isDeeper(node, DEPTH_LIMIT) ? null : node
  } catch {
    return null
  }
}

export function isObject(node: Node): node is Record<string, Node> {
  return typeof node === 'object' && node !== null && !Array.isArray(node)
}

/** eForms, the deepest of them, has some twenty levels. */
const DEPTH_LIMIT = 60

function isDeeper(node: Node, levels: number): boolean {
  if (typeof node !== 'object' || node === null) return false
  return levels === 0 || Object.values(node).some((each) => isDeeper(each, levels - 1))
}

function leafOf(node: Node): string {
  const leaf = isObject(node) ? node['#text'] : node
  return typeof leaf === 'string' || typeof leaf === 'number' ? String(leaf) : ''
}
