import type { Lists } from '../lists.ts'
import {
  type Basis,
  type FactName,
  factNames,
  type Facts,
  type Reading,
  type RecordFacts,
} from '../facts.ts'
import { project } from './projection.ts'

/** One item of a source, read: what it says of a consultation. */
export interface RecordDraft {
  /** Identity within the source. */
  externalId: string
  /** Second identities, for publishers whose identifiers change. */
  alternateIds: string[]
  raw: string
  facts: RecordFacts
  /** When the source says it published this item, null when unknown. */
  publishedAt: Date | null
}

/** The reference of a record as it is compared; null when there is none worth comparing. */
export function referenceKey(facts: RecordFacts): string | null {
  return comparableReference(facts.reference?.value)
}

/** A reference without spaces, case and punctuation; null when it is no more than « MAPA », « T12 » or a year. */
export function comparableReference(reference: string | undefined): string | null {
  const key = reference?.toLowerCase().replaceAll(/[^a-z0-9]/g, '') ?? ''
  return key.length >= 4 && /\d/.test(key) && !/^(?:19|20)\d\d$/.test(key) ? key : null
}

/** What a source states that gives no words to show: the reverse of valuesOf. */
export function statedFacts(values: Partial<Facts>, basis: Basis): RecordFacts {
  const facts: RecordFacts = {}
  for (const name of factNames(values)) state(facts, name, values[name], basis)
  return facts
}

function state<K extends FactName>(
  facts: RecordFacts,
  name: K,
  value: Facts[K] | undefined,
  basis: Basis,
): void {
  const target: { [P in K]?: Reading<Facts[P]> } = facts
  if (value !== undefined) target[name] = { value, words: null, basis }
}

/** What one record says, without the words that it was read in. */
export function valuesOf(facts: RecordFacts): Partial<Facts> {
  const since = new Date(0)
  return project([{ id: 0, facts, changedAt: since, deadlineSaidAt: since, outcomeSaidAt: since }])
    .facts
}

/** What recording needs to know beside the drafts. */
export interface RecordContext extends Lists {
  ocidPrefix: string
  now: Date
  /** The first successful read of this source: its items are no news, whatever their age. */
  firstRead: boolean
  demonstration: boolean
  /** The title shown for an object as published; the reader of French texts knows how. */
  titleOf: (object: string, reference: string | null) => string
}
