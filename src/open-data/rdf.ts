import { safeText } from '../feeds/safe-text.ts'

/** A node of RDF as JSON-LD writes it: a resource with its properties, or a literal (`@value`). */
export interface RdfNode {
  [property: string]: RdfValue
}

export type RdfValue = string | RdfNode | RdfValue[]

/** Vocabularies by their prefixes. */
const PREFIXES = {
  dcat: 'http://www.w3.org/ns/dcat#',
  dct: 'http://purl.org/dc/terms/',
  foaf: 'http://xmlns.com/foaf/0.1/',
  vcard: 'http://www.w3.org/2006/vcard/ns#',
  xsd: 'http://www.w3.org/2001/XMLSchema#',
}

/** A node as JSON-LD 1.1, whole by itself: no context has to be fetched. */
export function writeJsonLd(node: RdfNode): string {
  return JSON.stringify({ '@context': PREFIXES, ...node }, (_key, value: unknown) =>
    typeof value === 'string' ? safeText(value) : value,
  )
}

/** The same as Turtle (RDF 1.1). */
export function writeTurtle(node: RdfNode): string {
  const prefixes = Object.entries(PREFIXES).map(([name, uri]) => `@prefix ${name}: <${uri}> .\n`)
  const subjects: RdfNode[] = [node]
  const texts: string[] = []
  // What has a name of its own is told by itself, after what leads to it.
  for (const subject of subjects)
    texts.push(`\n${uri(named(subject))} ${properties(subject, subjects)} .\n`)
  return prefixes.join('') + texts.join('')
}

function named(node: RdfNode): string {
  const id = node['@id']
  if (typeof id !== 'string') throw new TypeError('a subject has a name')
  return id
}

function properties(node: RdfNode, subjects: RdfNode[]): string {
  return Object.entries(node)
    .filter(([name]) => name !== '@id')
    .map(([name, value]) =>
      name === '@type'
        ? `a ${String(value)}`
        : `${name} ${[value]
            .flat()
            .map((each) => object(each, subjects))
            .join(', ')}`,
    )
    .join(' ;\n  ')
}

function object(value: RdfValue, subjects: RdfNode[]): string {
  if (typeof value === 'string') return literal(value)
  if (Array.isArray(value)) throw new TypeError('a list in a list')
  const { '@id': id, '@value': text, '@language': language, '@type': type } = value
  if (typeof text === 'string') {
    if (typeof language === 'string') return `${literal(text)}@${language}`
    return typeof type === 'string' ? `${literal(text)}^^${datatype(type)}` : literal(text)
  }
  if (typeof id !== 'string') return `[ ${properties(value, subjects)} ]`
  if (Object.keys(value).length > 1) subjects.push(value)
  return uri(id)
}

function datatype(type: string): string {
  return type.startsWith('http') ? uri(type) : type
}

/** What an IRI may not contain is percent-encoded. */
function uri(address: string): string {
  return `<${address.replaceAll(/[\p{Cc} <>"{}|^`\\]/gu, encodeURIComponent)}>`
}

/** JSON escapes as Turtle does. */
function literal(text: string): string {
  return JSON.stringify(safeText(text))
}
