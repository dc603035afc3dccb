import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { describe, expect, test } from 'vitest'
import { emptyCsv, emptyWorkbook } from '../../../views/sources/file-template.ts'
import { readRows } from '../../../src/sources/file/read-rows.ts'
import { COLUMN_KEYS, COLUMNS } from '../../../src/sources/file/template.ts'
import { csv, draftsOf, problemsOf, SHORT, xlsx } from './files.ts'
import { row, workbookParts, zip } from './zip.ts'

const SCHOOL = ['2026-0042', 'Rénovation d’une école', 'travaux', '15/12/2026 12:00']
const NOON = { instant: '2026-12-15T11:00:00Z', wall: '2026-12-15T12:00' }

describe('a CSV of consultations', () => {
  test('is read as a French spreadsheet saves it: semicolons, windows-1252', async () => {
    const text = `${SHORT.join(';')}\r\n${SCHOOL.join(';')}\r\n`
    const bytes = new Uint8Array(
      [...text].map((letter) => (letter === '’' ? 0x92 : letter.charCodeAt(0))),
    )
    const [found] = await draftsOf(bytes)
    expect(found?.values).toMatchObject({ object: 'Rénovation d’une école', deadline: NOON })
  })

  test('is read with commas, with a byte order mark, and in UTF-16', async () => {
    const text = `${SHORT.join(',')}\n2026-0042,"Rénovation, extension",travaux,15/12/2026 12:00\n`
    const forms = [text, `\uFEFF${text}`].map((each) => new TextEncoder().encode(each))
    const wide = new Uint8Array(Buffer.from(`\uFEFF${text}`, 'utf16le'))
    for (const bytes of [...forms, wide])
      expect((await draftsOf(bytes))[0]?.values.object).toBe('Rénovation, extension')
  })

  test('forgives case, accents and punctuation in the names of its columns', async () => {
    const [found] = await draftsOf(
      csv(
        [' REFERENCE ', 'objet', 'TYPE', 'date_limite', "Groupement d'entreprises"],
        [...SCHOOL, 'libre'],
      ),
    )
    expect(found?.values.grouping).toBe('libre')
  })

  test('has every column that is unknown, lacking, twice there or without name told at once', async () => {
    const file = csv(
      ['Référence', 'Objet', 'Objet', 'Montant', '', 'Prix'],
      ['1', 'Peinture', '', '3', 'perdu', ''],
    )
    expect(await problemsOf(file)).toEqual([
      '1 Montant: unknown-column',
      '1 Prix: unknown-column',
      '1 object: repeated-column',
      '1 category: missing-column',
      '1 deadline: missing-column',
      '2 perdu: unnamed-column',
    ])
  })

  test('keeps the numbers that a spreadsheet gives its rows, empty ones included', async () => {
    const file = csv(
      SHORT,
      ['', '', '', ''],
      SCHOOL,
      [],
      ['2026-0043', 'Toiture', 'travaux', '31/04/2027 12:00'],
    )
    expect(await problemsOf(file)).toEqual(['5 deadline: no-such-day'])
  })

  test('without a consultation, with an open quote or of another format is refused', async () => {
    expect(await problemsOf(csv(SHORT))).toEqual(['0 -: empty-file'])
    expect(await problemsOf(new Uint8Array())).toEqual(['0 -: empty-file'])
    const open = new TextEncoder().encode(`${SHORT.join(';')}\n${SCHOOL.join(';')}\n1;"Toit;t;d\n`)
    expect(await problemsOf(open)).toEqual(['3 -: broken-quotes'])
    expect(await problemsOf(zip(workbookParts('')))).toEqual(['0 -: not-a-table'])
  })

  test('with more than 20 000 rows is refused', async () => {
    const rows = Array.from({ length: 20_001 }, (_, rank) => [`R${rank}`, 'a', 'travaux', ''])
    expect(await problemsOf(csv(SHORT, ...rows))).toEqual(['0 -: too-many-rows'])
    const blank = new TextEncoder().encode(`${SHORT.join(';')}\n${'\n'.repeat(50_000)}a;b;c;d\n`)
    expect(await problemsOf(blank)).toEqual(['0 -: too-many-rows'])
  })
})

describe('a workbook of consultations', () => {
  test('gives its date cells as the wall time that they show', async () => {
    const file = await xlsx([
      [...SHORT, 'Fin des questions'],
      [
        '2026-0042',
        'Toiture',
        'travaux',
        { value: new Date('2026-12-15T12:00:00Z'), type: Date, format: 'dd/mm/yyyy hh:mm' },
        { value: new Date('2026-12-08T17:20:00Z'), type: Date, format: 'dd/mm/yyyy hh:mm' },
      ],
    ])
    expect((await draftsOf(file, 'xlsx'))[0]?.values).toMatchObject({
      deadline: NOON,
      questionsUntil: { wall: '2026-12-08T17:20' },
    })
  })

  test('may hold dates as serial numbers or as text', async () => {
    const file = await xlsx([
      [...SHORT, 'Fin des questions'],
      ['2026-0042', 'Toiture', 'travaux', { value: 46_371.5, type: Number }, '8/12/2026 à 12 h'],
    ])
    expect((await draftsOf(file, 'xlsx'))[0]?.values).toMatchObject({
      deadline: NOON,
      questionsUntil: { wall: '2026-12-08T12:00' },
    })
  })

  test('gives what its formulas last came to, and refuses one that failed', async () => {
    const formula = (result: string) =>
      zip(
        workbookParts(
          row(1, [...SHORT, 'Montant maximal HT', 'Lieu']) +
            row(2, [...SCHOOL, '<c r="E2"><f>D2*1.2</f><v>82080.00000001</v></c>', result]),
        ),
      )
    const right = formula('<c r="F2" t="str"><f>A1</f><v>Narbonne</v></c>')
    expect((await draftsOf(right, 'xlsx'))[0]?.values).toMatchObject({
      amount: { min: null, max: 82_080 },
      place: { name: 'Narbonne' },
    })
    const failed = formula('<c r="F2" t="e"><f>A1</f><v>#REF!</v></c>')
    expect(await problemsOf(failed, 'xlsx')).toEqual(['0 F2: formula-error'])
  })

  test('whose reference became a date is refused rather than guessed', async () => {
    const file = await xlsx([
      SHORT,
      [
        { value: new Date('2026-04-01T00:00:00Z'), type: Date, format: 'mmm-yy' },
        'Toiture',
        'travaux',
        '15/12/2026 12:00',
      ],
    ])
    expect(await problemsOf(file, 'xlsx')).toEqual(['2 reference: became-date'])
  })

  test('that inflates beyond 20 MB is refused by its directory, before anything is inflated', async () => {
    const bomb = zip([
      ...workbookParts(row(1, SHORT)),
      { name: 'xl/sharedStrings.xml', data: Buffer.alloc(60 * 1024 * 1024) },
    ])
    expect(bomb.length).toBeLessThan(100_000)
    expect(await problemsOf(bomb, 'xlsx')).toEqual(['0 -: too-large'])
  })

  test('whose directory hides what it inflates to is refused too', async () => {
    const bomb = zip([
      ...workbookParts(row(1, SHORT)),
      { name: 'xl/sharedStrings.xml', data: Buffer.alloc(60 * 1024 * 1024), announced: 1000 },
    ])
    expect(await problemsOf(bomb, 'xlsx')).toEqual(['0 -: odd-workbook'])
  })

  test('is refused with a password, in the old format, damaged, or when it is none', async () => {
    const sound = workbookParts(row(1, SHORT) + row(2, SCHOOL))
    const compound = new Uint8Array(600)
    compound.set([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1])
    expect(await problemsOf(zip(sound), 'xlsx')).toEqual([])
    expect(await problemsOf(compound, 'xlsx')).toEqual(['0 -: protected'])
    const locked = zip(sound.map((part) => ({ ...part, encrypted: true })))
    expect(await problemsOf(locked, 'xlsx')).toEqual(['0 -: protected'])
    const other = zip(sound.map((part) => ({ ...part, method: 14 })))
    expect(await problemsOf(other, 'xlsx')).toEqual(['0 -: odd-workbook'])
    expect(await problemsOf(zip(sound).subarray(0, 900), 'xlsx')).toEqual(['0 -: odd-workbook'])
    expect(await problemsOf(csv(SHORT, SCHOOL), 'xlsx')).toEqual(['0 -: not-a-workbook'])
    expect(await problemsOf(zip([{ name: 'lisez-moi.txt', data: 'non' }]), 'xlsx')).toEqual([
      '0 -: odd-workbook',
    ])
  })

  test('with a cell far away, or dates in no known zone, is refused before it fills the memory', async () => {
    const far = (cell: string) => problemsOf(zip(workbookParts(row(1, SHORT) + cell)), 'xlsx')
    const value = '<v>1</v></c></row>'
    expect(await far(`<row r="2"><c r="XFD2">${value}`)).toEqual(['0 XFD2: too-many-columns'])
    expect(await far(`<row r='1048576'><c x=">" r='A1048576'>${value}`)).toEqual([
      '0 A1048576: too-many-rows',
    ])
    expect(await far(`<row r="9999999"><c r="A9999999">${value}`)).toEqual(['0 -: odd-workbook'])
    expect(await far(`<row r="2"><c r="A2" t="d"><v>2026-12-15T12:00</v></c></row>`)).toEqual([
      '0 A2: odd-workbook',
    ])
    // A format set on whole columns leaves empty cells behind: they are no matter.
    expect(await far('<row r="1048576"><c r="XFD1048576" s="1"/></row>')).toEqual([
      '0 -: empty-file',
    ])
  })
})

describe('the empty template', () => {
  test('has every column, and is a file that only lacks consultations', async () => {
    expect(await problemsOf(emptyCsv())).toEqual(['0 -: empty-file'])
    expect(await problemsOf(await emptyWorkbook(), 'xlsx')).toEqual(['0 -: empty-file'])
    const filled = [...emptyCsv(), ...csv(COLUMN_KEYS.map((key) => COLUMNS[key].example))]
    const table = await readRows(new Uint8Array(filled), 'csv')
    expect(table.ok && [...(table.rows[0]?.cells.keys() ?? [])]).toEqual(COLUMN_KEYS)
  })

  test('has names that are told apart', () => {
    expect(new Set(COLUMN_KEYS.map((key) => COLUMNS[key].name)).size).toBe(COLUMN_KEYS.length)
  })
})

describe('a file of 5 000 rows', () => {
  test.each(['csv', 'xlsx'] as const)(
    'is read in 96 MB of heap: %s',
    async (format) => {
      const columns = COLUMN_KEYS.slice(0, 25).map((key) => COLUMNS[key])
      const names = columns.map(({ name }) => name)
      const examples = columns.map(({ example }) => example)
      const rows = Array.from({ length: 5_000 }, (_, rank) => [
        `2026-${rank}`,
        ...examples.slice(1),
      ])
      const bytes = format === 'csv' ? csv(names, ...rows) : await xlsx([names, ...rows])
      const worker = new Worker(new URL('reading-worker.ts', import.meta.url), {
        workerData: { bytes, format },
        resourceLimits: { maxOldGenerationSizeMb: 96 },
      })
      expect(await once(worker, 'message')).toEqual([{ read: 5_000 }])
    },
    60_000,
  )
})
