import { elementAt, elementsAt, wordAt, type XmlElement } from '../xml-tree.ts'
import { CHANGE_REASONS } from './codes-fr.ts'
import { lineOf, proseOf } from './language.ts'
import type { EformsLot } from './lots.ts'
import { dayAt } from './moments.ts'

/**
 * What a notice says that it corrects (BG-9). The notice itself is whole: the values before are those of the notice it
 * corrects.
 */
export interface EformsChanges {
  /** The notice corrected, as referred to: its identifier, or its number in the Official Journal. */
  corrects: { id: string; version: string | null } | null
  reason: {
    /** change-corrig-justification */
    code: string
    /** The code's French label; null for a code that is not in the list. */
    label: string | null
    /** The buyer's own words. */
    description: string | null
  } | null
  /** Each change in the buyer's words, with the lots it is said to concern (none: the procedure). */
  said: { description: string | null; lots: string[] }[]
  /** The file was changed on this day (BT-719); null where it was not, or no day is said. */
  documentsChangedOn: string | null
}

/** What a change notice changes; undefined for a notice that corrects none. */
export function readChanges(extension: XmlElement, lots: EformsLot[]): EformsChanges | undefined {
  const changes = elementAt(extension, 'Changes')
  if (changes === undefined) return undefined
  const reason = elementAt(changes, 'ChangeReason')
  const code = wordAt(reason, 'ReasonCode')
  const each = elementsAt(changes, 'Change')
  const numbers = new Map(lots.map(({ id, facts }) => [id, facts.number]))
  return {
    corrects: noticeReference(wordAt(changes, 'ChangedNoticeIdentifier')),
    reason:
      reason === undefined
        ? null
        : {
            code,
            label: CHANGE_REASONS.get(code) ?? null,
            description: proseOf(reason, 'ReasonDescription'),
          },
    said: each.map((change) => ({
      description: lineOf(change, 'ChangeDescription'),
      lots: elementsAt(change, 'ChangedSection/ChangedSectionIdentifier').flatMap(
        ({ text }) => numbers.get(text.trim()) ?? [],
      ),
    })),
    documentsChangedOn:
      each.map((change) => dayAt(change, 'ProcurementDocumentsChangeDate')).find(Boolean) ?? null,
  }
}

/** Takes `f42be27e-…-ec689631e6-01` apart; an Official Journal number (`123456-2024`) has no version. */
export function noticeReference(written: string): EformsChanges['corrects'] {
  if (written === '') return null
  const [, id, version] =
    /^([\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})(?:-(\d+))?$/i.exec(written) ?? []
  const other = written.slice(0, 200).replace(/^0+(?=\d{1,8}-\d{4}$)/, '')
  return { id: (id ?? other).toLowerCase(), version: version ?? null }
}
