import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { generateDrizzleJson, generateMigration } from 'drizzle-kit/api'
import { sql } from 'drizzle-orm'
import type { Db } from '../../src/db/db.ts'
import { openEmbedded } from '../../src/db/embedded.ts'
import * as versions from '../../src/db/versions.ts'
import * as partners from '../../src/partners/schema.ts'
import * as places from '../../src/places/schema.ts'

/** An embedded database with the empty tables of places, partners and buyers, and how to be rid of it. */
export async function openDirectoryDatabase(): Promise<{ db: Db; close: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'guichet-directory-'))
  const opened = await openEmbedded(folder)
  if (!opened.ok) throw new Error('A new folder cannot be held by another process')
  const statements = await generateMigration(
    generateDrizzleJson({}),
    generateDrizzleJson({ ...places, ...partners, ...versions }),
  )
  for (const statement of statements) await opened.db.execute(sql.raw(statement))
  return {
    db: opened.db,
    close: async () => {
      await opened.close()
      await rm(folder, { recursive: true })
    },
  }
}
