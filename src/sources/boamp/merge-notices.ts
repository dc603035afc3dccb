import type { RecordDraft } from '../../consultations/records/draft.ts'
import { readBoampXml } from '../boamp-xml/read-boamp-xml.ts'
import { standingFacts } from '../standing-facts.ts'
import { structured } from '../structured-facts.ts'
import { compareNumbers, noticeAddress } from './links.ts'
import type { BoampNotice } from './notice.ts'
import { readBoampRecord } from './read-record.ts'
import { parsed } from './tree.ts'

/**
 * One record for the notices of one procedure, as it stands after the last of them (see standingFacts). Order is that
 * of publication, of the numbers where a date is missing. Of two notices of one number the later of the list counts.
 *
 * The record's identity is the first number of the procedure, whether that notice is at hand or only named by the
 * others; its second identities are all other numbers and the eForms identifier. `raw` holds every notice, so that
 * noticesIn gives them back when another one follows: without the earlier ones a correction would tell too little.
 * Throws where there is no notice.
 */
export function mergeNotices(notices: BoampNotice[]): RecordDraft {
  const ordered = inOrder(notices)
  const numbers = ordered.flatMap(({ externalId, concerns }) => [externalId, ...concerns])
  const [root, ...others] = [...new Set(numbers)].toSorted(compareNumbers)
  if (root === undefined) throw new Error('a procedure has at least one notice')
  return {
    externalId: root,
    alternateIds: [...others, ...new Set(ordered.flatMap(({ alternateIds }) => alternateIds))],
    raw: JSON.stringify(ordered.map(({ raw }) => parsed(raw) ?? raw)),
    facts: {
      ...standingFacts(ordered),
      boampId: structured(root),
      noticeUrl: structured(noticeAddress(root)),
    },
    publishedAt: ordered.find(({ externalId }) => externalId === root)?.publishedAt ?? null,
  }
}

/** The notices that a record of mergeNotices was made of: records of the API, documents of BOAMP XML. */
export function noticesIn(raw: string): BoampNotice[] {
  return [parsed(raw) ?? raw].flat().flatMap((record) => {
    const isXml = typeof record === 'string' && record.trimStart().startsWith('<')
    const notice = isXml ? readBoampXml(record) : readBoampRecord(record)
    return 'facts' in notice ? [notice] : []
  })
}

function inOrder(notices: BoampNotice[]): BoampNotice[] {
  const each = [...new Map(notices.map((notice) => [notice.externalId, notice])).values()]
  const dated = each.every(({ publishedAt }) => publishedAt !== null)
  const time = ({ publishedAt }: BoampNotice) => (dated ? (publishedAt?.getTime() ?? 0) : 0)
  return each.toSorted(
    (one, other) => time(one) - time(other) || compareNumbers(one.externalId, other.externalId),
  )
}
