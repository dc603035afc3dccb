import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createApp } from '../../src/app.ts'
import { helpBodies } from '../../src/contacts/schema.ts'
import type { Db } from '../../src/db/db.ts'
import { bumpVersions, createVersions } from '../../src/db/versions.ts'
import type { Deps } from '../../src/deps.ts'
import { createKeeper } from '../../src/http/keeper.ts'
import { bought, draft, type TestProgram, testProgram } from '../support/application.ts'
import { openTestPostgres } from '../support/databases.ts'

const START = '2026-11-21T09:00:00Z'
const BOARD = '/?tri=parution'
const TABLE = '/consultations.csv'
const PAGES = [BOARD, '/consultations.rss', TABLE]
/** For so long after it was last known to be true, what was kept goes out. */
const STILL_GIVEN_MS = 1900

let program: TestProgram
let close: () => Promise<void>
let written = 0

beforeAll(async () => {
  const database = await openTestPostgres('ready')
  close = database.close
  program = await testProgram(database, START)
})
afterAll(() => close())
beforeEach(() => {
  program.clock.now = new Date(START)
})

/** A process that reads what others write, with its renderings in the background counted and awaited. */
async function process() {
  const behind: Promise<unknown>[] = []
  const versions = createVersions(program.deps.db, program.deps.now)
  const deps: Deps = {
    ...program.deps,
    versions,
    keep: createKeeper(16_000_000),
    waitUntil: (work) => void behind.push(work),
  }
  await versions.refresh()
  const app = createApp(deps)
  return {
    deps,
    status: async (path: string) => (await app.request(path)).status,
    text: async (path: string, headers: Record<string, string> = {}) =>
      (await app.request(path, { headers })).text(),
    hear: () => versions.hear(),
    /** How many were under way; all are over then. */
    async settled(): Promise<number> {
      const those = behind.splice(0)
      await Promise.all(those)
      return those.length
    },
  }
}

function pass(milliseconds: number): void {
  program.clock.now = new Date(program.clock.now.getTime() + milliseconds)
}

/** Another process writes a consultation, whose title this answers. */
async function othersWrite(): Promise<string> {
  written += 1
  const title = `Reprise du parapet ${written}`
  await program.say('ailleurs', [
    draft(title, { object: title, buyers: bought('Ville de Narbonne') }),
  ])
  return title
}

describe('what others have just written', () => {
  test.each(PAGES)('is made behind the last answer that goes without it: %s', async (path) => {
    const { text, hear, settled } = await process()
    const before = await text(path)
    pass(1000)
    const title = await othersWrite()
    await hear()
    expect(await text(path)).toBe(before)
    expect(await settled()).toBe(1)
    expect(await text(path)).toContain(title)
    expect(await settled()).toBe(0)
  })

  test('is shown no more once it is known to be withdrawn', async () => {
    const path = '/contacts/organismes/codefi-de-l-aude'
    const { status, hear, settled } = await process()
    expect(await status(path)).toBe(200)
    pass(1000)
    await program.deps.db.transaction(async (tx) => {
      const removed = { removedAt: program.clock.now, removedReason: 'Il n’existe plus.' }
      await tx.update(helpBodies).set(removed).where(eq(helpBodies.slug, 'codefi-de-l-aude'))
      await bumpVersions(tx, ['contacts'])
    })
    await hear()
    expect(await status(path)).toBe(200)
    expect(await settled()).toBe(1)
    expect(await status(path)).toBe(410)
  })

  test('is waited for once what was kept may be older than that', async () => {
    const { text, hear } = await process()
    const before = await text(BOARD)
    pass(100)
    await hear()
    const title = await othersWrite()
    pass(STILL_GIVEN_MS - 1)
    await hear()
    expect(await text(BOARD)).toBe(before)
    pass(1)
    expect(await text(BOARD)).toContain(title)
  })

  test('is waited for by all who ask too late to go without it, and made once for them', async () => {
    const { deps, text, hear } = await process()
    await text(BOARD)
    const title = await othersWrite()
    await hear()
    pass(STILL_GIVEN_MS)
    let made = 0
    const { compress } = deps
    deps.compress = (bytes) => {
      made += 1
      return compress(bytes)
    }
    const texts = await Promise.all([text(BOARD), text(BOARD), text(BOARD)])
    for (const each of texts) expect(each).toContain(title)
    expect(made).toBe(1)
  })

  test('is shown at once when the clock has gone back since', async () => {
    const { text, hear } = await process()
    await text('/consultations.rss')
    pass(3_600_000)
    await hear()
    const title = await othersWrite()
    await hear()
    pass(-1_800_000)
    expect(await text('/consultations.rss')).toContain(title)
  })

  test('is made not twice in half a second while they go on writing', async () => {
    const { text, hear, settled } = await process()
    await text(BOARD)
    let renewals = 0
    for (let tenth = 1; tenth <= 30; tenth += 1) {
      pass(100)
      await othersWrite()
      await hear()
      await text(BOARD)
      renewals += await settled()
    }
    expect(renewals).toBe(5)
  })

  test('is shown at once to who has a session', async () => {
    const { text, hear } = await process()
    await text(TABLE)
    const title = await othersWrite()
    await hear()
    expect(await text(TABLE, { cookie: 'session=1' })).toContain(title)
  })

  test('is shown at once where this process has written too', async () => {
    const { deps, text, hear } = await process()
    await text(TABLE)
    const title = await othersWrite()
    await hear()
    await deps.versions.refresh()
    expect(await text(TABLE)).toContain(title)
  })

  test('never keeps an answer beyond what it is true for', async () => {
    const { text, hear } = await process()
    await text(BOARD)
    pass(59_500)
    const title = await othersWrite()
    await hear()
    pass(500)
    expect(await text(BOARD)).toContain(title)
  })
})

test('a reading of versions that answers late takes nothing back', async () => {
  const held = Promise.withResolvers<void>()
  let isHeld = true
  const slow = new Proxy(program.deps.db, {
    get(target, name) {
      if (name !== 'select' || !isHeld) return Reflect.get(target, name) as unknown
      isHeld = false
      const read = readVersions(target)
      return () => ({ from: () => read.then((rows) => held.promise.then(() => rows)) })
    },
  })
  const versions = createVersions(slow, program.deps.now)
  const late = versions.hear()
  await othersWrite()
  await versions.refresh()
  const known = versions.current('board')
  held.resolve()
  await late
  expect(versions.current('board')).toBe(known)
  expect(known).not.toBe('0')
})

async function readVersions(db: Db): Promise<{ scope: string; version: number }[]> {
  const rows = await db.execute<{ scope: string; version: string }>(
    'select scope, version from data_versions',
  )
  return rows.map(({ scope, version }) => ({ scope, version: Number(version) }))
}
