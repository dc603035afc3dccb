import { sql } from 'drizzle-orm'
import { createApp } from '../../src/app.ts'
import type {
  BuyerName,
  Facts,
  FactName,
  Moment,
  RecordFacts,
} from '../../src/consultations/facts.ts'
import { readLists } from '../../src/consultations/lists.ts'
import type { RecordDraft } from '../../src/consultations/records/draft.ts'
import { recordDrafts } from '../../src/consultations/records/record.ts'
import { sources } from '../../src/consultations/schema.ts'
import type { Db } from '../../src/db/db.ts'
import type { OpenDatabase } from '../../src/db/postgres.ts'
import { createVersions } from '../../src/db/versions.ts'
import type { Deps } from '../../src/deps.ts'
import { createKeeper } from '../../src/http/keeper.ts'
import { readAssets } from '../../src/runtime/node/assets.ts'
import { compress } from '../../src/runtime/node/compress.ts'
import { sha256 } from '../../src/runtime/node/sha256.ts'
import { tidyTitle } from '../../src/sources/french/title.ts'
import { mergeRecords, readDocument } from '../../src/sources/read-document.ts'
import { addSources } from '../../src/sources/register.ts'
import { loadDirectory, testConfig } from './directory.ts'

/** A clock that tests set. */
export interface TestClock {
  now: Date
}

/** The program on a test database, with the demonstration's directory and places, and a clock of its own. */
export async function testProgram(database: OpenDatabase, at: string) {
  const clock: TestClock = { now: new Date(at) }
  const { db } = database
  const now = () => clock.now
  const deps: Deps = {
    db,
    config: testConfig(),
    now,
    fetch: globalThis.fetch,
    log: () => {},
    keep: createKeeper(16 * 1024 * 1024),
    versions: createVersions(db, now),
    read: readDocument,
    merge: mergeRecords,
    compress,
    assets: readAssets(),
    sha256,
    waitUntil: (work) => void work,
  }
  await loadDirectory(database, clock.now)
  await deps.versions.refresh()
  const app = createApp(deps)
  return {
    database,
    deps,
    clock,
    app,
    /** The text of an answer, its status checked. */
    async text(path: string, status = 200): Promise<string> {
      await deps.versions.refresh()
      const response = await app.request(path)
      const text = await response.text()
      if (response.status !== status) throw new Error(`${path}: ${response.status}\n${text}`)
      return text
    },
    /** Has a source say these things now. */
    async say(sourceName: string, drafts: RecordDraft[], options: { firstRead?: boolean } = {}) {
      const sourceId = await sourceNamed(db, sourceName, clock.now)
      const lists = await readLists(db)
      const counts = await db.transaction((tx) =>
        recordDrafts(tx, sourceId, drafts, {
          ...lists,
          ocidPrefix: 'ocds-test',
          now: clock.now,
          firstRead: options.firstRead ?? false,
          demonstration: false,
          titleOf: tidyTitle,
        }),
      )
      await deps.versions.refresh()
      return counts
    },
    later(days: number) {
      clock.now = new Date(clock.now.getTime() + days * 86_400_000)
    },
  }
}

export type TestProgram = Awaited<ReturnType<typeof testProgram>>

async function sourceNamed(db: Db, name: string, now: Date): Promise<number> {
  const [known] = await db
    .select()
    .from(sources)
    .where(sql`${sources.name} = ${name}`)
  if (known) return known.id
  const added = await db.transaction((tx) =>
    addSources(
      tx,
      [{ url: `https://${name}.example/flux`, partner: 'narbonne', kind: 'rss', name }],
      { now, demonstration: false },
    ),
  )
  const [id] = added.ok ? added.ids : []
  if (id === undefined) throw new Error(JSON.stringify(added))
  return id
}

/** What a source says, from plain values; `typed` makes it an agent's. */
export function draft(
  externalId: string,
  values: Partial<Facts>,
  options: { publishedAt?: string; basis?: 'typed' | 'structured' | 'extracted' } = {},
): RecordDraft {
  const facts: RecordFacts = {}
  for (const name of Object.keys(values) as FactName[])
    put(facts, name, values[name], options.basis ?? 'structured')
  return {
    externalId,
    alternateIds: [],
    raw: JSON.stringify(values),
    facts,
    publishedAt: options.publishedAt ? new Date(options.publishedAt) : null,
  }
}

function put<K extends FactName>(
  facts: RecordFacts,
  name: K,
  value: Facts[K] | undefined,
  basis: 'typed' | 'structured' | 'extracted',
): void {
  if (value !== undefined) facts[name] = { value, words: null, basis } as RecordFacts[K]
}

/** A wall time of Paris in winter (UTC+1). */
export function winter(wall: string): Moment {
  return { wall, instant: new Date(`${wall}:00+01:00`).toISOString() }
}

export function bought(name: string, siret: string | null = null): BuyerName[] {
  return [{ name, siret, coordinator: false }]
}
