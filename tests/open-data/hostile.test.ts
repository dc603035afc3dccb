import { parse } from 'csv-parse/sync'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Facts } from '../../src/consultations/facts.ts'
import { bought, draft, winter } from '../support/application.ts'
import { HOSTILE_TEXTS } from '../support/hostile.ts'
import { useProgram } from '../support/use-program.ts'
import { linesOfDownload, textOfDownload } from './downloads.ts'
import { hasOcdsSchemas, recordPackageProblems } from './ocds-schema.ts'

const program = useProgram()

beforeAll(async () => {
  const stored = HOSTILE_TEXTS.map((text) => text.replaceAll('\u0000', '').toWellFormed())
  await program.say(
    'hostile',
    stored.map((text, index) => draft(`h-${index}`, hostileFacts(text))),
  )
}, 120_000)

/** Every text that there is says this. */
function hostileFacts(text: string): Partial<Facts> {
  return {
    object: `Objet ${text}`,
    description: text,
    reference: text,
    buyers: bought(text),
    place: { kind: 'unrecognised', name: text, code: null },
    noticeUrl: `https://exemple.example/${text}`,
    documentsUrl: text,
    documents: [{ name: text, href: text, bytes: null, on: text }],
    response: { kind: 'platform', address: text, signature: true },
    contact: { name: text, email: text, phone: text },
    siteVisit: { obligation: 'compulsory', dates: [], booking: text },
    criteria: [{ name: text, weight: null }],
    status: 'unsuccessful',
    statusReason: text,
    deadline: winter('2026-10-01T12:00'),
    expectedStart: text,
    lots: [
      {
        number: text,
        title: text,
        outcome: {
          kind: 'awarded',
          winners: [{ name: text, siret: null, foreignId: text, commune: text }],
          amount: 99_999_999_999.99,
          bids: 3,
          irregularBids: 0,
          notifiedOn: null,
          ground: text,
        },
      },
      { number: text, title: text },
    ],
  }
}

describe('texts that break files', () => {
  it.skipIf(!hasOcdsSchemas)('leave OCDS valid (needs ../shared/data/ocds)', async () => {
    const lines = await linesOfDownload(program.app, '/donnees/ocds.jsonl.gz')
    expect(lines).toHaveLength(HOSTILE_TEXTS.length)
    expect(lines.flatMap(recordPackageProblems)).toEqual([])
  })

  it.skipIf(!hasOcdsSchemas)('and the check can fail (needs ../shared/data/ocds)', async () => {
    const [line = ''] = await linesOfDownload(program.app, '/donnees/ocds.jsonl.gz')
    const broken = line.replaceAll('"initiationType":"tender"', '"initiationType":"magic"')
    expect(recordPackageProblems(broken)).not.toEqual([])
    expect(recordPackageProblems(line.replaceAll('"ocid"', '"ocde"'))).not.toEqual([])
  })

  it.each(['consultations', 'lots', 'attributions', 'avis', 'acheteurs'])(
    'leave %s.csv a table whose cells no spreadsheet runs',
    async (name) => {
      const text = await textOfDownload(program.app, `/donnees/${name}.csv`)
      const rows: Record<string, string>[] = parse(text, { columns: true })
      expect(rows.length).toBeGreaterThan(10)
      const run = rows.flatMap((row) =>
        Object.values(row).filter(
          (cell) => /^[=+\-@\t]/.test(cell) && !/^-?\d+(\.\d+)?$/.test(cell),
        ),
      )
      expect(run).toEqual([])
    },
  )
})
