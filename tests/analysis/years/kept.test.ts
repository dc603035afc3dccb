import { and, asc, eq } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import { confirmLines, correctLine } from '../../../src/analysis/years/correct-line.ts'
import { contractLines } from '../../../src/analysis/schema.ts'
import { analysisSnapshots, type CorrectedField } from '../../../src/analysis/years/schema.ts'
import { shareSheet } from '../../../src/analysis/years/share-sheet.ts'
import { commentatorsOn, signatoriesOn } from '../../../src/analysis/years/signatories.ts'
import { signAnalysis } from '../../../src/analysis/years/sign.ts'
import { lastCoverage, lastSnapshot } from '../../../src/analysis/years/snapshots.ts'
import { verifyYear } from '../../../src/analysis/years/verify-year.ts'
import { addRecommendation, editWrittenPart } from '../../../src/analysis/years/write-part.ts'
import { contractRecords, contracts, contractSuppliers } from '../../../src/contracts/schema.ts'
import { bumpVersions } from '../../../src/db/versions.ts'
import { createAction } from '../../../src/pact/actions/create-action.ts'
import { buyers, partners } from '../../../src/partners/schema.ts'
import { FIRM_A, FIRM_B, heldBy, importRows, told } from '../../contracts/rows.ts'
import { actionValues, authorOf } from '../../support/pact.ts'
import { signIn, type SignedIn } from '../../support/sign-in.ts'
import { useProgram } from '../../support/use-program.ts'
import { move, open, yearRow } from './support.ts'

const BUYER = 'ville-de-narbonne-2'

const program = useProgram('2026-03-31T10:00:00+02:00')
let narbonne: { partnerId: number; actor: string; now: Date }
let carcassonne: { partnerId: number; actor: string; now: Date }
let agent: SignedIn
let other: SignedIn
let administrator: SignedIn

async function at(day: string): Promise<void> {
  program.clock.now = new Date(`${day}T10:00:00+02:00`)
  narbonne = await authorOf(program.deps.db, 'narbonne', program.clock.now)
  carcassonne = await authorOf(program.deps.db, 'carcassonne', program.clock.now)
}

/** The contract of a number as it stands for everybody. */
async function contractOf(number: string) {
  const [contract] = await program.deps.db
    .select()
    .from(contracts)
    .where(eq(contracts.number, number))
  if (!contract) throw new Error(`no contract ${number}`)
  const firms = await program.deps.db
    .select()
    .from(contractSuppliers)
    .where(eq(contractSuppliers.contractId, contract.id))
    .orderBy(asc(contractSuppliers.position))
  return { ...contract, firms }
}

async function correct(number: string, field: CorrectedField, after: string | null) {
  const [line] = await program.deps.db
    .select()
    .from(contractLines)
    .where(and(eq(contractLines.number, number), eq(contractLines.position, 0)))
  const on = { year: 2025, line: line?.line ?? '' }
  const correction = { field, after, reason: 'L’acte d’engagement le dit.' }
  return program.deps.db.transaction((tx) => correctLine(tx, narbonne, on, correction))
}

const FILE = [
  told({ number: 'grand', amount: 45_000_000, notifiedOn: '2025-05-02', object: 'Port' }),
  told({ number: 'faux', amount: 1_000, notifiedOn: '2025-05-02', object: 'École' }),
  told({ number: 'date', notifiedOn: '2025-12-30', object: 'Voirie' }),
  told({
    number: 'taille',
    notifiedOn: '2025-06-02',
    object: 'Toiture',
    suppliers: heldBy(FIRM_A, FIRM_B),
  }),
  told({ number: 'autrui', notifiedOn: '2025-06-02', object: 'Pont' }),
  ...Array.from({ length: 9 }, (_, index) =>
    told({ number: `n${index}`, notifiedOn: '2025-07-02', object: `Marché ${index}` }),
  ),
]

beforeAll(async () => {
  await at('2026-03-31')
  // Another buyer may have had the partner's word first.
  await program.deps.db
    .update(buyers)
    .set({ slug: BUYER })
    .where(eq(buyers.partnerId, narbonne.partnerId))
  await importRows(program.deps.db, FILE)
  agent = await signIn(program, { role: 'partner-administrator', partner: 'narbonne' })
  other = await signIn(program, { role: 'partner-administrator', partner: 'carcassonne' })
  administrator = await signIn(program, 'administrator')
  await open(program, 2025)
  expect(await move(program, 2025, 'frozen')).toEqual({ ok: true })
})

describe('what is kept of a year', () => {
  it('has the amounts that count as the cap, and how many contracts only the board tells of', async () => {
    const coverage = await lastCoverage(program.deps.db, 2025)
    expect(coverage?.capped).toEqual({
      above: 20_000_000,
      contracts: [
        { buyer: 'Ville de Narbonne', number: 'grand', object: 'Port', amount: 45_000_000 },
      ],
    })
    const own = coverage?.councils.find(({ slug }) => slug === BUYER)
    expect(own).toMatchObject({ contracts: 14, leftOut: 0, boardOnly: 0, smallest: 1_000 })
  })

  it('makes corrections known to the contracts when the year is frozen again, and not before', async () => {
    expect(await correct('faux', 'amount', '85000.5')).toEqual({ ok: true })
    expect(await correct('date', 'notified', '2026-01-04')).toEqual({ ok: true })
    expect(await correct('taille', 'size', 'micro')).toEqual({ ok: true })
    expect(await correct('autrui', 'not-ours', null)).toEqual({ ok: true })
    expect(await correct('n1', 'place', '34')).toEqual({ ok: true })
    expect((await contractOf('faux')).amount).toBe(1_000)
    await program.deps.db.transaction((tx) => confirmLines(tx, narbonne, 2025))
    expect(await move(program, 2025, 'draft')).toEqual({ ok: true })
    expect(await contractOf('faux')).toMatchObject({ amount: 85_000.5, object: 'École', bids: 3 })
    expect(await contractOf('date')).toMatchObject({ notifiedOn: '2026-01-04', year: 2026 })
    const { firms, counted } = await contractOf('taille')
    expect(firms.map(({ siret, sizeSaid }) => [siret, sizeSaid])).toEqual([
      [FIRM_A, 'micro'],
      [FIRM_B, null],
    ])
    expect(counted).toBe(true)
    const records = await program.deps.db
      .select()
      .from(contractRecords)
      .where(eq(contractRecords.origin, 'correction'))
    expect(records).toHaveLength(3)
  })

  it('keeps a correction over what the file says again later', async () => {
    await importRows(program.deps.db, [
      told({ number: 'faux', amount: 1_000, notifiedOn: '2025-05-02', object: 'École', bids: 5 }),
    ])
    expect(await contractOf('faux')).toMatchObject({ amount: 85_000.5, bids: 5 })
  })

  it('shows a buyer’s own lines and figures to its own agents, whatever its word in figures', async () => {
    const ask = (who: SignedIn, path: string) => program.app.request(path, { headers: who.headers })
    const lines = (partner: string) =>
      `/espace/${partner}/analyses/2025/donnees?indicateur=part-des-pme&groupe=${BUYER}&par=acheteur`
    expect((await ask(agent, lines('narbonne'))).status).toBe(200)
    expect((await ask(other, lines('carcassonne'))).status).toBe(404)
    const preview = async (who: SignedIn, partner: string) =>
      (await ask(who, `/espace/${partner}/analyses/2025/apercu`)).text()
    expect(await preview(agent, 'narbonne')).toContain('par=acheteur')
    expect(await preview(other, 'carcassonne')).not.toContain('par=acheteur')
    expect(await preview(administrator, 'narbonne')).not.toContain('par=acheteur')
  })
})

describe('whose comments are asked for', () => {
  it('are signatories, chambers and professional bodies, which sign nothing', async () => {
    const slugs = (those: { slug: string }[]) => those.map(({ slug }) => slug)
    const commentators = slugs(await commentatorsOn(program.deps.db, '2026-04-01'))
    const signatories = slugs(await signatoriesOn(program.deps.db, '2026-04-01'))
    expect(commentators).toEqual(expect.arrayContaining([...signatories, 'ffb-aude']))
    expect(signatories).not.toContain('ffb-aude')
  })
})

describe('what is published', () => {
  beforeAll(async () => {
    const { db } = program.deps
    const { version } = await yearRow(db, 2025)
    const part = { firmsSay: '', firmsAsked: null, findings: ['Un.', 'Deux.', 'Trois.'] }
    const action = await db.transaction((tx) =>
      createAction(tx, narbonne, actionValues(narbonne.partnerId, 'Allotir')),
    )
    if (!action.ok) throw new Error(JSON.stringify(action))
    await db.transaction((tx) => editWrittenPart(tx, narbonne, { year: 2025, version }, part))
    await db.transaction((tx) =>
      addRecommendation(tx, narbonne, 2025, { words: 'Allotir.', actionId: action.id }),
    )
    expect(await move(program, 2025, 'shared')).toEqual({ ok: true })
    await at('2026-06-01')
    expect(await move(program, 2025, 'adopted')).toEqual({ ok: true })
    const sign = (who: typeof narbonne, dissent: string) =>
      db.transaction((tx) =>
        signAnalysis(tx, who, { year: 2025, partnerId: who.partnerId }, dissent),
      )
    await sign(narbonne, '')
    await sign(carcassonne, 'Nous contestons le délai.')
    expect(await move(program, 2025, 'published', 'Attendue.')).toEqual({ ok: true })
  })

  it('names who signed and who did not as it was, whoever leaves or is renamed later', async () => {
    const signaturesOf = (html: string) =>
      html.slice(html.indexOf('id="signatures"'), html.indexOf('id="donnees"'))
    const before = signaturesOf(await program.text('/analyses/2025'))
    expect(before).toContain('Nous contestons le délai.')
    expect(before).toContain('N’ont pas signé')
    await program.deps.db.update(partners).set({ signatorySince: '2020-01-01' })
    await program.deps.db
      .update(partners)
      .set({ signatoryUntil: '2026-05-01', shortName: 'Autre nom' })
      .where(eq(partners.slug, 'carcassonne'))
    await program.deps.db.transaction((tx) => bumpVersions(tx, ['partners']))
    await program.deps.versions.refresh()
    expect(signaturesOf(await program.text('/analyses/2025'))).toBe(before)
    const summary = await program.text('/analyses/2025/synthese')
    expect(summary).not.toContain('Autre nom')
  })

  it('lists the capped amounts on the page, in the files and in nobody’s ranking', async () => {
    const page = await program.text('/analyses/2025')
    expect(page).toContain('Port (n° grand)')
    const { coverage } = JSON.parse(await program.text('/analyses/2025.json')) as {
      coverage: { capped: { contracts: { number: string }[] } }
    }
    expect(coverage.capped.contracts.map(({ number }) => number)).toEqual(['grand'])
  })

  it('shows the sheet under the partner’s word once it agrees, with its own figures', async () => {
    await program.text('/analyses/2025/acheteurs/narbonne', 404)
    const lines = `/analyses/2025/lignes?indicateur=part-des-pme&groupe=${BUYER}&par=acheteur`
    await program.text(lines, 404)
    await program.deps.db.transaction((tx) => shareSheet(tx, narbonne, 2025, true))
    await program.deps.versions.refresh()
    expect(await program.text('/analyses/2025/acheteurs/narbonne')).toMatch(/12\smarchés comptés/)
    await program.text(lines)
  })

  it('is found again, until its coverage is tampered with', async () => {
    const verified = async () => {
      const found = await verifyYear(program.deps.db, 2025)
      return found.kind === 'compared' ? found.differences : found
    }
    expect(await verified()).toEqual([])
    const snapshot = await lastSnapshot(program.deps.db, 2025)
    if (!snapshot) throw new Error('no snapshot')
    const { coverage } = snapshot
    await program.deps.db
      .update(analysisSnapshots)
      .set({
        coverage: JSON.stringify({
          ...coverage,
          councils: coverage.councils.map((each) => ({ ...each, withoutSize: 0 })),
        }),
      })
      .where(eq(analysisSnapshots.id, snapshot.id))
    expect(await verified()).toEqual([
      { indicator: '', table: 'withoutSize', group: BUYER, kept: '0', now: '11' },
    ])
  })
})
