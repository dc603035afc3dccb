import type { Category, FactName, Facts, RecordFacts } from '../../consultations/facts.ts'
import type { Passage } from './passage.ts'

/** An expression that says a fact wherever it stands. */
interface Phrase<K extends FactName> {
  says: Facts[K]
  when: RegExp
  /** Weaker than any other phrase found: a family of procedures beside one of them. */
  weak?: boolean
}

export const PROCEDURES: Phrase<'procedure'>[] = [
  { says: 'adapted', when: /\bprocedures? adaptees?\b|\bmapa\b/ },
  { says: 'open', when: /\bappels? d'offres? ouverts?\b|\bprocedure ouverte\b|\baoo\b/ },
  {
    says: 'restricted',
    when: /\bappels? d'offres? restreints?\b|\bprocedure restreinte\b|\baor\b/,
  },
  {
    says: 'negotiated',
    when: /\bprocedure (?:concurrentielle )?(?:avec negociation|negociee)\b/,
  },
  { says: 'competitive-dialogue', when: /\bdialogue competitif\b/ },
  {
    says: 'concession',
    when: /\bdelegations? de service public\b|\bdsp\b|\bcontrat de concession\b|\bconcession de (?:service|travaux)/,
  },
  {
    says: 'below-threshold',
    when: /\bpetit marche\b|\b(?:sous le|inferieure? au) seuil de publicite\b|\bsans publicite ni mise en concurrence\b|\br\. ?2122-8\b/,
  },
  { says: 'formal', when: /\bprocedures? formalisees?\b/, weak: true },
]

const FORMS: Phrase<'contractForm'>[] = [
  {
    says: 'framework-orders',
    when: /\b(?:accords?[ -]cadres?|marches?)[^.;\n]{0,60}? a bons? de commandes?\b/,
  },
  { says: 'framework-subsequent', when: /\ba marches? subsequents?\b/ },
  { says: 'ordinary', when: /\bmarche ordinaire\b/ },
]

const RESERVED: Phrase<'reserved'>[] = [
  { says: 'none', when: /\b(?:non|pas) reserve(?:e|s|es)?\b|\breserve(?:e|s)? ?: ?non\b/ },
  {
    says: 'adapted-enterprises',
    when: /(?<!non )(?<!pas )\breserve(?:e|s|es)? ?(?::|aux?|a des|a la|pour)[^.;\n]{0,40}?\b(?:entreprises? adaptees?|esat|ea|travailleurs handicapes|handicap)\b/,
  },
  {
    says: 'integration',
    when: /(?<!non )(?<!pas )\breserve(?:e|s|es)? ?(?::|aux?|a des|a la|a l'|pour)[^.;\n]{0,40}?\b(?:insertion|iae|siae)\b/,
  },
  {
    says: 'social-economy',
    when: /(?<!non )(?<!pas )\breserve(?:e|s|es)? ?(?::|aux?|a des|a la|a l'|pour)[^.;\n]{0,40}?\b(?:ess|economie sociale)\b/,
  },
]

const VARIANTS: Phrase<'variants'>[] = [
  {
    says: 'refused',
    when: /\bvariantes?(?: sont| est| :)? ?(?:non autorisees?|non admises?|ne sont pas|n'est pas|interdites?|refusees?|non\b)|\b(?:sans|pas de|aucune) variantes?\b|\brefus des variantes\b/,
  },
  {
    says: 'allowed',
    when: /\bvariantes?(?: sont| est| :)? ?(?:autorisees?|admises?|acceptees?|oui\b)/,
  },
  {
    says: 'required',
    when: /\bvariantes?(?: sont| est| :)? ?(?:obligatoires?|exigees?|imposees?)/,
  },
]

const CATEGORIES: Phrase<'category'>[] = [
  { says: 'works', when: /\bmarches? (?:publics? )?de travaux\b/ },
  { says: 'supplies', when: /\bmarches? (?:publics? )?de fournitures?\b/ },
  { says: 'services', when: /\bmarches? (?:publics? )?de (?:prestations? de )?services?\b/ },
]

/** The facts that set expressions say in a passage; where two of them disagree, none. */
export function readPhrases(passage: Passage): RecordFacts {
  const { plain } = passage
  return {
    procedure: onlyOne(passage, PROCEDURES),
    contractForm: onlyOne(passage, FORMS),
    reserved: plain.includes('reserve') ? onlyOne(passage, RESERVED) : undefined,
    variants: plain.includes('variante') ? onlyOne(passage, VARIANTS) : undefined,
    category:
      !plain.includes('marche') ||
      /\bmarches? (?:publics? )?de fournitures? (?:courantes? )?et (?:de )?services?\b/.test(plain)
        ? undefined
        : onlyOne(passage, CATEGORIES),
  }
}

/** Works, supplies or services, when a value (`Travaux`, `Marché de services`) names exactly one of them. */
export function categoryNamed(plain: string): Category | null {
  const named = CATEGORY_NAMES.filter(({ when }) => when.test(plain))
  return named.length === 1 ? (named[0]?.says ?? null) : null
}

const CATEGORY_NAMES: Phrase<'category'>[] = [
  { says: 'works', when: /\btravaux\b/ },
  { says: 'supplies', when: /\bfournitures?\b/ },
  { says: 'services', when: /\b(?:services?|prestations?)\b/ },
]

function onlyOne<K extends FactName>(
  passage: Passage,
  phrases: Phrase<K>[],
): { value: Facts[K]; words: string; basis: 'extracted' } | undefined {
  const found = phrases.flatMap(({ says, when, weak }) => {
    const match = when.exec(passage.plain)
    if (match === null) return []
    const { words } = passage.part(match.index, match.index + match[0].length)
    return [{ value: says, words, weak: weak === true }]
  })
  const strong = found.filter(({ weak }) => !weak)
  const [only, another] = strong.length > 0 ? strong : found
  if (only === undefined || another !== undefined) return undefined
  return { value: only.value, words: only.words, basis: 'extracted' }
}
