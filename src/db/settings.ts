import { eq } from 'drizzle-orm'
import { pgTable, text } from 'drizzle-orm/pg-core'
import type { Reader, Tx } from './db.ts'

/** What an instance is called, and what it fixed at its first start: feed ids and OCDS identifiers are built on it. */
export const settings = pgTable('settings', {
  key: text('key').primaryKey(),
  value: text('value').notNull(),
})

export interface Settings {
  /** Name of the body that runs this instance. */
  operator: string
  /** E-mail or web address to reach it; null until it is set. */
  contact: string | null
  /** Where the source of the running program stands (AGPL, section 13); null until it is set. */
  sourceCode: string | null
  /** Authority of `tag:` URIs (RFC 4151): a domain name or an e-mail address of the operator. */
  tagAuthority: string
  /** Date of `tag:` URIs, YYYY-MM-DD: a day on which the operator held that authority. */
  tagDate: string
  /** Prefix of OCDS identifiers, like `ocds-abc123`. */
  ocidPrefix: string
  /** The instance shows invented consultations. */
  demonstration: boolean
  /** What the operator says of itself and of an audit on the legal pages. */
  statements: Statements
}

/** What the law has an operator say, each null until it is said. */
export interface Statements {
  /** Postal address and telephone of the operator. */
  address: string | null
  /** Who directs the publication, by name or function. */
  director: string | null
  /** Name, address and telephone of who hosts the service. */
  host: string | null
  /** How to reach the data protection officer. */
  dataOfficer: string | null
  /** Day of the accessibility audit, YYYY-MM-DD. */
  auditDate: string | null
  /** Who carried it out. */
  auditBy: string | null
  /** Share of the criteria of the RGAA that are respected: a whole number of percents. */
  auditRate: string | null
  /** What does not respect them, and what is exempted because it would cost too much: sentences separated by `|`. */
  failings: string | null
  exemptions: string | null
  /** Web addresses of the plan over several years and of the year's actions. */
  accessPlan: string | null
  yearPlan: string | null
}

/** What the first start decides. */
export type FirstSettings = Pick<Settings, 'operator' | 'tagAuthority' | 'tagDate' | 'ocidPrefix'>

/** Names of the settings that an operator may change. */
export type SettingName =
  'operator' | 'contact' | 'sourceCode' | 'tagAuthority' | 'ocidPrefix' | keyof Statements

const KEYS = {
  operator: 'operator',
  contact: 'contact',
  sourceCode: 'source_code',
  tagAuthority: 'tag_authority',
  tagDate: 'tag_date',
  ocidPrefix: 'ocid_prefix',
  demonstration: 'demonstration',
  address: 'address',
  director: 'director',
  host: 'host',
  dataOfficer: 'data_officer',
  auditDate: 'audit_date',
  auditBy: 'audit_by',
  auditRate: 'audit_rate',
  failings: 'failings',
  exemptions: 'exemptions',
  accessPlan: 'access_plan',
  yearPlan: 'year_plan',
} satisfies Record<Exclude<keyof Settings, 'statements'> | keyof Statements, string>

/** The instance's settings, or null as long as they are not fixed. */
export async function readSettings(reader: Reader): Promise<Settings | null> {
  const rows = await reader.select().from(settings)
  const values = new Map(rows.map((row) => [row.key, row.value]))
  const operator = values.get(KEYS.operator)
  const tagAuthority = values.get(KEYS.tagAuthority)
  const tagDate = values.get(KEYS.tagDate)
  const ocidPrefix = values.get(KEYS.ocidPrefix)
  if (operator === undefined || tagAuthority === undefined) return null
  if (tagDate === undefined || ocidPrefix === undefined) return null
  return {
    operator,
    contact: values.get(KEYS.contact) ?? null,
    sourceCode: values.get(KEYS.sourceCode) ?? null,
    tagAuthority,
    tagDate,
    ocidPrefix,
    demonstration: values.has(KEYS.demonstration),
    statements: {
      address: values.get(KEYS.address) ?? null,
      director: values.get(KEYS.director) ?? null,
      host: values.get(KEYS.host) ?? null,
      dataOfficer: values.get(KEYS.dataOfficer) ?? null,
      auditDate: values.get(KEYS.auditDate) ?? null,
      auditBy: values.get(KEYS.auditBy) ?? null,
      auditRate: values.get(KEYS.auditRate) ?? null,
      failings: values.get(KEYS.failings) ?? null,
      exemptions: values.get(KEYS.exemptions) ?? null,
      accessPlan: values.get(KEYS.accessPlan) ?? null,
      yearPlan: values.get(KEYS.yearPlan) ?? null,
    },
  }
}

/** Fixes the settings at the first start; later calls change nothing. */
export async function fixSettings(tx: Tx, first: FirstSettings): Promise<void> {
  const names = ['operator', 'tagAuthority', 'tagDate', 'ocidPrefix'] as const
  await tx
    .insert(settings)
    .values(names.map((name) => ({ key: KEYS[name], value: first[name] })))
    .onConflictDoNothing()
}

/** Forgets a setting that need not be there. */
export async function clearSetting(
  tx: Tx,
  name: Exclude<SettingName, 'operator' | 'tagAuthority' | 'ocidPrefix'>,
): Promise<void> {
  await tx.delete(settings).where(eq(settings.key, KEYS[name]))
}

/** Changes one setting. That identifiers already given out depend on it is the caller's to refuse. */
export async function changeSetting(tx: Tx, name: SettingName, value: string): Promise<void> {
  await tx
    .insert(settings)
    .values({ key: KEYS[name], value })
    .onConflictDoUpdate({ target: settings.key, set: { value } })
}

/** Says for good that this instance shows invented consultations. */
export async function markDemonstration(tx: Tx): Promise<void> {
  await tx.insert(settings).values({ key: KEYS.demonstration, value: 'oui' }).onConflictDoNothing()
}
