/** An element of a document read by `readStrictly`. */
export interface Element {
  /** As written, with its prefix. */
  name: string
  attributes: Record<string, string>
  children: Element[]
  /** The character data directly inside, CDATA sections included. */
  text: string
}

/**
 * Reads XML as strictly as XML 1.0 and its namespaces ask, for the parts of XML that Guichet writes: a declaration,
 * elements, attributes, text, CDATA sections, the five entities. Anything else, a character XML does not allow, a
 * bare `&`, a `<` in an attribute, `]]>` in text, an undeclared prefix, a tag out of place: throws.
 */
export function readStrictly(xml: string): Element {
  const forbidden = FORBIDDEN.exec(xml)
  if (forbidden) throw new Error(`forbidden character at ${forbidden.index}`)
  const root: Element = { name: '', attributes: {}, children: [], text: '' }
  const open: Element[] = [root]
  let rest = xml.startsWith('<?xml ') ? xml.indexOf('?>') + 2 : 0
  while (rest < xml.length) {
    TOKEN.lastIndex = rest
    const token = TOKEN.exec(xml)
    const parent = open.at(-1)
    if (!token || !parent) throw new Error(`not XML: ${xml.slice(rest, rest + 80)}`)
    rest = TOKEN.lastIndex
    const { start, attributes = '', empty, end, cdata, text } = token.groups ?? {}
    if (start !== undefined) {
      const element = {
        name: start,
        attributes: readAttributes(attributes),
        children: [],
        text: '',
      }
      parent.children.push(element)
      open.push(element)
      checkPrefixes(open)
    }
    if (end !== undefined && end !== parent.name)
      throw new Error(`</${end}> where <${parent.name}> is open`)
    if (end !== undefined || empty === '/') open.pop()
    if (cdata !== undefined) parent.text += cdata
    if (text !== undefined) parent.text += readText(text)
  }
  const [document] = root.children
  if (open.length !== 1 || root.children.length !== 1 || !document || root.text.trim() !== '')
    throw new Error('not exactly one whole element')
  return document
}

/** The children of that name. */
export function childrenOf(element: Element, name: string): Element[] {
  return element.children.filter((child) => child.name === name)
}

/** The text of the only child of that name; undefined when there is none or more than one. */
export function textOf(element: Element, name: string): string | undefined {
  const found = childrenOf(element, name)
  return found.length === 1 ? found[0]?.text : undefined
}

const FORBIDDEN = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u
const NAME = '[A-Za-z_][\\w.-]*(?::[A-Za-z_][\\w.-]*)?'
const TOKEN = new RegExp(
  [
    `<(?<start>${NAME})(?<attributes>(?:\\s+${NAME}\\s*=\\s*"[^"<]*")*)\\s*(?<empty>/?)>`,
    `</(?<end>${NAME})\\s*>`,
    '<!\\[CDATA\\[(?<cdata>[\\s\\S]*?)\\]\\]>',
    '(?<text>[^<]+)',
  ].join('|'),
  'y',
)

function readAttributes(written: string): Record<string, string> {
  const attributes: Record<string, string> = {}
  for (const [, name = '', value = ''] of written.matchAll(/([\w.:-]+)\s*=\s*"([^"]*)"/g)) {
    if (name in attributes) throw new Error(`attribute ${name} twice`)
    attributes[name] = readText(value).replace(/[\t\n\r]/g, ' ')
  }
  return attributes
}

function readText(written: string): string {
  if (written.includes(']]>')) throw new Error(']]> in text')
  return written.replace(/&([^;&]*;?)/g, (_, entity: string) => {
    const character = ENTITIES.get(entity)
    if (character === undefined) throw new Error(`&${entity} is no entity of XML`)
    return character
  })
}

const ENTITIES = new Map([
  ['amp;', '&'],
  ['lt;', '<'],
  ['gt;', '>'],
  ['quot;', '"'],
  ['apos;', "'"],
])

function checkPrefixes(open: Element[]): void {
  const element = open.at(-1)
  const used = [element?.name ?? '', ...Object.keys(element?.attributes ?? {})]
  for (const name of used) {
    const [prefix, local] = name.split(':')
    if (local === undefined || prefix === 'xml' || prefix === 'xmlns') continue
    if (!open.some((ancestor) => `xmlns:${prefix}` in ancestor.attributes))
      throw new Error(`prefix ${prefix} is not declared`)
  }
}
