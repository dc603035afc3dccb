import { checkCorrespondent } from '../../contacts/check.ts'
import { importContacts, readContactsFile } from '../../contacts/import-contacts.ts'
import { dayBefore } from '../../contacts/freshness.ts'
import { trades } from '../../consultations/schema.ts'
import type { Tx } from '../../db/db.ts'
import { partners } from '../../partners/schema.ts'
import { loadGazetteer } from '../../places/gazetteer.ts'
import { parisDay } from '../../rules/calendar.ts'
import contactsFile from './contacts.json' with { type: 'json' }

/** Never checked, so that the desk has something to ask for. */
const UNCHECKED = 'departement-de-l-aude'
/** Checked so long ago that its partner is asked again. */
const OLD = 'narbonne'

/**
 * Tells whom firms turn to in the demonstration, all of it invented, by the same file and rules as any directory; dates
 * in the file are days before today.
 */
export async function tellContacts(tx: Tx, now: Date): Promise<void> {
  const today = parisDay(now)
  const context = {
    gazetteer: await loadGazetteer(tx),
    trades: (await tx.select({ slug: trades.slug }).from(trades)).map(({ slug }) => slug),
    today,
  }
  const text = JSON.stringify(contactsFile).replaceAll(
    /"verifie_le":"(\d+) jours"/g,
    (_, days: string) => `"verifie_le":"${dayBefore(today, Number(days))}"`,
  )
  const read = readContactsFile(text, context)
  if (!read.ok) throw new Error(JSON.stringify(read.problems))
  const imported = await importContacts(tx, read.file, { actor: 'command:demo', now })
  if (!imported.ok) throw new Error(JSON.stringify(imported.problems))
  for (const { id, slug } of await tx
    .select({ id: partners.id, slug: partners.slug })
    .from(partners))
    if (slug !== UNCHECKED)
      await checkCorrespondent(tx, id, dayBefore(today, slug === OLD ? 400 : 60))
}
