import type { RecordFacts } from '../../consultations/facts.ts'
import { writtenMoment } from '../boamp/deadlines.ts'
import { cpvIn, lineAt, proseAt, tell } from '../structured-facts.ts'
import { elementsAt, wordAt, type XmlElement } from '../xml-tree.ts'

/** What a correction says, heading by heading: instead of what to read what. */
export interface BoampChanges {
  said: Correction[]
  /** « Informations complémentaires » of the correction. */
  remark: string | null
}

export interface Correction {
  /** Heading of the form (`IV.2.2`) and words behind which the change stands. */
  heading: string | null
  mention: string | null
  lot: string | null
  before: string | null
  after: string | null
}

/**
 * Reads RECTIF. The deadline and the codes that it gives anew become facts; all else stays in the buyer's words, to be
 * laid over the notice that is corrected.
 */
export function readCorrections(facts: RecordFacts, rectifs: XmlElement[]): BoampChanges {
  const said = rectifs.flatMap((rectif) =>
    elementsAt(rectif, 'MODIFICATION').map((change) => {
      const correction: Correction = {
        heading: lineAt(change, 'RUB_INIT'),
        mention: lineAt(change, 'APRES_MENTION'),
        lot: lineAt(change, 'LOT'),
        before: firstProse(change, [
          'TXT_INIT',
          'TEXTE/INIT',
          'DATE/INIT',
          'CPV/INIT/PRINCIPAL',
          'SUPPRIMER',
        ]),
        after: firstProse(change, [
          'LIRE',
          'TEXTE/LIRE',
          'DATE/LIRE',
          'CPV/LIRE/PRINCIPAL',
          'AJOUTER',
        ]),
      }
      if (correction.lot === null) applyTo(facts, correction, change)
      return correction
    }),
  )
  const remarks = rectifs.flatMap((rectif) => proseAt(rectif, 'INFO_COMPLEMENTAIRE') ?? [])
  return { said, remark: remarks.join('\n\n') || null }
}

function firstProse(change: XmlElement, paths: string[]): string | null {
  return paths.map((path) => proseAt(change, path)).find((text) => text !== null) ?? null
}

function applyTo(facts: RecordFacts, correction: Correction, change: XmlElement): void {
  if (correction.after !== null && isDeadline(correction))
    tell(facts, 'deadline', writtenMoment(correction.after), correction.after)
  const codes = elementsAt(change, 'CPV/LIRE').flatMap(({ children }) => children)
  if (/^II\.1\b/.test(wordAt(change, 'RUB_INIT')))
    tell(facts, 'cpv', cpvIn(codes.map(({ text }) => text)))
}

/** Opening of tenders, end of questions and validity have dates too. */
function isDeadline({ heading, mention }: Correction): boolean {
  return (
    /^IV\.(?:2\.2|3\.4)\b/.test(heading ?? '') ||
    /(?:limite|d[ée]lai)[^.]{0,40}(?:r[ée]ception|remise|d[ée]p[oô]t|r[ée]ponse)[^.]{0,60}(?:offres?|candidatures?|plis|participation|r[ée]ponse)/i.test(
      mention ?? '',
    )
  )
}
