import type { RecordFacts, SiteVisit } from '../../consultations/facts.ts'
import type { DatedWords } from './deadlines.ts'
import type { Passage } from './passage.ts'

const OBLIGATIONS: { says: SiteVisit['obligation']; when: RegExp }[] = [
  {
    says: 'none',
    when: /\b(?:pas de|aucune|sans) visites?\b|\bvisites?[^.;\n]{0,40}? ?: ?(?:non|aucune|sans objet)\b/,
  },
  {
    says: 'advised',
    when: /\bvisites?\b[^.;\n]{0,60}?\b(?:facultatives?|conseillees?|recommandees?|possibles?|non obligatoires?|pas obligatoires?)\b/,
  },
  {
    says: 'compulsory',
    when: /\bvisites?\b[^.;\n]{0,60}?\b(?:obligatoires?|imposees?|exigees?)\b|\bvisites?[^.;\n]{0,40}? ?: ?oui\b/,
  },
]

/**
 * The site visit, where its words say whether one must come; its dates among those of the notice, and how to book. A
 * visit of unknown obligation is left out: calling it advised would be invented.
 */
export function readVisit(passage: Passage, dates: DatedWords[]): Pick<RecordFacts, 'siteVisit'> {
  if (!passage.plain.includes('visite')) return {}
  for (const { says, when } of OBLIGATIONS) {
    const match = when.exec(passage.plain)
    if (match === null) continue
    const { words } = passage.part(match.index, match.index + match[0].length)
    const booked = BOOKING.exec(passage.plain.slice(match.index, match.index + 400))
    const booking =
      booked === null
        ? null
        : passage.part(match.index + booked.index, match.index + booked.index + booked[0].length)
            .words
    const visits = dates.filter(({ role }) => role === 'visit').map(({ moment }) => moment)
    return {
      siteVisit: { value: { obligation: says, dates: visits, booking }, words, basis: 'extracted' },
    }
  }
  return {}
}

const BOOKING = /\b(?:sur|prendre|prise de) (?:rendez-vous|rdv)\b[^;\n]{0,120}?(?=\. |[;\n]|$)/
