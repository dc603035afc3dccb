import { readFileSync } from 'node:fs'
import { eq } from 'drizzle-orm'
import { prepareDatabase } from '../../src/commands/prepare.ts'
import type { Config } from '../../src/config.ts'
import { readConfig } from '../../src/config.ts'
import { settings } from '../../src/db/settings.ts'
import type { Db, Reader } from '../../src/db/db.ts'
import type { OpenDatabase } from '../../src/db/postgres.ts'
import { importPartners } from '../../src/partners/import-partners.ts'
import { readPartners } from '../../src/partners/read-partners.ts'
import { partners } from '../../src/partners/schema.ts'
import { importCentres, readCentres } from '../../src/places/centres.ts'

/** What programs in tests are told of where they run. */
export function testConfig(): Config {
  const read = readConfig({ BASE_URL: 'https://guichet.example', ALLOW_PRIVATE_SOURCES: '1' })
  if (!read.ok) throw new Error(read.problems.join('\n'))
  return read.config
}

/** Brings a migrated database to where programs in tests start: places, trades, rules, the pact, the directory. */
export async function loadDirectory(
  database: Pick<OpenDatabase, 'db' | 'sql'>,
  now: Date,
): Promise<void> {
  const prepared = await prepareDatabase(database, testConfig(), now, () => {})
  if (!prepared.ok) throw new Error(prepared.sentence)
  if ((await database.db.$count(partners)) === 0) await importDemonstrationDirectory(database.db)
}

/** The same, once for all suites: what differs between them, the settings of the instance, is left to each. */
export async function prepareTemplate(database: Pick<OpenDatabase, 'db' | 'sql'>): Promise<void> {
  await loadDirectory(database, new Date(0))
  await database.db.delete(settings)
}

/** The number of a partner, by its word. */
export async function idOfPartner(reader: Reader, slug: string): Promise<number> {
  const [partner] = await reader
    .select({ id: partners.id })
    .from(partners)
    .where(eq(partners.slug, slug))
  if (!partner) throw new Error(`no partner ${slug}`)
  return partner.id
}

async function importDemonstrationDirectory(db: Db): Promise<void> {
  const file = (name: string) =>
    readFileSync(new URL(`../../src/commands/demo/${name}`, import.meta.url), 'utf8')
  const read = readPartners(file('partners.json'), 'json')
  const centres = readCentres(file('commune-centres.json'), 'json')
  if (!read.ok || !centres.ok) throw new Error('the demonstration’s files are not readable')
  await db.transaction(async (tx) => {
    const imported = await importPartners(tx, read.entries)
    if (!imported.ok) throw new Error(JSON.stringify(imported.problems))
    await importCentres(tx, centres.centres)
  })
}
