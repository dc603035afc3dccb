import { XMLParser } from 'fast-xml-parser'
import { DOCUMENT_LIMIT } from './fetch/body.ts'

/** An element of a document; prefixes of names are left out, attributes' too. */
export interface XmlElement {
  name: string
  attributes: ReadonlyMap<string, string>
  children: XmlElement[]
  /** Its own character data, CDATA included, the five XML entities and numeric references resolved. */
  text: string
}

/** Why a text is not read as XML. `doctype`: documents that declare entities are refused, not expanded. */
export type XmlErrorCode = 'too-large' | 'too-deep' | 'doctype' | 'malformed'

/** `line` is counted from 1; null where no line is to blame. */
export type XmlDocument =
  { ok: true; root: XmlElement } | { ok: false; code: XmlErrorCode; line: number | null }

/** Elements within each other: eForms, the deepest of the formats read here, has some twenty. */
const DEPTH_LIMIT = 60

/**
 * Reads a whole document in memory, in time linear in its length. Unlike a feed, of which the complete items are kept,
 * a notice that is cut or wrongly nested is refused: half a notice would tell of half its lots.
 */
export function readXml(xml: string): XmlDocument {
  if (xml.length > DOCUMENT_LIMIT) return { ok: false, code: 'too-large', line: null }
  const trouble = troubleIn(xml)
  if (trouble !== null) return { ok: false, code: trouble.code, line: lineAt(xml, trouble.at) }
  try {
    const root = elementsOf(parser.parse(xml))[0]
    return root === undefined ? { ok: false, code: 'malformed', line: 1 } : { ok: true, root }
  } catch {
    // Names that JavaScript keeps for itself (`__proto__`): no notice has them.
    return { ok: false, code: 'malformed', line: null }
  }
}

/** The elements under a path of names (`ProcurementProject/Name`), in the document's order. */
export function elementsAt(element: XmlElement | undefined, path: string): XmlElement[] {
  let found = element === undefined ? [] : [element]
  for (const name of path.split('/')) {
    const next: XmlElement[] = []
    for (const { children } of found)
      for (const child of children) if (child.name === name) next.push(child)
    found = next
  }
  return found
}

/** The first element under a path. */
export function elementAt(element: XmlElement | undefined, path: string): XmlElement | undefined {
  return elementsAt(element, path)[0]
}

/** The text of the first element under a path, trimmed; '' where there is none. For codes, dates and addresses. */
export function wordAt(element: XmlElement | undefined, path: string): string {
  return elementAt(element, path)?.text.trim() ?? ''
}

/** Whether one of these elements stands right under this one. */
export function holds(element: XmlElement | undefined, ...names: string[]): boolean {
  return element?.children.some(({ name }) => names.includes(name)) ?? false
}

/** The library reads on where tags do not match; these are checked before. */
function troubleIn(xml: string): { code: XmlErrorCode; at: number } | null {
  const open: string[] = []
  let rootIsClosed = false
  for (let at = xml.indexOf('<'); at !== -1; at = xml.indexOf('<', at)) {
    const end = endOfMarkup(xml, at)
    if (end === null) return { code: 'malformed', at }
    if (xml.startsWith('<!DOCTYPE', at)) return { code: 'doctype', at }
    if (!/[!?]/.test(xml.charAt(at + 1))) {
      const [, slash = '', name = ''] = TAG.exec(xml.slice(at, Math.min(end, at + 300))) ?? []
      if (name === '' || rootIsClosed) return { code: 'malformed', at }
      if (slash === '') open.push(name)
      else if (open.pop() !== name) return { code: 'malformed', at }
      if (open.length > DEPTH_LIMIT) return { code: 'too-deep', at }
      if (slash === '' && xml.charAt(end - 2) === '/') open.pop()
      rootIsClosed = open.length === 0
    }
    at = end
  }
  return rootIsClosed ? null : { code: 'malformed', at: xml.length }
}

const TAG = /^<(\/?)([^\s/<>="']+)/

/** Behind the end of the tag, comment, instruction or CDATA that begins here; null where it does not end. */
function endOfMarkup(xml: string, at: number): number | null {
  for (const [start, end] of SPANS) {
    if (!xml.startsWith(start, at)) continue
    const found = xml.indexOf(end, at + start.length)
    return found === -1 ? null : found + end.length
  }
  let quote = ''
  for (let index = at + 1; index < xml.length; index += 1) {
    const sign = xml.charAt(index)
    if (quote !== '') quote = sign === quote ? '' : quote
    else if (sign === '"' || sign === "'") quote = sign
    else if (sign === '<') return null
    else if (sign === '>') return index + 1
  }
  return null
}

const SPANS = [
  ['<!--', '-->'],
  ['<![CDATA[', ']]>'],
  ['<!DOCTYPE', '>'],
  ['<?', '?>'],
] as const

function lineAt(xml: string, at: number): number {
  let line = 1
  for (
    let found = xml.indexOf('\n');
    found !== -1 && found < at;
    found = xml.indexOf('\n', found + 1)
  )
    line += 1
  return line
}

const TEXT = '#text'
const CDATA = '#cdata'
const parser = new XMLParser({
  preserveOrder: true,
  removeNSPrefix: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  ignoreDeclaration: true,
  ignorePiTags: true,
  textNodeName: TEXT,
  cdataPropName: CDATA,
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: false,
  // Entities are resolved below: the library knows no numeric ones without those of HTML.
  processEntities: false,
  maxNestedTags: DEPTH_LIMIT,
  jPath: false,
})

/** The library's own nodes: each has its name as a key, over its children, and `:@` over its attributes. */
function elementsOf(nodes: unknown): XmlElement[] {
  return listOf(nodes).flatMap((node) => {
    const name = Object.keys(node).find((key) => key !== ATTRIBUTES)
    return name === undefined || name.startsWith('#') ? [] : [elementOf(name, node)]
  })
}

const ATTRIBUTES = ':@'

function elementOf(name: string, node: Record<string, unknown>): XmlElement {
  const content = node[name]
  return {
    name,
    attributes: new Map(
      entriesOf(node[ATTRIBUTES]).map(([key, value]) => [key, resolved(String(value))]),
    ),
    children: elementsOf(content),
    text: listOf(content).map(ownText).join(''),
  }
}

function ownText(node: Record<string, unknown>): string {
  if (TEXT in node) return resolved(String(node[TEXT]))
  return listOf(node[CDATA])
    .map((part) => String(part[TEXT]))
    .join('')
}

function listOf(value: unknown): Record<string, unknown>[] {
  return Array.isArray(value) ? value.filter((each) => isObject(each)) : []
}

function entriesOf(value: unknown): [string, unknown][] {
  return isObject(value) ? Object.entries(value) : []
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

const REFERENCE = /&(?:(lt|gt|amp|quot|apos)|#(\d{1,7})|#x([\da-f]{1,6}));/gi
const NAMED = new Map([
  ['lt', '<'],
  ['gt', '>'],
  ['amp', '&'],
  ['quot', '"'],
  ['apos', "'"],
])

function resolved(text: string): string {
  if (!text.includes('&')) return text
  return text.replace(REFERENCE, (written, name?: string, decimal?: string, hex?: string) => {
    if (name !== undefined) return NAMED.get(name) ?? written
    const point = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal)
    return point <= 0x10ffff ? String.fromCodePoint(point) : written
  })
}
