import type { Tx } from '../db/db.ts'
import type { Author } from './author.ts'
import type { ContactProblem, ListName, Outcome } from './problem.ts'
import { type Entries, readEntry, type ReadingContext } from './read-entries.ts'
import { saveBody } from './save-body.ts'
import { saveContact } from './save-contact.ts'
import type { Saved } from './save-entry.ts'
import { savePractice } from './save-practice.ts'
import { saveRule } from './save-rule.ts'
import { saveScheme } from './save-scheme.ts'

/** What a file of contacts holds. */
export type ContactsFile = { [K in ListName]: Entries[K][] }

/** In the order in which they are written: each may point at those before it. */
const LISTS: ListName[] = ['organismes', 'interlocuteurs', 'aides', 'regles', 'pratiques']

/**
 * Reads a file of contacts: a JSON object with any of the lists `organismes`, `interlocuteurs`, `aides`, `regles` and
 * `pratiques`, each thing with the keys that `readEntry` reads. Every problem of the file is listed at once.
 */
export function readContactsFile(
  json: string,
  context: ReadingContext,
): Outcome<{ file: ContactsFile }> {
  const whole = objectOf(json)
  if (whole === null) return { ok: false, problems: [ofFile('unreadable', 'json')] }
  const file: ContactsFile = {
    organismes: [],
    interlocuteurs: [],
    aides: [],
    regles: [],
    pratiques: [],
  }
  const problems: ContactProblem[] = Object.keys(whole)
    .filter((key) => !LISTS.some((list) => list === key))
    .map((key) => ofFile('unknown-key', key))
  const read = <K extends ListName>(list: K, into: Entries[K][]) => {
    const values = whole[list] ?? []
    if (!Array.isArray(values)) return void problems.push(ofFile('not-text', list))
    const known = new Set<string>()
    for (const [index, value] of values.entries()) {
      const entry = readEntry(list, value, index + 1, context)
      if (!entry.ok) problems.push(...entry.problems)
      else {
        const key = keyOf(entry.entry)
        if (known.has(key))
          problems.push({ list, row: index + 1, field: null, code: 'repeated', value: key })
        known.add(key)
        into.push(entry.entry)
      }
    }
  }
  read('organismes', file.organismes)
  read('interlocuteurs', file.interlocuteurs)
  read('aides', file.aides)
  read('regles', file.regles)
  read('pratiques', file.pratiques)
  if (problems.length === 0 && LISTS.every((list) => file[list].length === 0))
    problems.push(ofFile('empty-file', ''))
  return problems.length > 0 ? { ok: false, problems } : { ok: true, file }
}

/** How many were new, and how many others than before. */
export interface Counts {
  added: number
  changed: number
}

/**
 * Writes a file of contacts: what it does not name stays as it is. Where something is refused the caller undoes the
 * whole by leaving the transaction.
 */
export async function importContacts(
  tx: Tx,
  file: ContactsFile,
  author: Author,
): Promise<Outcome<{ counts: Record<ListName, Counts> }>> {
  const problems: ContactProblem[] = []
  const save = async <E>(
    list: ListName,
    entries: E[],
    write: (tx: Tx, entry: E, author: Author) => Promise<Saved>,
  ): Promise<Counts> => {
    const counts = { added: 0, changed: 0 }
    for (const [index, entry] of entries.entries()) {
      const saved = await write(tx, entry, author)
      if (!saved.ok)
        problems.push(...saved.problems.map((each) => ({ ...each, list, row: index + 1 })))
      else if (saved.what !== 'same') counts[saved.what] += 1
    }
    return counts
  }
  const counts = {
    organismes: await save('organismes', file.organismes, saveBody),
    interlocuteurs: await save('interlocuteurs', file.interlocuteurs, saveContact),
    aides: await save('aides', file.aides, saveScheme),
    regles: await save('regles', file.regles, saveRule),
    pratiques: await save('pratiques', file.pratiques, savePractice),
  }
  return problems.length > 0 ? { ok: false, problems } : { ok: true, counts }
}

function objectOf(json: string): Record<string, unknown> | null {
  try {
    const whole: unknown = JSON.parse(json)
    return typeof whole === 'object' && whole !== null && !Array.isArray(whole)
      ? Object.fromEntries(Object.entries(whole))
      : null
  } catch {
    return null
  }
}

function keyOf(entry: Entries[ListName]): string {
  return 'identifiant' in entry ? entry.identifiant : entry.partenaire
}

function ofFile(code: ContactProblem['code'], value: string): ContactProblem {
  return { list: null, row: 0, field: null, code, value }
}
