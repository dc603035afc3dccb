import type { RecordDraft } from '../../consultations/records/draft.ts'
import { mergeNotices, noticesIn } from '../boamp/merge-notices.ts'
import { type BoampXmlRefusal, readBoampXml } from './read-boamp-xml.ts'

/**
 * The record of a procedure with one more notice in BOAMP XML: `storedRaw` is the `raw` of the record so far (of this
 * function or of mergeNotices), null where there is none. A notice that is there already changes nothing. See
 * mergeNotices for identity and order.
 */
export function mergeBoampXml(
  storedRaw: string | null,
  fresh: string,
): RecordDraft | BoampXmlRefusal {
  const notice = readBoampXml(fresh)
  if ('refused' in notice) return notice
  return mergeNotices([...(storedRaw === null ? [] : noticesIn(storedRaw)), notice])
}
