import { Parser } from 'htmlparser2'
import { childrenOf, readStrictly, textOf, type Element } from './strict-xml.ts'

/**
 * What the W3C feed rules say against a feed served at `address`: errors and warnings alike, each as
 * « NameOfTheRule: what », except UnknownNamespace, which our own elements cannot avoid. Empty for a faultless feed.
 * Not well-formed XML is an error too. Dates later than `now` are implausible.
 */
export function feedFaults(xml: string, address: string, now: Date): string[] {
  let root: Element
  try {
    root = readStrictly(xml)
  } catch (error) {
    return [`SAXError: ${String(error)}`]
  }
  if (!xml.startsWith('<?xml version="1.0" encoding="utf-8"?>'))
    return ['EncodingMismatch: no UTF-8 declared']
  const faults = new Faults(address, now)
  if (root.name === 'rss') faults.ofRss(root)
  else if (root.name === 'feed') faults.ofAtom(root)
  else faults.say('UndefinedElement', root.name)
  return [...new Set(faults.found), ...badCharacters(root)]
}

class Faults {
  readonly found: string[] = []
  readonly address: string
  readonly now: Date

  constructor(address: string, now: Date) {
    this.address = address
    this.now = now
  }

  say(rule: string, what: string): void {
    this.found.push(`${rule}: ${what.slice(0, 200)}`)
  }

  ofRss(rss: Element): void {
    if (rss.attributes.version !== '2.0')
      this.say('InvalidRSSVersion', String(rss.attributes.version))
    const [channel, ...more] = childrenOf(rss, 'channel')
    if (!channel || more.length > 0) return this.say('MissingChannel', 'channel')
    this.once(channel, [
      'title',
      'link',
      'description',
      'language',
      'ttl',
      'lastBuildDate',
      'generator',
      'docs',
    ])
    this.required(channel, ['title', 'link', 'description'])
    this.label(channel, ['title', 'description', 'copyright'])
    this.uri('InvalidLink', textOf(channel, 'link'))
    this.rfc822(textOf(channel, 'lastBuildDate'))
    const ttl = textOf(channel, 'ttl')
    if (ttl !== undefined && !/^[1-9]\d*$/.test(ttl)) this.say('InvalidPositiveInteger', ttl)
    if (!/^[a-z]{2}(-[a-z]+)?$/i.test(textOf(channel, 'language') ?? ''))
      this.say('InvalidLanguage', 'language')
    this.selfLink(childrenOf(channel, 'atom:link'), 'application/rss+xml', 'MissingAtomSelfLink')
    const firstItem = channel.children.findIndex((child) => child.name === 'item')
    const lastMetadata = channel.children.findLastIndex((child) => child.name !== 'item')
    if (firstItem >= 0 && firstItem < lastMetadata)
      this.say('MisplacedItem', 'item before metadata')

    const items = childrenOf(channel, 'item')
    this.unique(
      'DuplicateValue',
      items.map((item) => textOf(item, 'guid') ?? ''),
    )
    for (const item of items) this.ofItem(item)
  }

  ofItem(item: Element): void {
    this.once(item, [
      'title',
      'link',
      'description',
      'guid',
      'pubDate',
      'author',
      'source',
      'comments',
    ])
    if (textOf(item, 'title') === undefined && textOf(item, 'description') === undefined)
      this.say('ItemMustContainTitleOrDescription', 'item')
    this.label(item, ['title', 'category', 'source'])
    this.notBlank(item, ['title', 'category'])
    this.uri('InvalidLink', textOf(item, 'link'))
    this.rfc822(textOf(item, 'pubDate'))
    this.html(textOf(item, 'description'))
    const [guid] = childrenOf(item, 'guid')
    if (!guid) this.say('MissingGuid', 'item')
    else if (guid.attributes.isPermaLink !== 'false') this.uri('InvalidHttpGUID', guid.text)
    else if (/^\d{1,8}$/.test(guid.text)) this.say('NotSufficientlyUnique', guid.text)
    for (const source of childrenOf(item, 'source'))
      this.uri('InvalidURIAttribute', source.attributes.url ?? '')
    for (const author of childrenOf(item, 'author'))
      if (!/^[^\s@<>()]+@[^\s@<>()]+\.\w+( \(.+\))?$/.test(author.text))
        this.say('InvalidContact', author.text)
    if (childrenOf(item, 'author').length > 0 && childrenOf(item, 'dc:creator').length > 0)
      this.say('DuplicateItemSemantics', 'dc:creator')
    if (childrenOf(item, 'pubDate').length > 0 && childrenOf(item, 'dc:date').length > 0)
      this.say('DuplicateItemSemantics', 'dc:date')
  }

  ofAtom(feed: Element): void {
    if (feed.attributes.xmlns !== 'http://www.w3.org/2005/Atom')
      this.say('InvalidNamespace', 'xmlns')
    this.once(feed, ['id', 'title', 'updated', 'subtitle', 'generator'])
    this.required(feed, ['id', 'title', 'updated'])
    this.canonical(textOf(feed, 'id'))
    this.rfc3339(textOf(feed, 'updated'))
    for (const name of ['title', 'subtitle'])
      for (const text of childrenOf(feed, name)) this.textConstruct(text)
    this.links(feed)
    this.selfLink(childrenOf(feed, 'link'), 'application/atom+xml', 'MissingSelf')
    this.persons(feed)
    const firstEntry = feed.children.findIndex((child) => child.name === 'entry')
    const lastMetadata = feed.children.findLastIndex((child) => child.name !== 'entry')
    if (firstEntry >= 0 && firstEntry < lastMetadata)
      this.say('MisplacedMetadata', 'metadata after entry')

    const entries = childrenOf(feed, 'entry')
    this.unique(
      'DuplicateEntries',
      entries.map((entry) => textOf(entry, 'id') ?? ''),
    )
    this.unique(
      'DuplicateUpdated',
      entries.map((entry) => textOf(entry, 'updated') ?? ''),
    )
    for (const entry of entries) {
      this.once(entry, [
        'id',
        'title',
        'updated',
        'published',
        'content',
        'summary',
        'rights',
        'source',
      ])
      this.required(entry, ['id', 'title', 'updated'])
      if (childrenOf(entry, 'author').length + childrenOf(feed, 'author').length === 0)
        this.say('MissingElement', 'author')
      this.canonical(textOf(entry, 'id'))
      this.rfc3339(textOf(entry, 'updated'))
      this.rfc3339(textOf(entry, 'published'))
      for (const name of ['title', 'content', 'summary'])
        for (const text of childrenOf(entry, name)) this.textConstruct(text)
      if (childrenOf(entry, 'content').length + childrenOf(entry, 'summary').length === 0)
        this.say('MissingTextualContent', 'entry')
      this.links(entry)
      this.persons(entry)
      for (const { attributes } of childrenOf(entry, 'category')) {
        if (!attributes.term) this.say('MissingAttribute', 'category term')
        if (attributes.label !== undefined) this.noMarkup('ContainsHTML', attributes.label)
        if (attributes.scheme !== undefined) this.uri('InvalidFullLink', attributes.scheme)
      }
    }
  }

  links(parent: Element): void {
    const alternates: string[] = []
    for (const { attributes, text, children } of childrenOf(parent, 'link')) {
      const { rel = 'alternate', type = '', hreflang = '' } = attributes
      if (text !== '' || children.length > 0) this.say('AtomLinkNotEmpty', text)
      if (!attributes.href) this.say('MissingHref', rel)
      else this.uri('InvalidURIAttribute', attributes.href)
      if (rel === 'alternate') alternates.push(`${type} ${hreflang}`)
    }
    this.unique('DuplicateAtomLink', alternates)
  }

  selfLink(links: Element[], ownType: string, missing: string): void {
    const self = links.find((link) => link.attributes.rel === 'self')
    if (!self) return this.say(missing, 'rel=self')
    if (self.attributes.href !== this.address)
      this.say('SelfDoesntMatchLocation', `${self.attributes.href} instead of ${this.address}`)
    const { type } = self.attributes
    if (type !== undefined && type !== ownType) this.say('SelfNotAtom', type)
  }

  persons(parent: Element): void {
    for (const author of childrenOf(parent, 'author')) {
      this.required(author, ['name'])
      this.notBlank(author, ['name'])
      this.label(author, ['name'])
      const name = textOf(author, 'name') ?? ''
      if (/<[\w.+-]+@[\w.-]+>/.test(name)) this.say('ContainsEmail', name)
    }
  }

  textConstruct(element: Element): void {
    const { type = 'text' } = element.attributes
    if (element.text === '') this.say('NotBlank', element.name)
    if (type === 'html') this.html(element.text)
    else if (type === 'text') this.noMarkup('ContainsUndeclaredHTML', element.text)
    else this.say('InvalidTextType', type)
  }

  once(parent: Element, names: string[]): void {
    for (const name of names)
      if (childrenOf(parent, name).length > 1)
        this.say('DuplicateElement', `${parent.name} ${name}`)
  }

  required(parent: Element, names: string[]): void {
    for (const name of names)
      if (childrenOf(parent, name).length === 0)
        this.say('MissingElement', `${parent.name} ${name}`)
  }

  notBlank(parent: Element, names: string[]): void {
    for (const name of names)
      for (const child of childrenOf(parent, name))
        if (child.text.trim() === '') this.say('NotBlank', name)
  }

  label(parent: Element, names: string[]): void {
    for (const name of names)
      for (const child of childrenOf(parent, name)) this.noMarkup('ContainsHTML', child.text)
  }

  /** An end tag of HTML, or an entity with its semicolon. */
  noMarkup(rule: string, text: string): void {
    const tag = /<\/?([a-z]+\d?)[^<>]*>/i.exec(text)
    const entity = /&(#?\w+);/.exec(text)
    if (tag ?? entity) this.say(rule, (tag ?? entity)?.[0] ?? '')
  }

  unique(rule: string, values: string[]): void {
    if (new Set(values).size !== values.length) this.say(rule, `among ${values.length}`)
  }

  uri(rule: string, text: string | undefined): void {
    if (text === undefined) return
    if (
      !/^[a-z][a-z0-9+.-]*:(?:\/\/)?[\w;/?:@&=+$.\-!~*'()%,#[\]]+$/i.test(text) ||
      /%(?![0-9a-f]{2})/i.test(text)
    )
      this.say(rule, text)
  }

  canonical(text: string | undefined): void {
    this.uri('InvalidFullLink', text)
    if (text !== undefined && (/\s/.test(text) || URL.parse(text)?.href !== text))
      this.say('NonCanonicalURI', text)
  }

  rfc822(text: string | undefined): void {
    if (text === undefined) return
    const form =
      /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4} \d\d:\d\d:\d\d (GMT|[+-]\d{4})$/
    if (!form.test(text)) this.say('InvalidRFC2822Date', text)
    else if (new Date(text).toUTCString().slice(0, 3) !== text.slice(0, 3))
      this.say('IncorrectDOW', text)
    this.plausible(text)
  }

  rfc3339(text: string | undefined): void {
    if (text === undefined) return
    if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(text))
      this.say('InvalidRFC3339Date', text)
    this.plausible(text)
  }

  plausible(text: string): void {
    const instant = new Date(text)
    if (!(instant.getUTCFullYear() >= 1990 && instant.getTime() <= this.now.getTime() + 600_000))
      this.say('ImplausibleDate', text)
  }

  /** Bodies: known elements, safe attributes, absolute addresses, every element closed, no bare `<` or entity. */
  html(text: string | undefined): void {
    const open: string[] = []
    const parser = new Parser({
      onopentag: (name, attributes) => {
        if (['script', 'object', 'embed', 'iframe', 'style', 'meta', 'link', 'form'].includes(name))
          this.say('SecurityRisk', name)
        else if (!KNOWN_HTML.has(name)) this.say('NotHtml', name)
        if (!VOID_HTML.has(name)) open.push(name)
        for (const [attribute, value] of Object.entries(attributes)) {
          if (attribute.startsWith('on') || attribute === 'style')
            this.say('SecurityRiskAttr', attribute)
          if (['href', 'src'].includes(attribute) && !/^(https?|mailto|tel):/.test(value))
            this.say('ContainsRelRef', value)
        }
      },
      onclosetag: (name, implied) => {
        if (!VOID_HTML.has(name) && (open.pop() !== name || implied))
          this.say('NotHtml', `${name} not closed`)
      },
      oncomment: (comment) => this.say('NotHtml', comment),
      onprocessinginstruction: (_, instruction) => this.say('NotHtml', instruction),
    })
    parser.end(text)
  }
}

const VOID_HTML = new Set(['br', 'hr', 'img', 'wbr'])
const KNOWN_HTML = new Set(
  'a abbr b blockquote br code dd del dl dt em h1 h2 h3 h4 hr i img ins li ol p pre q s small span strong sub sup table tbody td th thead tr u ul wbr'.split(
    ' ',
  ),
)

/** BadCharacters: the C1 controls and U+FFFD, anywhere. */
function badCharacters(element: Element): string[] {
  const here = [element.text, ...Object.values(element.attributes)].some((text) =>
    /[\u0080-\u009F\uFFFD]/.test(text),
  )
  return [
    ...(here ? [`BadCharacters: ${element.name}`] : []),
    ...element.children.flatMap(badCharacters),
  ]
}
