import { sql } from 'drizzle-orm'
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { sources } from '../../src/consultations/schema.ts'
import { FOLDED_FIELDS, SHORT_FIELDS } from '../../src/posting/form-steps.ts'
import { anyForm } from '../support/any-form.ts'
import { bought, draft, winter } from '../support/application.ts'
import { faultsIn } from '../support/stored.ts'
import { formsOf } from '../support/partner-forms.ts'
import { useProgram } from '../support/use-program.ts'

const RUNS = process.env['DEEP'] ? 2_000 : 100

const program = useProgram()
let agent: Awaited<ReturnType<typeof formsOf>>
/** One that is open and one that has ended, both of Narbonne's. */
let bases: string[]

beforeAll(async () => {
  const school = {
    buyers: bought('Ville de Narbonne', '21110262900019'),
    lots: ['Gros œuvre', 'Peinture'].map((title, place) => ({ number: String(place + 1), title })),
    response: { kind: 'email' as const, address: 'a@b.example', signature: null },
  }
  await program.say('profil', [
    draft('open', { ...school, object: 'École ouverte', deadline: winter('2027-01-15T12:00') }),
    draft('ended', { ...school, object: 'École close', deadline: winter('2026-11-21T12:00') }),
  ])
  program.later(4)
  agent = await formsOf(program, 'narbonne')
  bases = ['2026-0001', '2026-0002'].map((each) => `/espace/narbonne/consultations/${each}`)
})

const WORDS = [
  'modifier',
  'prolonger',
  'reponses',
  'documents',
  'retirer',
  'rouvrir',
  'sans-suite',
  'infructueux',
  'attribution',
  'relance',
  'complement',
  'date-officielle',
]

const NAMES = [
  ...SHORT_FIELDS,
  ...FOLDED_FIELDS,
  ...['day', 'month', 'year', 'time'].map((part) => `deadline.${part}`),
  'lotNumber',
  'lotTitle',
  'lotAmountMin',
  'lotAmountMax',
  'action',
  'prendre',
  'motif',
  'precisions',
  'question',
  'reponse',
  'lien',
  'nom',
  'recu',
  'lot',
  'nom-0-0',
  'identifiant-0-0',
  'taille-0-0',
  'montant-0',
  'offres-0',
  'pme-0',
  'notification-0.day',
  'notification-0.month',
  'notification-0.year',
  'nom-0-99',
  'amount',
  'lots',
  'contact',
  'toString',
  'kept.change-too-late.ground',
  'kept.change-too-late.words',
]

const RIGHT = (
  'travaux|adaptée|Narbonne|1|2|12|2026|2027|12 h 00|oui|non|courriel|a@b.example|40000-90000|45310000|Prix 60 %|' +
  'tout|budget|aucune|interet|urgency|lots|titulaires|ne-plus-demander|2026-12-18T12:00|2027-02-15T12:00|SARL Exemple|' +
  '73282932000074|ES B12345678|sme|1 – Gros œuvre|https://dossiers.example/a.pdf|04 68 00 00 00|Deux mots'
).split('|')

const form = anyForm(NAMES, RIGHT)

async function sentTo(path: string, fields: [string, string][], files: boolean): Promise<Response> {
  if (!files) return agent.post(path, fields)
  const body = new FormData()
  for (const [name, text] of fields) body.append(name, text)
  body.append('fichier', new File([fields.map(([, text]) => text).join()], 'x.txt'))
  await program.deps.db.execute('delete from rate_limits')
  return program.app.request(path, { method: 'POST', headers: agent.headers, body })
}

async function versionOf(base: string): Promise<string> {
  const [row] = await program.deps.db.execute<{ version: string }>(
    sql`select md5(facts::text) as version from consultations where reference = ${base.split('/').at(-1) ?? ''}`,
  )
  return row?.version ?? ''
}

describe('whatever is sent about a consultation', () => {
  it(
    'is answered in plain words or published whole, never with a defect of ours',
    { timeout: 900_000 },
    async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.constantFrom(...WORDS),
          fc.boolean(),
          fc.boolean(),
          form,
          async (word, isOpen, isCurrent, fields) => {
            const base = bases[isOpen ? 0 : 1] ?? ''
            const version = isCurrent ? await versionOf(base) : 'ancienne'
            const path = `${base}/${word}`
            const isUpload = word === 'documents' && fields.length % 2 === 0
            const answer = await sentTo(path, [...fields, ['version', version]], isUpload)
            expect([200, 303, 404, 413, 415, 422]).toContain(answer.status)
            if (answer.status === 422) expect(await answer.text()).toContain('<main')
            for (const shown of [base, `${base}/modifier`, `${base}/attribution?lot=1`])
              expect([200, 422]).toContain((await agent.get(shown)).status)
          },
        ),
        { numRuns: RUNS },
      )
    },
  )

  it('has left nothing half written', async () => {
    const faults = await faultsIn(program.deps.db)
    expect(faults.filter((fault) => !fault.includes('without health'))).toEqual([])
    expect(await program.deps.db.$count(sources)).toBeLessThanOrEqual(2)
  })
})

describe('a link that completes a consultation', () => {
  it('that nobody made allows nothing, whatever is sent with it', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ maxLength: 50 }), form, async (secret, fields) => {
        const path = `/complement/${encodeURIComponent(secret.toWellFormed()) || 'x'}`
        const answer = await agent.post(path, fields)
        expect([404, 410]).toContain(answer.status)
      }),
      { numRuns: 50 },
    )
  })
})
