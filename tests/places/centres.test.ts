import { describe, expect, test } from 'vitest'
import { fetchCentres, readCentres } from '../../src/places/centres.ts'
import { centreProblemSentence } from '../../views/words/centre-problems.ts'

describe('a file of centres', () => {
  test('is read from JSON and from a spreadsheet’s CSV alike', () => {
    const centres = [{ insee: '11262', latitude: 43.1843, longitude: 3.0035 }]
    expect(readCentres(JSON.stringify(centres), 'json')).toEqual({ ok: true, centres })
    expect(
      readCentres('\uFEFFnom;insee;latitude;longitude\nNarbonne;11262;43.1843;3.0035\n', 'csv'),
    ).toEqual({
      ok: true,
      centres,
    })
  })

  test('is refused whole, with every line that is wrong', () => {
    const read = readCentres(
      'insee,latitude,longitude\n11262,43.18,3.00\n1126,43.18,3.00\n11069,2.35,43.21\n11203,,2.75\n',
      'csv',
    )
    expect(read).toEqual({
      ok: false,
      problems: [
        { row: 2, code: 'insee', value: '1126' },
        { row: 3, code: 'position', value: '2.35, 43.21' },
        { row: 4, code: 'position', value: ', 2.75' },
      ],
    })
  })

  test.each([
    ['not JSON', 'json', 'unreadable'],
    ['{"insee":"11262"}', 'json', 'unreadable'],
    ['[1]', 'json', 'unreadable'],
    ['insee,latitude\n"11262', 'csv', 'unreadable'],
    ['[]', 'json', 'empty'],
    ['insee,latitude,longitude\n', 'csv', 'empty'],
  ] as const)('%j as %s is %s', (text, format, code) => {
    const read = readCentres(text, format)
    expect(read.ok ? null : read.problems[0].code).toBe(code)
  })

  test('says in a sentence what to correct', () => {
    expect(centreProblemSentence({ row: 3, code: 'position', value: '2.35, 43.21' })).toBe(
      'Commune 3 du fichier : latitude et longitude attendues en degrés, en France métropolitaine (sont-elles inversées ?) (« 2.35, 43.21 »).',
    )
  })
})

describe('the geo API of the State', () => {
  const narbonne = { code: '11262', centre: { type: 'Point', coordinates: [3.0035, 43.1843] } }

  test('is asked for each known département, and longitude comes first there', async () => {
    const asked: string[] = []
    const fetched = await fetchCentres((input) => {
      asked.push(String(input))
      return Promise.resolve(Response.json(asked.length === 1 ? [narbonne, { code: '11001' }] : []))
    })
    expect(asked[0]).toBe('https://geo.api.gouv.fr/departements/11/communes?fields=code,centre')
    expect(asked).toHaveLength(6)
    expect(fetched).toEqual({
      ok: true,
      centres: [{ insee: '11262', latitude: 43.1843, longitude: 3.0035 }],
    })
  })

  test.each([
    ['an outage', () => Promise.resolve(new Response('', { status: 503 })), 503],
    ['no answer', () => Promise.reject(new Error('refused')), null],
    ['a page instead of data', () => Promise.resolve(new Response('<html>')), null],
    ['another shape', () => Promise.resolve(Response.json({ communes: [narbonne] })), null],
  ])('%s is told, with its address', async (_, get, status) => {
    expect(await fetchCentres(get)).toEqual({
      ok: false,
      url: 'https://geo.api.gouv.fr/departements/11/communes?fields=code,centre',
      status,
    })
  })
})
