import { pgTable, text } from 'drizzle-orm/pg-core'
import type { Reader, Tx } from './db.ts'

/** What an instance decided at its first start and never changes: feed ids and OCDS identifiers are built on it. */
export const settings = pgTable('settings', {
  key: text('key').primaryKey(),
  value: text('value').notNull(),
})

export interface Settings {
  /** Name of the body that runs this instance. */
  operator: string
  /** Authority of `tag:` URIs (RFC 4151): a domain name or an e-mail address of the operator. */
  tagAuthority: string
  /** Date of `tag:` URIs, YYYY-MM-DD: a day on which the operator held that authority. */
  tagDate: string
  /** Prefix of OCDS identifiers, like `ocds-abc123`. */
  ocidPrefix: string
  /** The instance shows invented consultations. */
  demonstration: boolean
}

/** What the first start decides. */
export type FirstSettings = Omit<Settings, 'demonstration'>

const keys = {
  operator: 'operator',
  tagAuthority: 'tag_authority',
  tagDate: 'tag_date',
  ocidPrefix: 'ocid_prefix',
} satisfies Record<keyof FirstSettings, string>

const DEMONSTRATION = 'demonstration'

/** The instance's settings, or null as long as they are not fixed. */
export async function readSettings(reader: Reader): Promise<Settings | null> {
  const rows = await reader.select().from(settings)
  const values = new Map(rows.map((row) => [row.key, row.value]))
  const operator = values.get(keys.operator)
  const tagAuthority = values.get(keys.tagAuthority)
  const tagDate = values.get(keys.tagDate)
  const ocidPrefix = values.get(keys.ocidPrefix)
  if (operator === undefined || tagAuthority === undefined) return null
  if (tagDate === undefined || ocidPrefix === undefined) return null
  const demonstration = values.has(DEMONSTRATION)
  return { operator, tagAuthority, tagDate, ocidPrefix, demonstration }
}

/** Fixes the settings at the first start; later calls change nothing. Returns those that stand. */
export async function fixSettings(tx: Tx, defaults: FirstSettings): Promise<Settings> {
  await tx
    .insert(settings)
    .values([
      { key: keys.operator, value: defaults.operator },
      { key: keys.tagAuthority, value: defaults.tagAuthority },
      { key: keys.tagDate, value: defaults.tagDate },
      { key: keys.ocidPrefix, value: defaults.ocidPrefix },
    ])
    .onConflictDoNothing()
  return (await readSettings(tx)) ?? { ...defaults, demonstration: false }
}

/** Says for good that this instance shows invented consultations. */
export async function markDemonstration(tx: Tx): Promise<void> {
  await tx.insert(settings).values({ key: DEMONSTRATION, value: 'oui' }).onConflictDoNothing()
}
