import { isNotNull } from 'drizzle-orm'
import type { Sql } from 'postgres'
import type { Config } from '../config.ts'
import { seedContacts } from '../contacts/seed-contacts.ts'
import { trades } from '../consultations/schema.ts'
import { TRADES } from '../consultations/trades-data.ts'
import type { Db } from '../db/db.ts'
import { migrate } from '../db/migrate.ts'
import { readMigrationFiles } from '../db/migration-files.ts'
import { fixSettings } from '../db/settings.ts'
import { seedPact } from '../pact/seed-pact.ts'
import { communes } from '../places/schema.ts'
import { loadPlaces } from '../places/load.ts'
import { seedRules } from '../rules/load-rules.ts'
import { FIRST_VERSION } from '../../views/templates/first-version.ts'
import { seedTemplate } from '../templates/versions.ts'
import { type CommandResult, done, refused } from './command.ts'
import { readPlacesData } from './places-data.ts'

/** Brings a database to the state that the program needs: migrations, settings of the instance, trades, rules, places, the pact and whom firms turn to. */
export async function prepareDatabase(
  { db, sql }: { db: Db; sql: Sql },
  config: Config,
  now: Date,
  say: (line: string) => void,
): Promise<CommandResult> {
  const outcome = await migrate(sql, readMigrationFiles(), (name) => say(`Migration ${name}`))
  if (!outcome.ok) return refused(newerSentence(outcome.unknown))
  const division =
    (await db.$count(communes, isNotNull(communes.siren))) === 0 ? await readPlacesData() : null
  await db.transaction(async (tx) => {
    await fixSettings(tx, firstSettings(config, now))
    await tx
      .insert(trades)
      .values(TRADES.map((trade, position) => ({ ...trade, position })))
      .onConflictDoNothing()
    await seedRules(tx)
    await seedPact(tx)
    await seedTemplate(tx, FIRST_VERSION, now)
    await seedContacts(tx)
    if (division) await loadPlaces(tx, division)
  })
  return done
}

/** What is answered where the database has migrations that this program does not know. */
export function newerSentence(unknown: string[]): string {
  return `Cette base a été mise à jour par une version plus récente de Guichet (${unknown.join(', ')}) : installez cette version.`
}

function firstSettings(config: Config, now: Date) {
  return {
    operator: 'les collectivités partenaires',
    tagAuthority: new URL(config.baseUrl).hostname,
    tagDate: now.toISOString().slice(0, 10),
    ocidPrefix: 'ocds-000000',
  }
}
