import type { RecordFacts } from '../../consultations/facts.ts'
import type { RecordDraft } from '../../consultations/records/draft.ts'
import { nameKey } from '../../places/name-key.ts'
import { givesImpossibleDeadline, readConsultation } from '../french/consultation.ts'
import { withoutPassingWords } from '../french/passing-words.ts'
import type { SourceItem, SourceKind } from '../kind.ts'
import { parseDocument } from '../feed/parse.ts'
import { type ReadingWarning, TOLD } from '../reading.ts'

/** Feeds of buyers' platforms: RSS 0.9x, 1.0 and 2.0, Atom and JSON Feed, whose words are read in French. */
export const rss: SourceKind = {
  name: 'rss',
  description: {
    example: 'https://marches.exemple.fr/consultations/rss.xml',
    formats: ['RSS 0.91, 0.92, 1.0, 2.0', 'Atom 0.3, 1.0', 'JSON Feed 1.0, 1.1'],
    fields: {
      object: ['title'],
      description: ['description', 'content:encoded', 'content_html'],
      buyers: ['description', 'dc:creator', 'author'],
      reference: ['title', 'description'],
      boampId: ['link'],
      category: ['category', 'title', 'description'],
      procedure: ['category', 'title', 'description'],
      contractForm: ['description'],
      frameworkMaximum: ['description'],
      cpv: ['category', 'description'],
      place: ['title', 'description'],
      amount: ['title', 'description'],
      lots: ['description'],
      divided: ['description'],
      lotCount: ['description'],
      deadline: ['description', 'title'],
      deadlineStage: ['description'],
      questionsUntil: ['description'],
      siteVisit: ['description'],
      duration: ['description'],
      expectedStart: ['description'],
      renewals: ['description'],
      variants: ['description'],
      grouping: ['description'],
      reserved: ['description'],
      socialClauses: ['description'],
      environmentalClauses: ['description'],
      criteria: ['description'],
      qualifications: ['description'],
      requiredDocuments: ['description'],
      samples: ['description'],
      advance: ['description'],
      paymentDelayDays: ['description'],
      response: ['description'],
      noticeUrl: ['link'],
      documentsUrl: ['description'],
      contact: ['description'],
      status: ['title', 'description'],
      statusReason: ['description'],
    },
  },
  async read(document, parsed) {
    const feed = await parseDocument(document)
    if (!feed.ok) return feed
    parsed()
    const { items, links, askedPause, partial, mode } = feed
    const read = items.map((item) => ({ item, names: namesOf(item, factsOf(item)) }))
    const warnings = [...feed.warnings, ...impossibleDeadlines(read)]
    return {
      ok: true,
      drafts: draftsOf(read),
      items: items.length,
      links,
      dates: items.flatMap(({ published }) => (published ? [new Date(published)] : [])),
      partial,
      mode,
      warnings,
      askedPause,
    }
  },
}

interface ReadItem {
  item: SourceItem
  names: Names
}

function impossibleDeadlines(read: ReadItem[]): ReadingWarning[] {
  const code = 'deadline-unreadable' as const
  return read
    .flatMap(({ item, names }, position) =>
      givesImpossibleDeadline(item, names.facts)
        ? [{ code, line: null, column: null, item: position + 1 }]
        : [],
    )
    .slice(0, TOLD)
}

/** What items say of consultations, each under an identity that no other item of the feed bears. */
function draftsOf(read: ReadItem[]): RecordDraft[] {
  const borne = countOf(read.flatMap(({ names }) => names.identities))
  const drafts = new Map<string, RecordDraft>()
  for (const { item, names } of read) {
    const own = names.identities.filter((name) => borne.get(name) === 1)
    const externalId = own[0] ?? names.last
    if (drafts.has(externalId)) continue
    drafts.set(externalId, {
      externalId,
      alternateIds: own.filter((name) => names.lasting.includes(name)),
      raw: item.raw,
      facts: names.facts,
      publishedAt: item.published ? new Date(item.published) : null,
    })
  }
  return [...drafts.values()]
}

interface Names {
  facts: RecordFacts
  /** What may tell the item from all others, the most trusted first; what two items bear tells neither. */
  identities: string[]
  /** Those that are still good when the publisher has given the item another identifier. */
  lasting: string[]
  /** Bears everything that is known: items that share even this one are the same. */
  last: string
}

function factsOf(item: SourceItem): RecordFacts {
  const facts = readConsultation(item)
  const description = withoutPassingWords(facts.description?.value ?? item.text)
  if (description === '') delete facts.description
  else if (facts.description) facts.description = { ...facts.description, value: description }
  else facts.description = { value: description, words: null, basis: 'structured' }
  if (item.link && !facts.noticeUrl)
    facts.noticeUrl = { value: item.link, words: null, basis: 'structured' }
  return facts
}

/**
 * The publisher's identifier, the item's own address, then what the item says: buyer and reference (with the deadline
 * where a reference serves several times), or its title. An address that names no item is no identity: other items
 * will stand there.
 */
function namesOf(item: SourceItem, facts: RecordFacts): Names {
  const title = nameKey(item.title)
  const buyer = nameKey(facts.buyers?.value[0]?.name ?? '')
  const reference = facts.reference?.value ?? ''
  const deadline = facts.deadline?.value.wall ?? ''
  const link = item.link !== null && namesOneItem(item.link) ? item.link : null
  const said = buyer !== '' && reference !== ''
  const lasting = [
    link && `link:${link}`,
    said ? `said:${buyer}|${reference}` : null,
    said && deadline !== '' ? `said:${buyer}|${reference}|${deadline}` : null,
  ].filter(isBounded)
  return {
    facts,
    identities: [item.guid, ...lasting, title && `title:${title}`].filter(isBounded),
    lasting,
    last: `title:${title.slice(0, 200)}|${buyer.slice(0, 200)}|${reference.slice(0, 100)}|${deadline}`,
  }
}

/** Longer names are not kept: no publisher means them, and an index refuses them. */
const LONGEST_NAME = 500

function isBounded(name: string | null): name is string {
  return name !== null && name !== '' && name.length <= LONGEST_NAME
}

/** Whether an address names one item rather than a platform's list: it holds a number that is no year. */
function namesOneItem(link: string): boolean {
  const { pathname, search } = new URL(link)
  return /[/=,._-](?!(?:19|20)\d\d(?!\d))\d/.test(pathname + search)
}

function countOf(names: string[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1)
  return counts
}
