import { existsSync, readFileSync } from 'node:fs'
import * as z from 'zod'
import type { Migration } from './migrate.ts'

const journal = z.object({ entries: z.array(z.object({ tag: z.string() })) })

/** The files that drizzle-kit's journal lists, in its order. */
export function readMigrationFiles(folder: URL = migrationsFolder()): Migration[] {
  const { entries } = journal.parse(
    JSON.parse(readFileSync(new URL('meta/_journal.json', folder), 'utf8')),
  )
  return entries.map(({ tag }) => ({
    name: tag,
    sql: readFileSync(new URL(`${tag}.sql`, folder), 'utf8'),
  }))
}

/** `migrations/` stands at the package's root, and beside dist. */
function migrationsFolder(): URL {
  const fromSources = new URL('../../migrations/', import.meta.url)
  return existsSync(fromSources) ? fromSources : new URL('../migrations/', import.meta.url)
}
