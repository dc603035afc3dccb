import type { RecordFacts } from '../../consultations/facts.ts'
import type { RecordDraft } from '../../consultations/record.ts'
import { nameKey } from '../../places/name-key.ts'
import { readConsultation } from '../french/consultation.ts'
import type { SourceItem, SourceKind } from '../kind.ts'

/** Feeds of buyers' platforms: RSS 0.9x, 1.0 and 2.0, Atom and JSON Feed, whose words are read in French. */
export const rss: SourceKind = {
  name: 'rss',
  read(items) {
    const guids = countOf(items.map((item) => item.guid))
    const links = countOf(items.map((item) => item.link))
    const drafts = new Map<string, RecordDraft>()
    for (const item of items) {
      const facts = factsOf(item)
      const ownGuid = item.guid !== null && guids.get(item.guid) === 1 ? item.guid : null
      const ownLink = item.link !== null && links.get(item.link) === 1 ? item.link : null
      const said = saidIdentity(facts)
      const externalId = ownGuid ?? ownLink ?? said ?? `title:${nameKey(item.title)}`
      if (drafts.has(externalId)) continue
      drafts.set(externalId, {
        externalId,
        alternateIds: [
          ...(isOwnAddress(ownLink) ? [`link:${ownLink}`] : []),
          ...(said ? [said] : []),
        ],
        raw: item.raw,
        facts,
        publishedAt: item.published ? new Date(item.published) : null,
      })
    }
    return [...drafts.values()]
  },
}

function countOf(values: (string | null)[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const value of values) if (value !== null) counts.set(value, (counts.get(value) ?? 0) + 1)
  return counts
}

function factsOf(item: SourceItem): RecordFacts {
  const facts = readConsultation(item)
  const description = item.text.trim()
  if (description !== '' && !facts.description)
    facts.description = { value: description, words: null, basis: 'structured' }
  if (item.link && !facts.noticeUrl)
    facts.noticeUrl = { value: item.link, words: null, basis: 'structured' }
  return facts
}

/** Buyer, reference and deadline together identify what has no identifier of its own. */
function saidIdentity(facts: RecordFacts): string | null {
  const buyer = facts.buyers?.value[0]?.name
  const reference = facts.reference?.value
  const deadline = facts.deadline?.value.wall
  return buyer && reference && deadline ? `said:${nameKey(buyer)}|${reference}|${deadline}` : null
}

/** Whether an address names one item rather than a platform's list: it must carry a number of some kind. */
function isOwnAddress(link: string | null): boolean {
  return link !== null && /\d/.test(new URL(link).pathname + new URL(link).search)
}
