/** What a feed's element says of its item. */
export type Field =
  | 'title'
  | 'link'
  | 'guid'
  | 'summary'
  | 'content'
  | 'category'
  | 'author'
  | 'published'
  | 'updated'

/** The families of element names that Guichet reads; `core` is RSS of every version and Atom together. */
export type Space =
  'core' | 'dc' | 'dcterms' | 'content' | 'syndication' | 'xhtml' | 'rdf' | 'other'

export interface QualifiedName {
  space: Space
  local: string
}

/**
 * The meaning of an element that stands directly in an item (names in lower case): RSS 0.9x, 1.0 and 2.0, Atom 0.3
 * and 1.0, CDF, Dublin Core and RSS content modules. Null for elements that Guichet does not read.
 */
export function fieldOf({ space, local }: QualifiedName): Field | null {
  return fields.get(`${space}:${local}`) ?? null
}

/** Whether an element is one of the list that a feed is. */
export function isItem({ space, local }: QualifiedName): boolean {
  return space === 'core' && (local === 'item' || local === 'entry')
}

/** Whether the default namespace of a root is that of another kind of document. */
export function isForeign(namespace: string | undefined): boolean {
  return namespace !== undefined && namespace !== '' && spaceOf(namespace) === 'other'
}

/** Tells to which family a prefixed name belongs, from the declarations met so far. */
export class Namespaces {
  readonly #declared = new Map<string, Space>()

  /** Notes the `xmlns:prefix` attributes of an element. */
  note(attributes: Map<string, string>): void {
    for (const [name, uri] of attributes)
      if (name.startsWith('xmlns:')) this.#declared.set(name.slice(6), spaceOf(uri))
  }

  /** Makes an undeclared prefix mean the core family: that of a root element. */
  adopt(name: string): void {
    const prefix = name.slice(0, Math.max(0, name.indexOf(':')))
    if (prefix && !this.#declared.has(prefix)) this.#declared.set(prefix, 'core')
  }

  /** Names without prefix are core whatever their default namespace: publishers forget or misspell it. */
  qualify(name: string): QualifiedName {
    const colon = name.indexOf(':')
    if (colon < 0) return { space: 'core', local: name }
    const prefix = name.slice(0, colon)
    const space = this.#declared.get(prefix) ?? customary.get(prefix) ?? 'other'
    return { space, local: name.slice(colon + 1) }
  }
}

const fields = new Map<string, Field>([
  ['core:title', 'title'],
  ['dc:title', 'title'],
  ['core:link', 'link'],
  ['core:guid', 'guid'],
  ['core:id', 'guid'],
  ['dc:identifier', 'guid'],
  ['core:description', 'summary'],
  ['core:summary', 'summary'],
  ['core:abstract', 'summary'],
  ['dc:description', 'summary'],
  ['dcterms:abstract', 'summary'],
  ['core:content', 'content'],
  ['core:body', 'content'],
  ['core:fullitem', 'content'],
  ['content:encoded', 'content'],
  ['xhtml:body', 'content'],
  ['xhtml:div', 'content'],
  ['core:category', 'category'],
  ['dc:subject', 'category'],
  ['core:author', 'author'],
  ['dc:creator', 'author'],
  ['core:pubdate', 'published'],
  ['core:published', 'published'],
  ['core:issued', 'published'],
  ['core:created', 'published'],
  ['dc:date', 'published'],
  ['dcterms:issued', 'published'],
  ['dcterms:created', 'published'],
  ['core:updated', 'updated'],
  ['core:modified', 'updated'],
  ['dcterms:modified', 'updated'],
])

/** Undeclared prefixes mean what everybody means by them. */
const customary = new Map<string, Space>([
  ['atom', 'core'],
  ['atom10', 'core'],
  ['a10', 'core'],
  ['rss', 'core'],
  ['dc', 'dc'],
  ['dct', 'dcterms'],
  ['dcterms', 'dcterms'],
  ['content', 'content'],
  ['sy', 'syndication'],
  ['xhtml', 'xhtml'],
  ['rdf', 'rdf'],
])

function spaceOf(uri: string): Space {
  return families.find(([pattern]) => pattern.test(uri))?.[1] ?? 'other'
}

const families: [RegExp, Space][] = [
  [/purl\.org\/rss\/1\.0\/modules\/content/i, 'content'],
  [/purl\.org\/rss\/1\.0\/modules\/syndication/i, 'syndication'],
  [/purl\.org\/rss\/1\.0\/modules/i, 'other'],
  [/purl\.org\/(rss\/1\.[01]|net\/rss1\.1|atom\/ns)/i, 'core'],
  [/netscape\.com\/(rdf|publish|rss)/i, 'core'],
  [/userland\.com\/rss|law\.harvard\.edu\/tech\/rss|w3\.org\/2005\/atom/i, 'core'],
  [/purl\.org\/dc\/elements/i, 'dc'],
  [/purl\.org\/dc\/terms/i, 'dcterms'],
  [/w3\.org\/1999\/xhtml/i, 'xhtml'],
  [/22-rdf-syntax-ns/i, 'rdf'],
]
