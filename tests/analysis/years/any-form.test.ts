import fc from 'fast-check'
import { asc, eq } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import { analysisCheckRoutes } from '../../../src/analysis/check-routes.tsx'
import { analysisDeskRoutes } from '../../../src/analysis/desk-routes.tsx'
import { contractLines } from '../../../src/analysis/schema.ts'
import { analysisCorrections, analysisYears } from '../../../src/analysis/years/schema.ts'
import { lastSnapshot } from '../../../src/analysis/years/snapshots.ts'
import type { YearState } from '../../../src/analysis/years/states.ts'
import type { Route } from '../../../src/http/route.ts'
import { anyForm } from '../../support/any-form.ts'
import { signIn, type SignedIn } from '../../support/sign-in.ts'
import { useProgram } from '../../support/use-program.ts'
import { inventContracts, move, open } from './support.ts'

const RUNS = process.env['DEEP'] ? 400 : 12

const program = useProgram('2026-04-02T10:00:00+02:00')
let agent: SignedIn
let editor: SignedIn
let administrator: SignedIn

beforeAll(async () => {
  agent = await signIn(program, { role: 'partner-administrator', partner: 'narbonne' })
  editor = await signIn(program, { role: 'pact-editor', partner: 'narbonne' })
  administrator = await signIn(program, 'administrator')
  await inventContracts(program.deps.db, { year: 2025, count: 40 })
  await open(program, 2025)
  expect(await move(program, 2025, 'frozen')).toEqual({ ok: true })
})

const FORMS = [...analysisDeskRoutes, ...analysisCheckRoutes].filter(
  ({ method }) => method === 'post',
)

const NAMES = (
  'reason|version|freezesOn|freezesOn.day|freezesOn.month|freezesOn.year|checksEndOn|commentsEndOn|firmsSay|firmsAsked|' +
  'finding1|finding2|finding3|words|action|indicator|answer|dissent|before|after|field|amount|size|place|notified|' +
  'notified.day|publique|year|state|to'
).split('|')

const RIGHT = (
  '1|2|12|64|2026-05-01|2026-04-20|2025-06-01|amount|size|place|notified|not-ours|micro|sme|11|2A|part-des-pme|' +
  'delai-de-reponse|oui|non|Parce que|84 500|12,5'
).split('|')

const form = anyForm(NAMES, RIGHT, ['é'.repeat(9_000)])

function pathOf({ path }: Route): string {
  return path
    .replace(':partner', 'narbonne')
    .replace(':year', '2025')
    .replace(':line', '2025-4~230')
    .replaceAll(/:[a-z]+/g, '1')
}

function callerOf({ policy }: Route): SignedIn {
  if (policy === 'run-analysis') return administrator
  return policy === 'speak-in-analysis' ? editor : agent
}

async function send(route: Route, fields: [string, string][]): Promise<Response> {
  await program.deps.db.execute('delete from rate_limits')
  return program.app.request(pathOf(route), {
    method: 'POST',
    headers: {
      ...callerOf(route).headers,
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: new URLSearchParams(fields).toString(),
  })
}

/** Puts the year where a form is open, whatever the forms before did. */
async function standIn(state: YearState): Promise<void> {
  await program.deps.db
    .update(analysisYears)
    .set({ state, checksEndOn: '2026-04-17', commentsEndOn: '2026-05-17' })
    .where(eq(analysisYears.year, 2025))
}

const STATES: YearState[] = ['open', 'frozen', 'draft', 'shared', 'adopted', 'published']

describe('whatever a form of the yearly analysis sends', () => {
  it.each(FORMS)('$path is answered in plain words', { timeout: 600_000 }, async (route) => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...STATES), form, async (state, fields) => {
        // A year is frozen once only by its own button.
        await standIn(state === 'open' && route.path.endsWith('/avancer') ? 'adopted' : state)
        const before = await program.deps.db.$count(analysisCorrections)
        const answer = await send(route, fields)
        expect([200, 303, 404, 413, 422]).toContain(answer.status)
        if (answer.status !== 422) return
        expect(await answer.text()).toContain('<main')
        expect(await program.deps.db.$count(analysisCorrections)).toBe(before)
      }),
      { numRuns: RUNS },
    )
  })

  it('leaves what was frozen as it was, and every page readable', async () => {
    await standIn('shared')
    const frozen = await lastSnapshot(program.deps.db, 2025)
    expect(frozen?.lines).toBe(40)
    const lines = await program.deps.db
      .select()
      .from(contractLines)
      .where(eq(contractLines.edition, 1))
      .orderBy(asc(contractLines.line))
    expect(lines).toHaveLength(40)
    for (const path of [
      '',
      '/apercu',
      '/lignes',
      '/fiche',
      '/commenter',
      '/lignes?apres=~00',
      '/lignes?apres=~',
      '/donnees?indicateur=part-des-pme&apres=~00',
      '/donnees?indicateur=part-des-pme',
    ]) {
      const where = `/espace/narbonne/analyses/2025${path}`
      const answer = await program.app.request(where, { headers: agent.headers })
      expect([path, [200, 403, 404].includes(answer.status)]).toEqual([path, true])
    }
    await standIn('published')
    for (const path of ['', '/synthese', '/analyse.csv', '/lignes?indicateur=part-des-pme'])
      await program.text(`/analyses/2025${path}`)
    await program.text('/analyses/2025/lignes?indicateur=part-des-pme&apres=~00', 404)
  })

  it('refuses a line that there is not, whatever it is called', async () => {
    await standIn('frozen')
    for (const word of ['~00', '~ff', 'x', '~F0~9F~98~80', '%00', encodeURIComponent("' or 1=1")]) {
      const where = `/espace/narbonne/analyses/2025/lignes/${word}`
      const answer = await program.app.request(where, { headers: agent.headers })
      expect([word, answer.status]).toEqual([word, 404])
    }
  })
})
