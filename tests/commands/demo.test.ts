import { rmSync } from 'node:fs'
import { asc, count } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createApp, ROUTES } from '../../src/app.ts'
import { calendarFrom } from '../../src/commands/demo/calendar.ts'
import { scenarios } from '../../src/commands/demo/scenarios.ts'
import { type Step, stepsOf } from '../../src/commands/demo/story.ts'
import { runCommand } from '../../src/commands/run.ts'
import { readConfig } from '../../src/config.ts'
import { parseFilter, type State } from '../../src/consultations/filter.ts'
import type { ListedConsultation } from '../../src/consultations/shown.ts'
import { readLists } from '../../src/consultations/lists.ts'
import { listConsultations, PAGE_SIZE } from '../../src/consultations/listing.ts'
import { resolveFilter } from '../../src/consultations/matching.ts'
import { findConsultation, readConsultationPage } from '../../src/consultations/page.ts'
import { consultations, notices, sourceRecords, sources } from '../../src/consultations/schema.ts'
import { readSettings } from '../../src/db/settings.ts'
import { partners } from '../../src/partners/schema.ts'
import { openProgram, type Opened } from '../../src/runtime/node/open.ts'
import { listSources } from '../../src/sources/queries.ts'
import { lengthOf } from '../../views/cut.ts'
import { copyEmbeddedFolder } from '../support/databases.ts'
import { childrenOf, readStrictly, textOf } from '../support/strict-xml.ts'

const STATES: State[] = [
  'open',
  'planned',
  'ended',
  'awarded',
  'abandoned',
  'unsuccessful',
  'withdrawn',
]

describe('the demonstration', () => {
  const folder = copyEmbeddedFolder()
  let opened: Opened
  const said: string[] = []
  const complaints: string[] = []

  const run = (...argv: string[]) =>
    runCommand(
      argv,
      {
        deps: opened.deps,
        sql: opened.database.sql,
        cwd: process.cwd(),
        say: (line) => said.push(line),
      },
      (line) => complaints.push(line),
    )

  beforeAll(async () => {
    const read = readConfig({ DATA_DIR: folder, POLL: 'off', FAKE_NOW: '2026-11-24T09:30:00Z' })
    const result = read.ok ? await openProgram(read.config, () => {}) : null
    if (!result?.ok) throw new Error('the program did not open')
    opened = result.opened
    expect(await run('demo')).toBe(0)
  })
  afterAll(async () => {
    await opened.close()
    rmSync(folder, { recursive: true, force: true })
  })

  test('shows consultations in every state, all of them labelled', async () => {
    for (const state of STATES)
      expect((await board(`etat=${WORDS[state]}`)).map((each) => each.state)).toContain(state)
    const all = await opened.deps.db
      .select({ own: consultations.demonstration })
      .from(consultations)
    expect(all.length).toBeGreaterThanOrEqual(40)
    expect(all.every(({ own }) => own)).toBe(true)
    const feeds = await opened.deps.db.select({ own: sources.demonstration }).from(sources)
    expect(feeds.every(({ own }) => own)).toBe(true)
    expect((await readSettings(opened.deps.db))?.demonstration).toBe(true)
  })

  test('shows every mark that a card can bear', async () => {
    const tags = new Set((await board('etat=toutes')).map((each) => each.tag))
    for (const tag of ['last-day', 'deadline-moved', 'changed', 'ended', 'awarded', 'abandoned'])
      expect(tags).toContain(tag)
  })

  test('has no deadline, place and amount where nobody gave one', async () => {
    const open = await board('')
    expect(open.some((each) => each.deadline === null)).toBe(true)
    expect(open.some((each) => each.place === null)).toBe(true)
    expect(open.some((each) => each.amount === null)).toBe(true)
  })

  test('finds the school of Narbonne by its sixth lot', async () => {
    const found = await board('metier=electricite&montant-max=90000&lieu=narbonne&rayon=30')
    const school = found.find((each) => each.title.startsWith('Construction du groupe scolaire'))
    expect(school?.matchingLots).toEqual([{ number: '6', title: 'Électricité CFO-CFA' }])
  })

  test('has no title above 120 characters in any of its feeds', async () => {
    const app = createApp(opened.deps)
    const feeds = ROUTES.filter(({ kind, path }) => kind === 'feed' && path.endsWith('.rss'))
    expect(feeds.length).toBeGreaterThanOrEqual(6)
    for (const { path } of feeds) {
      const [channel] = childrenOf(readStrictly(await (await app.request(path)).text()), 'channel')
      const items = channel ? childrenOf(channel, 'item') : []
      expect([path, items.length > 0]).toEqual([path, true])
      for (const item of items)
        expect(lengthOf(textOf(item, 'title') ?? '')).toBeLessThanOrEqual(120)
    }
  })

  test('buys electricity under energy, once, for the group and its member', async () => {
    const titled = (list: ListedConsultation[]) =>
      list.filter((each) => each.title.startsWith("Fourniture et acheminement d'électricité"))
    expect(titled(await board('metier=energie'))).toHaveLength(1)
    expect(titled(await board('metier=electricite'))).toHaveLength(0)
    expect(titled(await board('acheteur=narbonne'))).toHaveLength(1)
    expect(titled(await board('acheteur=grand-narbonne'))).toHaveLength(1)
  })

  test('shows the earlier of two dates that sources disagree on, in doubt', async () => {
    const found = (await board('')).find((each) =>
      each.title.startsWith('Remplacement des menuiseries extérieures'),
    )
    expect(found?.deadline?.doubt).toBe('sources-disagree')
    expect(found?.deadline?.wall).toBe(calendarFrom(opened.deps.now()).ahead(11, '12:00').wall)
  })

  test('lets the later rectificatif win over the date that an agent typed', async () => {
    const found = (await board('')).find((each) => each.title.startsWith('Mise en accessibilité'))
    expect(found?.deadline?.wall).toBe(calendarFrom(opened.deps.now()).ahead(12, '12:00').wall)
    expect(found?.amount).toEqual({ min: 200_000, max: 500_000 })
  })

  test('says in which words of its source a deadline was read', async () => {
    const found = (await board('')).find((each) => each.title.startsWith('Construction du groupe'))
    const { provenance, facts } = await pageOf(found)
    expect(facts.deadline?.wall).toBe('2026-12-16T12:00')
    expect(provenance.deadline).toMatchObject({
      source: "Profil d'acheteur de la Ville de Narbonne (démonstration)",
      words: 'Date limite de remise des offres : 16/12/2026 à 12h00',
    })
  })

  test('tells what became of each lot', async () => {
    const found = (await board('etat=attribuee')).find((each) =>
      each.title.startsWith('Réaménagement de la déchèterie'),
    )
    const page = await pageOf(found)
    expect(page.lots.map((lot) => lot.outcome?.kind)).toEqual([
      'awarded',
      'awarded',
      'awarded',
      'awarded',
      'awarded',
      'unsuccessful',
    ])
  })

  test('keeps an award that was notified long ago out of the default feed', async () => {
    const kept = await opened.deps.db
      .select({ inFeed: notices.inDefaultFeed, kind: notices.kind })
      .from(notices)
    expect(kept.filter((notice) => !notice.inFeed).map((notice) => notice.kind)).toEqual(['award'])
  })

  test('recognises every buyer of the directory under the name that its source gives it', async () => {
    const unknown = (await board('etat=toutes')).filter((each) => each.buyer.slug === null)
    expect(unknown).toEqual([])
    const buyers = new Set((await board('etat=toutes')).map((each) => each.buyer.slug))
    expect(buyers).toContain('syndicat-intercommunal-imaginaire-de-la-montagne')
    expect([...buyers].filter((slug) => slug?.endsWith('-2'))).toEqual([])
  })

  test('has one source in trouble and polls none', async () => {
    const list = await listSources(opened.deps.db, opened.deps.now())
    expect(list.filter((source) => source.state === 'failing')).toHaveLength(1)
    expect(list.every((source) => new URL(source.url).hostname.endsWith('.example'))).toBe(true)
    expect(list.every((source) => source.nextPollAt === null)).toBe(true)
  })

  test('is refused in one sentence by a database that holds anything, and changes nothing', async () => {
    const before = await contents()
    expect(await run('demo')).toBe(1)
    expect(complaints.at(-1)).toMatch(/^Cette base contient déjà .+\.$/)
    expect(await contents()).toEqual(before)
  })

  test('with --if-empty leaves a filled database as it is, without complaint', async () => {
    const [before, complained] = [await contents(), complaints.length]
    expect(await run('demo', '--if-empty')).toBe(0)
    expect(complaints).toHaveLength(complained)
    expect(await contents()).toEqual(before)
  })

  /** Everything that answers these words of an address. */
  async function board(query: string): Promise<ListedConsultation[]> {
    const { db, now } = opened.deps
    const lists = await readLists(db)
    const parsed = parseFilter(new URLSearchParams(query))
    if (!parsed.ok) throw new Error(query)
    const resolution = await resolveFilter(db, parsed.filter, lists)
    if (!resolution.ok) throw new Error(query)
    const found: ListedConsultation[] = []
    let key: string | null = null
    do {
      const cursor = key === null ? null : { direction: 'after' as const, key }
      const page = await listConsultations(db, resolution.resolved, cursor, now(), lists.gazetteer)
      found.push(...page.items)
      key = page.items.length === PAGE_SIZE ? page.next : null
    } while (key !== null)
    return found
  }

  async function pageOf(listed: ListedConsultation | undefined) {
    const { db, now } = opened.deps
    const row = listed ? await findConsultation(db, listed.reference) : null
    if (!row) throw new Error('no such consultation')
    return readConsultationPage(db, row, now(), await readLists(db))
  }

  async function contents() {
    const { db } = opened.deps
    const numbers = await Promise.all(
      [sources, partners, notices, sourceRecords].map((table) =>
        db.select({ n: count() }).from(table),
      ),
    )
    const rows = await db.select().from(consultations).orderBy(asc(consultations.id))
    return { numbers, rows }
  }
})

const WORDS: Record<State, string> = {
  open: 'en-cours',
  planned: 'a-venir',
  ended: 'terminee',
  awarded: 'attribuee',
  abandoned: 'sans-suite',
  unsuccessful: 'infructueuse',
  withdrawn: 'annulee',
}

describe('the stories of the demonstration', () => {
  const days = Array.from({ length: 14 }, (_, day) => new Date(Date.UTC(2026, 11, 20 + day, 5, 40)))

  test.each(days)('told on %s, are in the past and end on working days at office hours', (now) => {
    const steps = stepsOf(scenarios(calendarFrom(now)))
    for (const { at, draft } of steps) {
      expect(at.getTime()).toBeLessThanOrEqual(now.getTime())
      for (const wall of wallsOf(draft)) {
        const weekday = new Date(`${wall.slice(0, 10)}T00:00:00Z`).getUTCDay()
        expect([1, 2, 3, 4, 5], `${draft.externalId} ${wall}`).toContain(weekday)
        expect(wall.slice(5, 10)).not.toMatch(/^(12-25|01-01)$/)
        expect(wall.slice(11) >= '08:00' && wall.slice(11) <= '18:00').toBe(true)
      }
    }
  })

  test('name nobody real: every telephone number and e-mail address is a placeholder', () => {
    const text = JSON.stringify(stepsOf(scenarios(calendarFrom(days[0] ?? new Date()))))
    const emails = text.match(/[\w.-]+@[\w.-]+/g) ?? []
    expect(emails.length).toBeGreaterThan(10)
    expect(emails.filter((email) => !email.endsWith('@example.org'))).toEqual([])
    const hosts = [...text.matchAll(/https?:\/\/([^/"]+)/g)].map((match) => match[1] ?? '')
    expect(hosts.filter((host) => !host.endsWith('.example'))).toEqual([])
    const phones = text.match(/0[1-9](?: \d\d){4}/g) ?? []
    expect(new Set(phones)).toEqual(new Set(['04 00 00 00 00']))
  })

  function wallsOf({ facts }: Step['draft']): string[] {
    return [
      facts.deadline?.value,
      facts.questionsUntil?.value,
      ...(facts.siteVisit?.value.dates ?? []),
      ...(facts.lots?.value ?? []).map((lot) => lot.deadline),
    ].flatMap((moment) => moment?.wall ?? [])
  }
})
