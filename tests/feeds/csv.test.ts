import { parse } from 'csv-parse/sync'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { writeCsv } from '../../src/feeds/csv.ts'
import { safeText } from '../../src/feeds/safe-text.ts'
import { anyText, HOSTILE_TEXTS, RUNS } from '../support/hostile.ts'

describe('a CSV table', () => {
  it('has commas, CRLF after every line, quotes only where needed, empty cells for null, and no mark in front', () => {
    const rows = [
      ['2026-0042', 'Lot 6, "gros" œuvre', null, 12.5],
      ['2026-0043', 'deux\nlignes', '', -3],
    ]
    expect(writeCsv(['reference', 'objet', 'lieu', 'montant'], rows)).toBe(
      'reference,objet,lieu,montant\r\n' +
        '2026-0042,"Lot 6, ""gros"" œuvre",,12.5\r\n' +
        '2026-0043,"deux\nlignes",,-3\r\n',
    )
  })

  it('keeps a spreadsheet from running a text as a formula, and leaves numbers alone', () => {
    const dangerous = ['=1+1', '+33 4 68', '-12', '@SUM(A1)', '\t=1', '\r=1', '\n=1', '\u0000=1']
    const read: string[][] = parse(writeCsv(['x'], [...dangerous.map((text) => [text]), [-12]]))
    expect(read.flat()).toEqual([
      'x',
      "'=1+1",
      "'+33 4 68",
      "'-12",
      "'@SUM(A1)",
      "'\t=1",
      "'\n=1",
      "'\n=1",
      "'=1",
      '-12',
    ])
  })

  it('is read back whole by another parser, whatever the texts', () => {
    const check = (texts: string[]) => {
      const read: string[][] = parse(
        writeCsv(
          ['a', 'b'],
          [
            ['début', ...texts],
            [...texts, 'fin'],
          ],
        ),
        {
          relax_column_count: true,
        },
      )
      const expected = texts.map((text) => safeText(text).replace(/^[=+\-@\t\n]/, "'$&"))
      expect(read).toEqual([
        ['a', 'b'],
        ['début', ...expected],
        [...expected, 'fin'],
      ])
    }
    check(HOSTILE_TEXTS)
    fc.assert(fc.property(fc.array(anyText, { maxLength: 6 }), check), { numRuns: RUNS })
  })
})
