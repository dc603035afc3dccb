import { type FeedItem, ITEM_LIMIT, type ReadFeed } from './clean-feed.ts'
import { DeclaredEntities } from './declared-entities.ts'
import { type FeedLinks, noteLink } from './links.ts'
import {
  type Field,
  fieldOf,
  isForeign,
  isItem,
  Namespaces,
  type QualifiedName,
} from './vocabulary.ts'
import { askedPauseOf, paceField, type SaidPace } from './pause.ts'
import { ItemValues } from './item-values.ts'
import { cleanLine, isHtmlElement, plainTitle } from '../plain-text.ts'
import { placeOf, type WarningCode, Warnings } from '../reading.ts'
import { resolveBase } from './resolve.ts'
import { TextCapture } from './text-capture.ts'
import { walkXml, type XmlReader } from './xml-events.ts'

/**
 * Reads RSS 0.9x, 1.0 and 2.0, Atom 0.3 and 1.0 and CDF, well-formed or not: prefixed and upper-case names, items
 * outside the channel, markup and undeclared entities in texts, anything before the root. `url` is where relative
 * addresses start from. A document that ends early keeps its complete items.
 */
export function readXmlFeed(text: string, url: string): ReadFeed {
  const reader = new FeedReader(url)
  walkXml(text, reader)
  return reader.feedOf(text)
}

interface Frame {
  role: 'root' | 'channel' | 'item' | 'other'
  base: string
  closes: () => void
}

class FeedReader implements XmlReader<Frame> {
  readonly #url: string
  readonly #namespaces = new Namespaces()
  readonly #entities = new DeclaredEntities()
  readonly #items: FeedItem[] = []
  readonly #links: FeedLinks = { hubs: [], self: null }
  readonly #pace: SaidPace = {}
  readonly #warnings = new Warnings()
  #dropped = 0
  #format: 'rss' | 'atom' | 'rdf' | null = null
  /** The root was closed. */
  #complete = false
  /** Name of the first element. */
  #first: string | null = null
  /** The root says that it is no feed of ours. */
  #foreign = false
  /** An HTML page, in which nothing is looked for. */
  #page = false
  /** Written by `writeFeed`: its texts are plain already. */
  #clean = false
  #title: string | null = null
  #item: ItemValues | null = null
  #capture: TextCapture | null = null
  #endOfCapture: (written: string) => void = () => {}

  constructor(url: string) {
    this.#url = url
  }

  feedOf(text: string): ReadFeed {
    if (this.#format === null || (this.#foreign && this.#items.length === 0)) {
      const isPage = this.#page || (this.#first !== null && isHtmlElement(this.#first))
      const code = isPage ? 'html' : 'not-a-feed'
      return { ok: false, code, line: null, column: null }
    }
    const partial = !this.#complete || this.#item !== null
    if (partial && this.#items.length === 0)
      return { ok: false, code: 'malformed', ...placeOf(text, text.length) }
    if (partial) this.#warnings.at('ended-early', text.length)
    return {
      ok: true,
      format: this.#format,
      title: this.#title,
      items: this.#items,
      links: this.#links,
      askedPause: askedPauseOf(this.#pace),
      partial,
      warnings: this.#warnings,
    }
  }

  open(name: string, attributes: Map<string, string>, parent: Frame | null): Frame {
    const base = resolveBase(attributes.get('xml:base'), parent?.base ?? this.#url)
    const frame: Frame = { role: 'other', base, closes: () => {} }
    if (this.#page) return frame
    this.#namespaces.note(attributes)
    if (this.#format === null && rootFormats.has(localName(name))) this.#namespaces.adopt(name)
    const qualified = this.#namespaces.qualify(name)

    if (this.#capture?.isEndedBy(qualified, attributes)) {
      this.#endCapture(this.#capture)
      // The element before was never closed: its frame now stands for the item around it.
      if (parent && this.#item) parent.role = 'item'
    }
    if (isItem(qualified)) this.#openItem(frame, attributes)
    else if (this.#capture) frame.closes = this.#capture.openInside(qualified.local)
    else if (this.#format === null) this.#openRoot(frame, name, attributes)
    else if (qualified.space === 'core' && qualified.local === 'channel') frame.role = 'channel'
    else if (parent?.role === 'item' && this.#item)
      this.#openField(frame, qualified, attributes, this.#item)
    else if (parent?.role === 'root' || parent?.role === 'channel')
      this.#openFeedField(frame, qualified, attributes)
    return frame
  }

  close(frame: Frame): void {
    frame.closes()
  }

  text(text: string): void {
    this.#capture?.append(text)
  }

  fault(code: WarningCode, offset: number): void {
    this.#warnings.at(code, offset)
  }

  declaration(text: string): void {
    this.#entities.note(text)
  }

  #openRoot(frame: Frame, name: string, attributes: Map<string, string>): void {
    this.#first ??= name
    this.#format = rootFormats.get(localName(name)) ?? null
    this.#page = name === 'html' || (pageElements.has(name) && isHtmlElement(this.#first))
    if (this.#format === null) return
    this.#clean = attributes.get('clean') === '1'
    this.#foreign = isForeign(attributes.get('xmlns'))
    frame.role = 'root'
    frame.closes = () => (this.#complete = true)
  }

  #openItem(frame: Frame, attributes: Map<string, string>): void {
    // Items with nothing around them are a fragment of RSS.
    if (this.#format === null) [this.#format, this.#complete] = ['rss', true]
    this.#endItem(this.#item)
    if (this.#items.length >= ITEM_LIMIT) {
      if (this.#dropped === 0) this.#warnings.ofItem('items-dropped', ITEM_LIMIT)
      this.#dropped += 1
      return
    }
    const item = new ItemValues(this.#entities, this.#clean)
    item.noteItem(attributes, frame.base)
    this.#item = item
    frame.role = 'item'
    frame.closes = () => this.#endItem(item)
  }

  #endItem(item: ItemValues | null): void {
    if (item === null || item !== this.#item) return
    this.#item = null
    this.#items.push(item.item())
  }

  #openField(
    frame: Frame,
    name: QualifiedName,
    attributes: Map<string, string>,
    item: ItemValues,
  ): void {
    const field = this.#clean && name.local === 'text' ? 'content' : fieldOf(name)
    if (field === null) return
    const core = name.space === 'core'
    this.#startCapture(frame, field, attributes, (written) =>
      item.note({ field, core, written, attributes, base: frame.base }),
    )
  }

  #openFeedField(frame: Frame, name: QualifiedName, attributes: Map<string, string>): void {
    const field = fieldOf(name)
    if (field === 'link')
      noteLink(this.#links, attributes.get('rel'), attributes.get('href'), frame.base)
    const pace = paceField(name)
    if (pace !== null && this.#pace[pace] === undefined)
      this.#startCapture(frame, 'guid', attributes, (written) => (this.#pace[pace] = written))
    if (field !== 'title' || this.#title !== null) return
    this.#startCapture(frame, 'title', attributes, (written) => {
      const title = this.#entities.resolve(written)
      this.#title = (this.#clean ? cleanLine(title) : plainTitle(title)) || null
    })
  }

  #startCapture(
    frame: Frame,
    field: Field,
    attributes: Map<string, string>,
    end: (written: string) => void,
  ): void {
    const capture = new TextCapture(field, attributes)
    this.#capture = capture
    this.#endOfCapture = end
    frame.closes = () => this.#endCapture(capture)
  }

  #endCapture(capture: TextCapture): void {
    if (capture !== this.#capture) return
    this.#capture = null
    if (capture.overflowed) this.#warnings.ofItem('text-cut', this.#items.length + 1)
    this.#endOfCapture(capture.written())
  }
}

const rootFormats = new Map<string, 'rss' | 'atom' | 'rdf'>([
  ['rss', 'rss'],
  ['rdf', 'rdf'],
  ['feed', 'atom'],
  ['channel', 'rss'],
])
const pageElements = new Set(['head', 'body'])

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1)
}
