import { asc, eq, like } from 'drizzle-orm'
import readWorkbook from 'read-excel-file/node'
import { getDocumentProxy } from 'unpdf'
import { beforeAll, describe, expect, it } from 'vitest'
import { analysisDocumentJob } from '../../../src/analysis/document-job.ts'
import { keepYearDates } from '../../../src/analysis/years/remind.ts'
import { analysisYears } from '../../../src/analysis/years/schema.ts'
import { bumpVersions } from '../../../src/db/versions.ts'
import { outbox } from '../../../src/mail/schema.ts'
import { office } from '../../../src/runtime/node/office/office.ts'
import { askingMail } from '../../../views/mail/analysis-asking.ts'
import { signIn } from '../../support/sign-in.ts'
import { useProgram } from '../../support/use-program.ts'
import { inventContracts, move, open, yearRow } from './support.ts'

const program = useProgram('2026-03-31T00:30:00+02:00')

beforeAll(async () => {
  await inventContracts(program.deps.db, { year: 2025, count: 12 })
  await signIn(program, { role: 'publisher', partner: 'narbonne' })
})

/** Does what the hourly job does, at a time in Paris, with mail on. */
async function keepDates(at: string): Promise<void> {
  program.clock.now = new Date(at)
  const mailFrom = { name: 'Guichet', address: 'guichet@exemple.example' }
  const config = { ...program.deps.config, smtpUrl: 'smtp://mail.example', mailFrom }
  await keepYearDates(program.deps.db, program.clock.now, { config, mailOf: askingMail })
}

const subjects = async () => {
  const rows = await program.deps.db
    .select({ subject: outbox.subject })
    .from(outbox)
    .where(like(outbox.key, 'analysis:%'))
    .orderBy(asc(outbox.id))
  return rows.map(({ subject }) => subject)
}

describe('the calendar of the yearly analysis', () => {
  it('opens this year, and freezes the last one on its day in Paris', async () => {
    await open(program, 2025)
    await keepDates('2026-03-30T23:59:00+02:00')
    expect(await yearRow(program.deps.db, 2026)).toMatchObject({ state: 'open' })
    expect(await yearRow(program.deps.db, 2025)).toMatchObject({ state: 'open' })
    await keepDates('2026-03-31T00:01:00+02:00')
    expect(await yearRow(program.deps.db, 2025)).toMatchObject({ state: 'frozen' })
    expect(await subjects()).toEqual([
      'Analyse 2025 : vos marchés sont à vérifier, jusqu’au mercredi 15 avril 2026',
    ])
  })

  it('reminds once, five days before the end, of what is not checked', async () => {
    await keepDates('2026-04-09T10:00:00+02:00')
    expect(await subjects()).toHaveLength(1)
    await keepDates('2026-04-10T10:00:00+02:00')
    await keepDates('2026-04-12T10:00:00+02:00')
    expect((await subjects()).slice(1)).toEqual([
      'Rappel, analyse 2025 : vos marchés sont à vérifier, jusqu’au mercredi 15 avril 2026',
    ])
  })

  it('leaves every other step to people', async () => {
    await keepDates('2026-09-01T10:00:00+02:00')
    expect(await yearRow(program.deps.db, 2025)).toMatchObject({ state: 'frozen' })
  })
})

describe('a year without any contract', () => {
  it('is published as such, with its files', async () => {
    program.clock.now = new Date('2026-09-01T10:00:00+02:00')
    await open(program, 2019)
    for (const to of ['frozen', 'draft', 'shared'] as const)
      expect(await move(program, 2019, to)).toEqual({ ok: true })
    await program.deps.db.transaction(async (tx) => {
      const values = { state: 'published' as const, publishedAt: program.clock.now }
      await tx.update(analysisYears).set(values).where(eq(analysisYears.year, 2019))
      await bumpVersions(tx, ['analysis'])
    })
    const page = await program.text('/analyses/2019')
    expect(page).toContain('Aucun marché de 2019 n’est connu')
    expect(page).not.toContain('NaN')
    const csv = await program.text('/analyses/2019/analyse.csv')
    expect(csv.split('\r\n')[0]).toContain('annee,methode,indicateur')
    await program.text('/analyses/2019/indicateurs/part-des-pme.csv')
    await program.text('/analyses/2019/indicateurs/inconnu.csv', 404)
    const json: unknown = JSON.parse(await program.text('/analyses/2019.json'))
    expect(json).toMatchObject({ year: 2019, dataHash: { algorithm: 'SHA-256', lines: 0 } })
    const workbook = await program.app.request('/analyses/2019/analyse.xlsx')
    const sheets = await readWorkbook(Buffer.from(await workbook.arrayBuffer()))
    expect(JSON.stringify(sheets)).toContain('part-des-pme')
    await program.text('/analyses/2019/analyse.pdf', 404)
    const job = { kind: 'analysis-document', key: 'all', payload: {}, attempt: 1 }
    await analysisDocumentJob(program.deps, office)(job)
    const answer = await program.app.request('/analyses/2019/analyse.pdf')
    expect(answer.headers.get('content-type')).toBe('application/pdf')
    const pdf = await getDocumentProxy(new Uint8Array(await answer.arrayBuffer()))
    expect(pdf.numPages).toBeGreaterThan(1)
  })
})
