import { CATEGORY_LIMIT, type FeedItem } from './clean-feed.ts'
import type { DeclaredEntities } from './declared-entities.ts'
import type { Field } from './vocabulary.ts'
import { cleanLine, cleanText, decodeReference, plainText, plainTitle } from '../plain-text.ts'
import { resolveAddress } from './resolve.ts'

/** One element of an item. */
export interface Said {
  field: Field
  /** RSS's or Atom's own element, which wins over Dublin Core's. */
  core: boolean
  /** HTML source. */
  written: string
  attributes: Map<string, string>
  /** Where its relative addresses start from. */
  base: string
}

/** Elements read of one item: one with more is an attack. */
const ELEMENT_LIMIT = 200
/** Texts and authors kept of one item. */
const LIST_LIMIT = 10

/** Gathers what the elements of one item say; of two that say the same thing, the first counts. */
export class ItemValues {
  readonly #entities: DeclaredEntities
  readonly #clean: boolean
  readonly #lines = new Map<'title' | 'link' | 'guid' | 'published' | 'updated', Line>()
  readonly #texts: string[] = []
  readonly #categories: FeedItem['categories'] = []
  readonly #authors: string[] = []
  #permalink: string | null = null
  #elements = 0

  /** `clean`: the document is one of our own, whose texts are plain. */
  constructor(entities: DeclaredEntities, clean: boolean) {
    this.#entities = entities
    this.#clean = clean
  }

  /** Reads the item's own attributes: `rdf:about` of RSS 1.0 whatever its prefix, `HREF` and `LASTMOD` of CDF. */
  noteItem(attributes: Map<string, string>, base: string): void {
    const about = aboutOf(attributes)
    if (about) {
      this.#keep('guid', cleanLine(about), false)
      this.#keep('link', resolveAddress(about, base), false)
    }
    this.#keep('link', resolveAddress(attributes.get('href'), base), false)
    this.#keep('updated', cleanLine(attributes.get('lastmod') ?? ''), false)
  }

  note(said: Said): void {
    this.#elements += 1
    if (this.#elements > ELEMENT_LIMIT) return
    const { field, core, attributes } = said
    const written = this.#entities.resolve(said.written)
    switch (field) {
      case 'title':
        return this.#keep('title', this.#line(written), core)
      case 'summary':
      case 'content':
        return void add(this.#texts, this.#clean ? cleanText(written) : plainText(written))
      case 'link':
        return this.#noteLink(written, said)
      case 'guid':
        return this.#noteGuid(this.#word(written), said)
      case 'published':
      case 'updated':
        return this.#keep(field, this.#word(written), core)
      case 'author':
        return void add(this.#authors, this.#line(written))
      case 'category':
        return this.#noteCategory(this.#line(written), attributes)
    }
  }

  item(): FeedItem {
    const line = (name: LineName) => this.#lines.get(name)?.value ?? null
    return {
      title: line('title') ?? '',
      link: line('link') ?? this.#permalink,
      guid: line('guid'),
      text: joinTexts(this.#texts),
      categories: this.#categories,
      author: this.#authors.join(', ') || null,
      published: line('published'),
      updated: line('updated'),
    }
  }

  /** A text for people, on one line. */
  #line(written: string): string {
    return this.#clean ? cleanLine(written) : plainTitle(written)
  }

  /** An address, identifier or date: entities resolved, no markup looked for. */
  #word(written: string): string {
    if (this.#clean) return cleanLine(written)
    return cleanLine(written.replace(/&[a-z][a-z\d]{1,30};/gi, decodeReference))
  }

  #noteLink(written: string, { core, attributes, base }: Said): void {
    const relation = attributes.get('rel')?.trim().toLowerCase() ?? 'alternate'
    if (relation !== 'alternate') return
    const type = attributes.get('type') ?? 'text/html'
    const onOneLine = (attributes.get('href') ?? written).replace(/\s*[\t\r\n]\s*/g, '')
    const address = resolveAddress(this.#word(onOneLine), base)
    this.#keep('link', address, core && type.includes('html'))
  }

  /** RSS 2.0: a guid is also the item's address unless `isPermaLink` says no. Many are no address all the same. */
  #noteGuid(guid: string, { core, attributes, base }: Said): void {
    this.#keep('guid', guid, core)
    const permanent = attributes.get('ispermalink')?.trim().toLowerCase() ?? ''
    const isAddress = permanent !== 'false' && /^https?:\/\//i.test(guid)
    const isPath = permanent === 'true' && guid.startsWith('/')
    if (!this.#clean && (isAddress || isPath)) this.#permalink ??= resolveAddress(guid, base)
  }

  #noteCategory(text: string, attributes: Map<string, string>): void {
    const label = text || this.#line(attributes.get('label') ?? attributes.get('term') ?? '')
    const domain = cleanLine(attributes.get('domain') ?? attributes.get('scheme') ?? '')
    if (label && this.#categories.length < CATEGORY_LIMIT)
      this.#categories.push({ label, domain: domain || null })
  }

  #keep(name: LineName, value: string | null, core: boolean): void {
    const known = this.#lines.get(name)
    if (value && (known === undefined || (core && !known.core)))
      this.#lines.set(name, { value, core })
  }
}

function aboutOf(attributes: Map<string, string>): string | undefined {
  for (const [name, value] of attributes) if (/^(?:[^:]*:)?about$/.test(name)) return value
  return undefined
}

interface Line {
  value: string
  core: boolean
}
type LineName = 'title' | 'link' | 'guid' | 'published' | 'updated'

function add(list: string[], text: string): void {
  if (text && list.length < LIST_LIMIT && !list.includes(text)) list.push(text)
}

/** A summary and a whole text make one text, without what is said twice. */
function joinTexts(texts: string[]): string {
  const [first = '', second = '', ...more] = texts
  if (second === '') return first
  const joined = second.includes(first)
    ? second
    : first.includes(second)
      ? first
      : `${first}\n\n${second}`
  return joinTexts([joined, ...more])
}
