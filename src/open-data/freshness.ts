import { inArray } from 'drizzle-orm'
import type { Reader } from '../db/db.ts'
import { dataVersions } from '../db/versions.ts'
import type { Scope } from '../http/route.ts'

/** How a file is known without being made: by the versions of what it is made of. */
export interface Freshness {
  /** Versions of its scopes: another one whenever anything in it may have changed. */
  version: string
  /** When the latest of them changed; null where nothing ever did. */
  changedAt: Date | null
}

/** Freshness of a file that these scopes are in. */
export async function freshnessOf(reader: Reader, scopes: readonly Scope[]): Promise<Freshness> {
  const rows = await reader
    .select()
    .from(dataVersions)
    .where(inArray(dataVersions.scope, [...scopes]))
  const versions = new Map(rows.map(({ scope, version }) => [scope, version]))
  const latest = Math.max(...rows.map(({ changedAt }) => changedAt.getTime()))
  return {
    version: scopes.map((scope) => versions.get(scope) ?? 0).join('.'),
    changedAt: rows.length > 0 ? new Date(latest) : null,
  }
}

/** When each scope last changed. */
export async function changesOf(reader: Reader): Promise<Map<string, Date>> {
  const rows = await reader.select().from(dataVersions)
  return new Map(rows.map(({ scope, changedAt }) => [scope, changedAt]))
}
