import { eq, sql } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import { runCommand } from '../../../src/commands/run.ts'
import { contractLines } from '../../../src/analysis/schema.ts'
import { addComment, answerComment } from '../../../src/analysis/years/comment.ts'
import {
  confirmLines,
  correctLine,
  withdrawCorrection,
} from '../../../src/analysis/years/correct-line.ts'
import { addErratum } from '../../../src/analysis/years/erratum.ts'
import { setDates } from '../../../src/analysis/years/set-dates.ts'
import { shareSheet } from '../../../src/analysis/years/share-sheet.ts'
import { signAnalysis } from '../../../src/analysis/years/sign.ts'
import { lastSnapshot } from '../../../src/analysis/years/snapshots.ts'
import { verifyYear } from '../../../src/analysis/years/verify-year.ts'
import { yearTasks } from '../../../src/analysis/years/waiting.ts'
import { addRecommendation, editWrittenPart } from '../../../src/analysis/years/write-part.ts'
import { analysisCorrections } from '../../../src/analysis/years/schema.ts'
import { signatoriesOn } from '../../../src/analysis/years/signatories.ts'
import { createAction } from '../../../src/pact/actions/create-action.ts'
import { actionValues, authorOf } from '../../support/pact.ts'
import { signIn, type SignedIn } from '../../support/sign-in.ts'
import { useProgram } from '../../support/use-program.ts'
import { inventContracts, move, open, yearRow } from './support.ts'

const program = useProgram('2026-03-30T10:00:00+02:00')
let narbonne: { partnerId: number; actor: string; now: Date }
let carcassonne: { partnerId: number; actor: string; now: Date }
let agent: SignedIn

const day = (text: string) => new Date(`${text}T10:00:00+02:00`)

async function at(text: string): Promise<void> {
  program.clock.now = day(text)
  narbonne = await authorOf(program.deps.db, 'narbonne', program.clock.now)
  carcassonne = await authorOf(program.deps.db, 'carcassonne', program.clock.now)
}

const figuresText = async () => (await lastSnapshot(program.deps.db, 2025))?.figuresText

async function run(...argv: string[]): Promise<{ status: number; said: string }> {
  const said: string[] = []
  const say = (line: string) => void said.push(line)
  const context = { deps: program.deps, sql: program.database.sql, cwd: process.cwd(), say }
  const status = await runCommand(argv, context, say)
  return { status, said: said.join('\n') }
}

beforeAll(async () => {
  await at('2026-03-30')
  await inventContracts(program.deps.db, { year: 2025, count: 60 })
  agent = await signIn(program, { role: 'partner-administrator', partner: 'narbonne' })
  await signIn(program, { role: 'publisher', partner: 'carcassonne' })
})

describe('a year, from its opening to its errata', () => {
  it('is not frozen before its day, and is public only as something to come', async () => {
    await open(program, 2025)
    expect(await move(program, 2025, 'frozen')).toMatchObject({
      ok: false,
      problems: [{ code: 'freeze-too-early' }],
    })
    const page = await program.text('/analyses/2025')
    expect(page).toContain('n’est pas encore publiée')
    expect(page).not.toContain('En bref')
    await program.text('/analyses/2025.json', 404)
    await program.text('/analyses/2025/analyse.csv', 404)
    await program.text('/analyses/2025/synthese', 404)
    expect(await verifyYear(program.deps.db, 2025)).toEqual({ kind: 'nothing-frozen' })
  })

  it('freezes, and asks buyers with agents to check their lines', async () => {
    await at('2026-03-31')
    expect(await move(program, 2025, 'frozen')).toEqual({ ok: true })
    const row = await yearRow(program.deps.db, 2025)
    expect(row).toMatchObject({ state: 'frozen', checksEndOn: '2026-04-15' })
    const tasks = await yearTasks(program.deps.db, narbonne.partnerId, program.clock.now)
    expect(tasks).toEqual([{ year: 2025, task: 'check', until: '2026-04-15' }])
    expect(await move(program, 2025, 'draft')).toMatchObject({
      ok: false,
      problems: [{ code: 'checks-open', names: ['Carcassonne', 'Narbonne'] }],
    })
  })

  it('keeps what a buyer corrects of its own lines, and of no other’s', async () => {
    const correct = (who: typeof narbonne, line: string, after: string | null, field = 'size') =>
      program.deps.db.transaction((tx) =>
        correctLine(
          tx,
          who,
          { year: 2025, line },
          {
            field: field as 'size',
            after,
            reason: 'L’acte d’engagement le dit.',
          },
        ),
      )
    expect(await correct(narbonne, '2025-1#0', 'micro')).toMatchObject({
      ok: false,
      problems: [{ code: 'no-such-line' }],
    })
    expect(await correct(narbonne, '2025-4#0', 'micro')).toEqual({ ok: true })
    expect(await correct(narbonne, '2025-4#0', 'large')).toMatchObject({
      ok: false,
      problems: [{ code: 'nothing-changed' }],
    })
    expect(await correct(narbonne, '2025-8#0', '123456.78', 'amount')).toEqual({ ok: true })
    expect(await correct(narbonne, '2025-12#0', null, 'not-ours')).toEqual({ ok: true })
    expect(await correct(narbonne, '2025-16#0', '2024-12-20', 'notified')).toEqual({ ok: true })
    expect(await correct(narbonne, '2025-20#0', '34', 'place')).toEqual({ ok: true })
    expect(await correct(narbonne, '2025-24#0', '75', 'place')).toEqual({ ok: true })
    const [last] = await program.deps.db
      .select()
      .from(analysisCorrections)
      .where(eq(analysisCorrections.line, '2025-24#0'))
    const id = last?.id ?? 0
    const withdraw = (who: typeof narbonne) =>
      program.deps.db.transaction((tx) => withdrawCorrection(tx, who, { year: 2025, id }))
    expect(await withdraw(carcassonne)).toBeNull()
    expect(await withdraw(narbonne)).toEqual({ ok: true })
    expect(await withdraw(narbonne)).toBeNull()
  })

  it('needs no waiting once every buyer with agents has confirmed, each once', async () => {
    await at('2026-04-02')
    const confirm = (who: typeof narbonne) =>
      program.deps.db.transaction((tx) => confirmLines(tx, who, 2025))
    expect(await confirm(narbonne)).toEqual({ ok: true })
    expect(await confirm(narbonne)).toMatchObject({ problems: [{ code: 'already-confirmed' }] })
    expect(await confirm(carcassonne)).toEqual({ ok: true })
    await inventContracts(program.deps.db, { year: 2025, count: 5, from: 500 })
    expect(await move(program, 2025, 'draft')).toEqual({ ok: true })
  })

  it('puts the corrections in, and nothing that came since the freeze', async () => {
    const snapshot = await lastSnapshot(program.deps.db, 2025)
    expect(snapshot).toMatchObject({ number: 2, corrections: 5 })
    const lines = await program.deps.db
      .select()
      .from(contractLines)
      .where(sql`year = 2025 and edition = 2`)
    expect(lines).toHaveLength(60)
    const of = (line: string) => lines.find((each) => each.line === line)
    expect(of('2025-4#0')).toMatchObject({ size: 'micro', sizeFrom: 'buyer' })
    expect(of('2025-8#0')).toMatchObject({ amount: 123456.78 })
    expect(of('2025-12#0')).toMatchObject({ excluded: 'not-ours' })
    expect(of('2025-16#0')).toMatchObject({ excluded: 'other-year', notifiedOn: '2024-12-20' })
    expect(of('2025-20#0')).toMatchObject({ departement: '34', local: false, regional: true })
    expect(of('2025-24#0')?.departement).toBe('11')
    const total = snapshot?.coverage.councils.reduce((sum, each) => sum + each.contracts, 0)
    expect(total).toBe(58)
    expect(snapshot?.coverage.excluded).toEqual([
      { why: 'not-ours', contracts: 1 },
      { why: 'other-year', contracts: 1 },
    ])
  })

  it('takes no correction once the check is over', async () => {
    const late = await program.deps.db.transaction((tx) =>
      correctLine(
        tx,
        narbonne,
        { year: 2025, line: '2025-4#0' },
        { field: 'amount', after: '1', reason: 'Trop tard.' },
      ),
    )
    expect(late).toMatchObject({ ok: false, problems: [{ code: 'checks-closed' }] })
  })

  it('is shared, commented while the window is open, and answered', async () => {
    const comment = () =>
      program.deps.db.transaction((tx) =>
        addComment(
          tx,
          narbonne,
          { year: 2025, indicator: 'part-des-pme' },
          { partnerId: narbonne.partnerId, agentId: agent.agentId },
          'La part nous paraît <b>basse</b>.',
        ),
      )
    expect(await comment()).toMatchObject({ problems: [{ code: 'comments-closed' }] })
    expect(await move(program, 2025, 'shared')).toEqual({ ok: true })
    expect(await yearRow(program.deps.db, 2025)).toMatchObject({ commentsEndOn: '2026-05-02' })
    await at('2026-05-02')
    expect(await comment()).toEqual({ ok: true })
    expect(await move(program, 2025, 'adopted')).toMatchObject({
      problems: [{ code: 'comments-open' }],
    })
    await at('2026-05-03')
    expect(await comment()).toMatchObject({ problems: [{ code: 'comments-closed' }] })
    expect(await move(program, 2025, 'adopted')).toMatchObject({
      problems: [{ code: 'comments-unanswered', count: 1 }],
    })
    const answer = (id: number) =>
      program.deps.db.transaction((tx) =>
        answerComment(tx, carcassonne, { year: 2025, id }, 'Vérifié.'),
      )
    expect(await answer(999)).toBeNull()
    expect(await answer(1)).toEqual({ ok: true })
    expect(await answer(1)).toMatchObject({ problems: [{ code: 'already-answered' }] })
  })

  it('is adopted only with its written part, which then stands', async () => {
    expect(await move(program, 2025, 'adopted')).toMatchObject({
      problems: [{ code: 'findings-missing' }],
    })
    const write = async () => {
      const { version } = await yearRow(program.deps.db, 2025)
      return program.deps.db.transaction((tx) =>
        editWrittenPart(
          tx,
          narbonne,
          { year: 2025, version },
          {
            firmsSay: 'Les délais <script>alert(1)</script> sont courts.',
            firmsAsked: 42,
            findings: ['Un.', 'Deux.', 'Trois.'],
          },
        ),
      )
    }
    expect(
      await program.deps.db.transaction((tx) =>
        editWrittenPart(
          tx,
          narbonne,
          { year: 2025, version: 1 },
          { firmsSay: '', firmsAsked: null, findings: [] },
        ),
      ),
    ).toMatchObject({ problems: [{ code: 'stale' }] })
    expect(await write()).toEqual({ ok: true })
    expect(await move(program, 2025, 'adopted')).toMatchObject({
      problems: [{ code: 'recommendations-missing' }],
    })
    const action = await program.deps.db.transaction((tx) =>
      createAction(tx, narbonne, actionValues(narbonne.partnerId, 'Allotir davantage')),
    )
    if (!action.ok) throw new Error(JSON.stringify(action))
    const recommend = (actionId: number) =>
      program.deps.db.transaction((tx) =>
        addRecommendation(tx, narbonne, 2025, { words: 'Allotir dès 50 000 €.', actionId }),
      )
    expect(await recommend(99_999)).toMatchObject({ problems: [{ code: 'unknown-action' }] })
    expect(await recommend(action.id)).toEqual({ ok: true })
    expect(await move(program, 2025, 'adopted')).toEqual({ ok: true })
    expect(await write()).toMatchObject({ problems: [{ code: 'not-now' }] })
  })

  it('is signed once by each signatory, with its dissent, and by nobody else', async () => {
    const sign = (who: typeof narbonne, dissent = '') =>
      program.deps.db.transaction((tx) =>
        signAnalysis(tx, who, { year: 2025, partnerId: who.partnerId }, dissent),
      )
    expect(await sign(narbonne)).toEqual({ ok: true })
    expect(await sign(narbonne, 'Après coup.')).toMatchObject({
      problems: [{ code: 'already-signed' }],
    })
    expect(await sign(carcassonne, 'Nous contestons le délai.')).toEqual({ ok: true })
    const stranger = await authorOf(program.deps.db, 'leucate', program.clock.now).catch(() => null)
    const ffb = stranger ?? (await authorOf(program.deps.db, 'ffb-aude', program.clock.now))
    expect(await sign(ffb)).toMatchObject({ problems: [{ code: 'not-a-signatory' }] })
  })

  it('is published without every signature only for a reason, which is told', async () => {
    const refused = await move(program, 2025, 'published')
    expect(refused).toMatchObject({ ok: false, problems: [{ code: 'signatures-missing' }] })
    expect(await move(program, 2025, 'published', 'Attendue depuis un mois.')).toEqual({ ok: true })
    const page = await program.text('/analyses/2025')
    expect(page).toContain('Attendue depuis un mois.')
    expect(page).toContain('Nous contestons le délai.')
    expect(page).toContain('&lt;b&gt;basse&lt;/b&gt;')
    expect(page).not.toContain('<script>alert')
    const names = await signatoriesOn(program.deps.db, '2026-05-03')
    expect(names.length).toBeGreaterThan(2)
    for (const { name } of names) expect(page).toContain(name)
  })

  it('goes nowhere from there', async () => {
    for (const to of ['open', 'frozen', 'draft', 'shared', 'adopted', 'published'] as const)
      expect(await move(program, 2025, to, 'Encore.')).toMatchObject({
        problems: [{ code: 'not-next' }],
      })
    const dates = { freezesOn: '2027-01-01', checksEndOn: null, commentsEndOn: null }
    const { version } = await yearRow(program.deps.db, 2025)
    const moved = await program.deps.db.transaction((tx) =>
      setDates(tx, narbonne, { year: 2025, version }, dates, 'Pourquoi pas.'),
    )
    expect(moved).toMatchObject({ problems: [{ code: 'nothing-changed' }] })
  })

  it('is the same after later imports, and only an erratum tells of them', async () => {
    const before = await figuresText()
    const page = await program.text('/analyses/2025')
    await inventContracts(program.deps.db, { year: 2025, count: 20, from: 1000 })
    await at('2026-06-01')
    expect(await figuresText()).toBe(before)
    const added = await program.deps.db.transaction((tx) =>
      addErratum(tx, narbonne, 2025, {
        indicator: 'part-des-pme',
        words: 'Vingt marchés manquaient.',
        before: '50 %',
        after: '52 %',
      }),
    )
    expect(added).toEqual({ ok: true })
    const after = await program.text('/analyses/2025')
    expect(after).toContain('Vingt marchés manquaient.')
    const figuresOf = (html: string) =>
      html.slice(html.indexOf('id="en-bref"'), html.indexOf('id="signatures"'))
    expect(figuresOf(after)).toBe(figuresOf(page))
    expect(await figuresText()).toBe(before)
    const feed = await program.text('/pacte.rss?contenu=analyses')
    for (const title of ['données gelées', 'soumise aux signataires', 'publiée', 'erratum'])
      expect(feed).toContain(`ANALYSE 2025 — ${title}`)
    expect(feed).not.toContain('adoptée')
  })

  it('is found again by « analysis verify », until a line is tampered with', async () => {
    expect(await run('analysis', 'verify', '2025')).toMatchObject({ status: 0 })
    expect(await run('analysis', 'verify', '2019')).toMatchObject({ status: 1 })
    await program.deps.db
      .update(contractLines)
      .set({ size: 'large' })
      .where(sql`year = 2025 and edition = 2 and line = '2025-7#0'`)
    const { status, said } = await run('analysis', 'verify', '2025')
    expect(status).toBe(1)
    expect(said).toContain('Empreinte des données')
    expect(said).toContain('part-des-pme')
    await program.deps.db
      .update(contractLines)
      .set({ size: 'sme' })
      .where(sql`year = 2025 and edition = 2 and line = '2025-7#0'`)
    expect(await run('analysis', 'verify', '2025')).toMatchObject({ status: 0 })
  })
})

describe('a buyer’s own sheet', () => {
  const path = '/analyses/2025/acheteurs/narbonne'
  const share = (isPublic: boolean) =>
    program.deps.db.transaction((tx) => shareSheet(tx, narbonne, 2025, isPublic))

  it('is nobody else’s, nor are its figures, until it agrees, and then again', async () => {
    await program.text(path, 404)
    await program.text('/analyses/2025/acheteurs/inconnu', 404)
    const buyersIn = async () => {
      const { figures } = JSON.parse(await program.text('/analyses/2025.json')) as {
        figures: { indicators: { tables: { breakdown: string; cells: { group: string }[] }[] }[] }
      }
      return [
        ...new Set(
          figures.indicators.flatMap(({ tables }) =>
            tables
              .filter(({ breakdown }) => breakdown === 'buyer')
              .flatMap(({ cells }) => cells.map(({ group }) => group)),
          ),
        ),
      ]
    }
    expect(await buyersIn()).toEqual([])
    await share(true)
    expect(await program.text(path)).toContain('Ville de Narbonne')
    expect(await buyersIn()).toEqual(['narbonne'])
    await program.text('/analyses/2025/acheteurs/carcassonne', 404)
    await share(false)
    await program.text(path, 404)
    expect(await buyersIn()).toEqual([])
  })

  it('is read by its own agents, and refused to another partner’s', async () => {
    const own = await signIn(program, { role: 'publisher', partner: 'narbonne' })
    const other = await signIn(program, { role: 'publisher', partner: 'carcassonne' })
    const ask = (who: SignedIn, where: string) =>
      program.app.request(where, { headers: who.headers })
    for (const place of ['fiche', 'lignes', 'lignes/2025-4~230']) {
      const where = `/espace/narbonne/analyses/2025/${place}`
      expect((await ask(own, where)).status).toBe(200)
      expect((await ask(other, where)).status).toBe(403)
    }
    const theirs = `/espace/carcassonne/analyses/2025/lignes/2025-4~230`
    expect((await ask(other, theirs)).status).toBe(404)
  })
})
