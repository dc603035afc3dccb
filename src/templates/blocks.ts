/** A term of the glossary, in plain words. */
export interface GlossaryEntry {
  term: string
  meaning: string
}

/** The documents that the model gives. */
export const TEMPLATE_DOCUMENTS = ['letter', 'deed', 'prices', 'summary'] as const
export type TemplateDocument = (typeof TEMPLATE_DOCUMENTS)[number]

/**
 * The blocks of the model's text with the document that each is read in, in their order. What a block says is each
 * version's own; where it stands, and when, is not.
 */
export const BLOCKS = {
  'letter-intro': 'letter',
  subject: 'letter',
  lots: 'letter',
  'no-lots': 'letter',
  calendar: 'letter',
  'visit-compulsory': 'letter',
  'visit-advised': 'letter',
  answer: 'letter',
  consortium: 'letter',
  'asked-documents': 'letter',
  turnover: 'letter',
  'winner-documents': 'letter',
  choice: 'letter',
  negotiation: 'letter',
  'variants-allowed': 'letter',
  'variants-refused': 'letter',
  after: 'letter',
  price: 'letter',
  advance: 'letter',
  payment: 'letter',
  subcontracting: 'letter',
  insurance: 'letter',
  help: 'letter',
  'deed-intro': 'deed',
  honour: 'deed',
  commitment: 'deed',
  'deed-terms': 'deed',
  signature: 'deed',
  'lump-sum': 'prices',
  'unit-prices': 'prices',
  'prices-open': 'prices',
  'summary-intro': 'summary',
} as const satisfies Record<string, TemplateDocument>

export type BlockKey = keyof typeof BLOCKS
export const BLOCK_KEYS = Object.keys(BLOCKS) as BlockKey[]

/** The prose of each block. Lines that begin with « - » are a list; words between braces are filled in. */
export type TemplateTexts = Record<BlockKey, string>

/** The words between braces in a text, as « date limite » in « {date limite} ». */
export function wantedIn(text: string): string[] {
  return [...text.matchAll(WANTED)].map(([, name = '']) => name)
}

/** The text with each of the words between braces replaced, once: what is put in is not looked at again. */
export function filledText(text: string, valueOf: (name: string) => string): string {
  return text.replaceAll(WANTED, (_, name: string) => valueOf(name))
}

const WANTED = /\{([^{}\n]{1,60})\}/g
