import { generateDrizzleJson, generateMigration } from 'drizzle-kit/api'
import { globSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Migration } from '../../src/db/migrate.ts'

/** Statements that make the features' tables, as long as no migration does. */
export async function tablesWithoutMigration(files: Migration[]): Promise<string[]> {
  if (files.some((file) => /create table/i.test(file.sql))) return []
  const src = fileURLToPath(new URL('../../src/', import.meta.url))
  const paths = ['*/schema.ts', 'db/{versions,settings,counters}.ts']
  const imports: Record<string, unknown> = {}
  for (const path of globSync(paths, { cwd: src }))
    Object.assign(imports, await import(/* @vite-ignore */ `${src}${path}`))
  return generateMigration(generateDrizzleJson({}), generateDrizzleJson(imports))
}
