import { parse } from 'csv-parse/sync'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { bought, draft, type TestProgram, testProgram } from '../support/application.ts'
import { openTestPostgres } from '../support/databases.ts'

/** Twice what is looked at for a page, and some; those at these places say that they are not in lots, others nothing. */
const PAST = 21_000
const NEWEST = [1, 2, 3]
const FIRST_BEYOND = 10_001
const OLDEST = Array.from({ length: 40 }, (_, at) => 20_500 + at)
const ALL = [...NEWEST, FIRST_BEYOND, ...OLDEST]
const QUERY = 'etat=attribuee&lots=non-allotie&precis=oui'

let program: TestProgram
let close: () => Promise<void>

beforeAll(async () => {
  const database = await openTestPostgres('ready')
  close = database.close
  program = await testProgram(database, '2026-11-21T09:00:00Z')
  await program.say('plateforme', [
    draft('passe', { object: 'Voirie', buyers: bought('Ville de Narbonne') }),
  ])
  const { db } = database
  const columns = await db.execute<{ name: string }>(sql`
    select column_name as name from information_schema.columns
    where table_name = 'consultations' and is_generated = 'NEVER' order by ordinal_position`)
  const own: Record<string, string> = {
    id: '1000 + n',
    reference: "'2025-' || (100000 + n)",
    ocid: "'ocds-test-past-' || n",
    title: "'Voirie ' || n",
    slug: "'voirie-' || n",
    status: "'awarded'",
    published_at: "timestamptz '2026-01-01' - n * interval '1 minute'",
    divided: `case when n = any('{${ALL.join()}}'::int[]) then false end`,
  }
  const names = columns.map(({ name }) => name)
  await db.execute(sql`
    insert into consultations (${sql.raw(names.join())})
    select ${sql.raw(names.map((name) => own[name] ?? `consultations.${name}`).join())}
    from consultations, generate_series(1, ${PAST}) n`)
  await db.execute(sql`
    insert into notices (consultation_id, kind, published_at, recorded_at, feed_at, in_default_feed, changes)
    select id, 'tender', published_at, published_at, published_at, true, '[]'
    from consultations, generate_series(1, 3) where status = 'awarded'`)
  await db.execute(sql`update consultations set status = 'abandoned' where status = 'active'`)
  await db.execute(sql`analyze`)
}, 120_000)
afterAll(() => close())

const titles = (html: string) =>
  [...html.matchAll(/class="card-title"><a href="[^"]+">Voirie.(\d+)</g)].map((match) =>
    Number(match[1]),
  )
const link = (html: string, rel: string) =>
  new RegExp(`<a href="([^"]+)"[^>]*rel="${rel}"[^>]*>([^<]+)<`).exec(html)

/** The pages from this one on, by the links of one direction. */
async function pagesFrom(path: string, rel: 'next' | 'prev') {
  const pages: { titles: number[]; by: string | null; html: string; path: string }[] = []
  for (let at: string | undefined = path; at;) {
    const html: string = await program.text(at)
    const [, href, words] = link(html, rel) ?? []
    pages.push({ titles: titles(html), by: words ?? null, html, path: at })
    at = href?.replaceAll('&amp;', '&')
  }
  return pages
}

describe('criteria that hardly ever meet, among what is past', () => {
  test('are looked for ten thousand at a time, and the page says where the search has stopped', async () => {
    const pages = await pagesFrom(`/?${QUERY}`, 'next')
    expect(pages.map(({ titles, by }) => [titles.length, by])).toEqual([
      [3, 'chercher parmi les plus anciennes →'],
      [1, 'chercher parmi les plus anciennes →'],
      [25, 'suivantes →'],
      [15, null],
    ])
    expect(pages.flatMap((page) => page.titles)).toEqual(ALL)
    const [first, second] = pages
    expect(first?.html).toMatch(/au moins 4.consultations/)
    expect(first?.html).toContain(
      'La recherche s’est arrêtée aux consultations parues le jeudi 25 décembre 2025.',
    )
    const none = await program.text(`${second?.path.replace(/_\d+&/, '_1&')}&type=travaux`)
    expect(none).toContain('Aucune autre consultation ne répond à tous ces critères jusqu’ici.')
  })

  test('are found again on the way back, none lost or told twice', async () => {
    const last = (await pagesFrom(`/?${QUERY}`, 'next')).at(-1)
    const pages = await pagesFrom(last?.path ?? '', 'prev')
    expect(pages.toReversed().flatMap((page) => page.titles)).toEqual(ALL)
    expect(pages.map(({ by }) => by)).toContain('← chercher parmi les plus récentes')
    for (const [at, { html }] of pages.entries()) {
      const forth = link(html, 'next')?.[1]?.replaceAll('&amp;', '&')
      const further = forth === undefined ? [] : await pagesFrom(forth, 'next')
      const seen = new Set(pages.slice(0, at).flatMap((page) => page.titles))
      expect(further.flatMap((page) => page.titles)).toEqual(ALL.filter((each) => seen.has(each)))
    }
  })

  test('are not what fills a page: that one says nothing of the search', async () => {
    const html = await program.text(`/?${QUERY.replace('&precis=oui', '')}`)
    expect(titles(html)).toEqual(Array.from({ length: 25 }, (_, at) => at + 1))
    expect(html).not.toContain('La recherche s’est arrêtée')
    expect(link(html, 'next')?.[2]).toBe('suivantes →')
  })

  test('at the end of a search that found nothing more the page says so, and leads back', async () => {
    const [first] = await pagesFrom(
      `/?${QUERY.replace('precis=oui', 'precis=oui&reserve=oui')}`,
      'next',
    )
    expect(first?.titles).toEqual([])
    expect(first?.html).toContain(
      'Aucune consultation ne répond à tous ces critères pour l’instant.',
    )
    const end = await program.text(`/?apres=0_0_1&${QUERY}`)
    expect(end).toContain('Aucune autre consultation ne répond à tous ces critères pour l’instant.')
    expect(link(end, 'prev')?.[2]).toContain('précédentes')
    expect(link(end, 'next')).toBeNull()
  })

  test('and none of the criteria says that a value has none where not all was looked at', async () => {
    const html = await program.text(`/?${QUERY}`)
    expect(html).toMatch(/<option value="electricite">[^(<]+<\/option>/)
    expect(html).toMatch(/<option value="travaux">Travaux<\/option>/)
    expect(html).not.toMatch(/\(0\)/)
  })

  test('are all in the table', async () => {
    const rows: { adresse: string }[] = parse(await program.text(`/consultations.csv?${QUERY}`), {
      columns: true,
    })
    expect(rows.map(({ adresse }) => Number(adresse.split('-').at(-1)))).toEqual(ALL)
  })

  test('are in the feed as far as ten thousand notices reach back, and ten thousand consultations that changed', async () => {
    const query = 'lots=non-allotie&precis=oui'
    const { items } = JSON.parse(await program.text(`/consultations.json?${query}`))
    expect(items.length).toBe(3 * NEWEST.length)
    const view = JSON.parse(await program.text(`/consultations.json?${query}&vue=consultations`))
    // All have changed at the same time, and those last noted are the oldest here.
    expect(view.items.length).toBe(OLDEST.length)
  })
})
