import { parse } from 'csv-parse/sync'
import { describe, expect, it } from 'vitest'
import { rateLimits } from '../../src/http/schema.ts'
import { saveFirms } from '../../src/firms/save.ts'
import { ROUTES } from '../../src/app.ts'
import { TABLES } from '../../src/open-data/table-names.ts'
import { DICTIONARY } from '../../views/open-data/dictionary.ts'
import { datasets } from '../../views/open-data/files.ts'
import { bumpVersions } from '../../src/db/versions.ts'
import { useDemonstration } from '../support/demonstration.ts'
import { textOfDownload } from './downloads.ts'

const demonstration = useDemonstration()
const get = (path: string, headers: Record<string, string> = {}) =>
  demonstration.app.request(path, { headers })

async function rowsOf(name: string): Promise<Record<string, string>[]> {
  return parse(await textOfDownload(demonstration.app, `/donnees/${name}.csv`), { columns: true })
}

describe('the tables', () => {
  it.each(TABLES)('%s.csv holds what its schema says, and is the same compressed', async (name) => {
    const rows = await rowsOf(name)
    expect(rows.length).toBeGreaterThan(0)
    const schema = await (await get(`/donnees/${name}.schema.json`)).json()
    const problems = rows.flatMap((row, index) =>
      (schema.fields as Field[]).flatMap((field) => {
        const fault = faultOf(field, row[field.name])
        return fault === null ? [] : [`${index} ${field.name}: ${fault}`]
      }),
    )
    expect(problems).toEqual([])
    expect(Object.keys(rows[0] ?? {})).toEqual(
      (schema.fields as Field[]).map((field) => field.name),
    )
    const plain = await textOfDownload(demonstration.app, `/donnees/${name}.csv`)
    expect(await textOfDownload(demonstration.app, `/donnees/${name}.csv.gz`)).toBe(plain)
  })

  it('analyse.csv too holds what its schema says', async () => {
    const rows: Record<string, string>[] = parse(
      await (await get('/analyses/2024/analyse.csv')).text(),
      { columns: true },
    )
    const { fields }: { fields: Field[] } = await (await get('/donnees/analyse.schema.json')).json()
    expect(rows.length).toBeGreaterThan(20)
    expect(Object.keys(rows[0] ?? {})).toEqual(fields.map(({ name }) => name))
    const problems = rows.flatMap((row) =>
      fields.flatMap((field) => faultOf(field, row[field.name]) ?? []),
    )
    expect(problems).toEqual([])
  })

  it('lead to one another by their keys', async () => {
    for (const { name, leadsTo } of DICTIONARY)
      for (const { column, table, key } of leadsTo) {
        const known = new Set((await rowsOf(table)).map((row) => row[key]))
        const lost = (await rowsOf(name)).filter((row) => row[column] && !known.has(row[column]))
        expect(lost.map((row) => row[column])).toEqual([])
      }
  })

  it('have every column in the dictionary, once', async () => {
    const rows: Record<string, string>[] = parse(
      await (await get('/donnees/dictionnaire.csv')).text(),
      {
        columns: true,
      },
    )
    const columns = rows.map(({ fichier, colonne }) => `${fichier} ${colonne}`)
    expect(new Set(columns).size).toBe(columns.length)
    expect(rows.every(({ description, exemple }) => description && exemple)).toBe(true)
    const page = await (await get('/donnees/dictionnaire')).text()
    for (const { colonne } of rows) expect(page).toContain(`<code>${colonne}</code>`)
  })
})

interface Field {
  name: string
  type: string
  constraints: { required: boolean; enum?: string[] }
}

/** Why a cell is not what its field allows; null where it is. */
function faultOf({ type, constraints }: Field, cell = ''): string | null {
  if (cell === '') return constraints.required ? 'empty' : null
  if (constraints.enum && !constraints.enum.includes(cell)) return `not a value: ${cell}`
  return TYPES[type]?.test(cell) ? null : `no ${type}: ${cell}`
}

const TYPES: Record<string, RegExp> = {
  string: /^/,
  integer: /^-?\d+$/,
  number: /^-?\d+(\.\d+)?$/,
  boolean: /^(oui|non)$/,
  date: /^\d{4}-\d\d-\d\d$/,
  datetime: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d$/,
}

describe('taking only what has changed', () => {
  it.each(['/donnees/consultations.csv', '/donnees/ocds.jsonl.gz', '/donnees/ocds/2026.jsonl.gz'])(
    '%s is not sent again as long as nothing has changed',
    async (path) => {
      const first = await get(path)
      await first.body?.cancel()
      const etag = first.headers.get('etag') ?? ''
      const since = first.headers.get('last-modified') ?? ''
      expect([etag, since]).not.toContain('')
      const same = await get(path, { 'if-none-match': etag })
      expect([same.status, await same.text()]).toEqual([304, ''])
      expect((await get(path, { 'if-modified-since': since })).status).toBe(304)
      await demonstration.deps.db.transaction((tx) => bumpVersions(tx, ['board']))
      const changed = await get(path, { 'if-none-match': etag })
      expect(changed.status).toBe(200)
      await changed.body?.cancel()
    },
  )

  it('tells in a 304 how long the file may be kept, as beside the file itself', async () => {
    const first = await get('/donnees/lots.csv')
    await first.body?.cancel()
    const held = await get('/donnees/lots.csv', {
      'if-none-match': first.headers.get('etag') ?? '',
    })
    expect([held.status, held.headers.get('cache-control')]).toEqual([
      304,
      first.headers.get('cache-control'),
    ])
  })

  it('sends the holders again once the register has said more of one', async () => {
    const first = await get('/donnees/titulaires.csv')
    await first.body?.cancel()
    const headers = { 'if-none-match': first.headers.get('etag') ?? '' }
    expect((await get('/donnees/titulaires.csv', headers)).status).toBe(304)
    const firm = {
      siren: '732829320',
      name: 'EXEMPLE',
      nameless: false,
      size: 'sme' as const,
      sizeYear: 2024,
      seat: null,
    }
    await demonstration.deps.db.transaction((tx) =>
      saveFirms(tx, [firm], { source: 'sirene', at: new Date('2026-11-20T10:00:00Z') }),
    )
    const changed = await get('/donnees/titulaires.csv', headers)
    expect(changed.status).toBe(200)
    await changed.body?.cancel()
  })

  it.each([
    '/donnees/ocds/9999.jsonl.gz',
    '/donnees/ocds/0000.jsonl.gz',
    '/donnees/decp-1999.json',
    '/donnees/decp-9999.json.gz',
    '/donnees/decp-0.json',
  ])('%s is missing: there is nothing of such a year', async (path) => {
    expect((await get(path)).status).toBe(404)
  })

  it('has every file of essential data compressed too', async () => {
    await demonstration.deps.db.delete(rateLimits)
    for (const path of ['/donnees/decp.json', '/donnees/decp-2025.json']) {
      const plain = await textOfDownload(demonstration.app, path)
      expect(await textOfDownload(demonstration.app, `${path}.gz`)).toBe(plain)
    }
  })

  it.each(['ocds', 'decp'])('leads from /donnees/%s to what is said of it', async (name) => {
    const answer = await get(`/donnees/${name}`)
    expect([answer.status, answer.headers.get('location')]).toEqual([301, `/donnees#${name}`])
  })

  it('serves the OCDS of one consultation under a strong validator', async () => {
    const path = '/donnees/ocds/2026-0001.json'
    await demonstration.deps.versions.refresh()
    const first = await get(path)
    expect(first.headers.get('etag')).toMatch(/^"/)
    const same = await get(path, { 'if-none-match': first.headers.get('etag') ?? '' })
    expect(same.status).toBe(304)
    expect((await get('/donnees/ocds/2026-9999.json')).status).toBe(404)
  })

  it('answers HEAD with what GET would say, and no body', async () => {
    const answer = await demonstration.app.request('/donnees/lots.csv', { method: 'HEAD' })
    expect([answer.status, answer.headers.get('content-type'), await answer.text()]).toEqual([
      200,
      'text/csv; charset=utf-8',
      '',
    ])
  })
})

describe('the page and the catalogue', () => {
  it('name files that there are', async () => {
    await demonstration.deps.db.delete(rateLimits)
    const page = await (await get('/donnees')).text()
    const years = { published: [2026], notified: [2024, 2025, 2026], analysed: [2024] }
    const own = datasets(years).flatMap(({ files }) => files)
    for (const { path } of own) expect(page).toContain(`href="${path}"`)
    const paths = [...page.matchAll(/href="(\/donnees[^"#]*)"/g)].map(([, path]) => path ?? '')
    for (const path of new Set(paths)) {
      const answer = await get(path)
      await answer.body?.cancel()
      expect([path, answer.status]).toEqual([path, 200])
    }
  })

  it('describe every file in DCAT-AP, the same in both forms', async () => {
    const json = await (await get('/donnees/catalogue.jsonld')).json()
    const [first] = json['dcat:dataset']
    expect(json['@type']).toBe('dcat:Catalog')
    expect(first['dct:description']['@value']).toContain('Démonstration')
    const since = json['dcat:dataset'].map(
      (dataset: Record<string, Record<string, Record<string, string>>>) =>
        dataset['dct:temporal']?.['dcat:startDate']?.['@value'],
    )
    expect(since.slice(0, 3)).toEqual(['2026-01-01', '2024-01-01', '2024-01-01'])
    expect(Object.keys(first)).toEqual(
      expect.arrayContaining([
        'dct:title',
        'dct:description',
        'dct:publisher',
        'dcat:contactPoint',
        'dct:license',
        'dct:accrualPeriodicity',
        'dct:spatial',
        'dct:temporal',
        'dcat:theme',
        'dcat:keyword',
        'dct:modified',
      ]),
    )
    const turtle = await (await get('/donnees/catalogue.ttl')).text()
    const urls = JSON.stringify(json).match(/"dcat:downloadURL":\{"@id":"([^"]+)"/g) ?? []
    expect(urls.length).toBeGreaterThan(10)
    for (const url of urls) expect(turtle).toContain(`<${/"@id":"([^"]+)"/.exec(url)?.[1]}>`)
    expect(turtle.match(/ a dcat:Distribution/g)).toHaveLength(urls.length)
    expect(turtle.match(/ a dcat:Dataset/g)).toHaveLength(json['dcat:dataset'].length)
  })

  it('are data in the table of routes, for all', () => {
    const files = ROUTES.filter(({ path }) =>
      /^\/donnees\/.*\.(csv|gz|json|jsonld|ttl|jsonl)/.test(path),
    )
    expect(files.length).toBeGreaterThan(20)
    expect(files.filter(({ kind, policy }) => kind !== 'data' || policy !== 'public')).toEqual([])
  })
})
