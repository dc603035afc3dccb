import { eq } from 'drizzle-orm'
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { consultations, notices } from '../../src/consultations/schema.ts'
import { FOLDED_FIELDS, SHORT_FIELDS } from '../../src/posting/form-steps.ts'
import { drafts } from '../../src/posting/schema.ts'
import { anyForm } from '../support/any-form.ts'
import { formsOf } from '../support/partner-forms.ts'
import { ownForm, signIn } from '../support/sign-in.ts'
import { useProgram } from '../support/use-program.ts'
import { smallContract } from './small-contract.ts'

const RUNS = process.env['DEEP'] ? 2_000 : 80

const program = useProgram()
let agent: Awaited<ReturnType<typeof formsOf>>

beforeAll(async () => {
  agent = await formsOf(program, 'narbonne')
})

const NAMES = [
  ...SHORT_FIELDS,
  ...FOLDED_FIELDS,
  'deadline.day',
  'deadline.month',
  'deadline.year',
  'deadline.time',
  'questionsUntil.day',
  'lotNumber',
  'lotTitle',
  'lotAmountMin',
  'lotAmountMax',
  'version',
  'action',
  'prendre',
  'adresse',
  'form',
  'kept.too-short-for-pact.ground',
]

const RIGHT = (
  'travaux|petit marché|adaptée|Narbonne|1|12|2026|2027|12 h 00|oui|non|plateforme|courriel|papier|obligatoire|' +
  'https://marches.example/1|a@b.example|40000-90000|45310000|Prix 60 %|Réfection de la cour|urgency|lots|plus-tard|' +
  'verifier|short|steps|26-12345|2026-12-18T12:00|no-distinct-services'
).split('|')

const form = anyForm(NAMES, RIGHT)

async function newDraft(kind: 'short' | 'steps'): Promise<string> {
  const answer = await agent.post('/espace/narbonne/consultations/nouvelle', [['form', kind]])
  return answer.headers.get('location') ?? ''
}

describe('whatever a form of the partners’ area sends', () => {
  it(
    'is answered in plain words or saved, never with a defect of ours',
    { timeout: 600_000 },
    async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.constantFrom<'short' | 'steps'>('short', 'steps'),
          form,
          form,
          async (kind, first, second) => {
            const draft = await newDraft(kind)
            for (const [path, version, fields] of [
              [draft, '1', first],
              [`${draft}/publication`, '2', second],
            ] as const) {
              const answer = await agent.post(path, [...fields, ['version', version]])
              expect([200, 303, 404, 422]).toContain(answer.status)
              if (answer.status === 422) expect(await answer.text()).toContain('<main')
            }
            const shown = await program.app.request(draft, { headers: agent.headers })
            expect([200, 404]).toContain(shown.status)
          },
        ),
        { numRuns: RUNS },
      )
    },
  )

  it('has published whole consultations only', async () => {
    // Another council's, so that Narbonne's next drafts begin with nothing of it.
    const other = await formsOf(program, 'carcassonne')
    const begun = await other.post('/espace/carcassonne/consultations/nouvelle', { form: 'short' })
    const right = begun.headers.get('location') ?? ''
    await other.post(right, { ...smallContract('Préau'), version: '1' })
    await other.post(`${right}/publication`, { version: '2' })
    const { db } = program.deps
    const published = (await db.select({ id: drafts.consultationId }).from(drafts)).flatMap(
      ({ id }) => id ?? [],
    )
    expect(published.length).toBeGreaterThan(0)
    for (const id of published) {
      const [row] = await db.select().from(consultations).where(eq(consultations.id, id))
      expect(row?.facts.object).toBeTruthy()
      expect(await db.$count(notices, eq(notices.consultationId, id))).toBeGreaterThan(0)
    }
  })
})

describe('a form that is sent', () => {
  it('from another site is refused and writes nothing', async () => {
    const draft = await newDraft('short')
    const before = await program.deps.db.select().from(drafts)
    for (const headers of [
      { origin: 'https://elsewhere.example' },
      { origin: 'null' },
      {},
      { origin: 'https://guichet.example', 'sec-fetch-site': 'cross-site' },
      { origin: 'https://guichet.example', 'sec-fetch-site': 'same-site' },
    ] as Record<string, string>[]) {
      const answer = await program.app.request(draft, {
        method: 'POST',
        headers: {
          cookie: agent.headers['cookie'] ?? '',
          'content-type': 'application/x-www-form-urlencoded',
          ...headers,
        },
        body: 'object=Volé',
      })
      expect(answer.status).toBe(403)
    }
    expect(await program.deps.db.select().from(drafts)).toEqual(before)
  })

  it('after the session’s end keeps what was typed', async () => {
    const draft = await newDraft('short')
    const gone = await signIn(program, { role: 'publisher', partner: 'narbonne' })
    program.later(1)
    const answer = await program.app.request(draft, {
      method: 'POST',
      headers: { ...gone.headers, 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams([['object', 'Mise aux normes de l’ascenseur']]).toString(),
    })
    expect(answer.status).toBe(401)
    const page = await answer.text()
    expect(page).toContain('Mise aux normes de l’ascenseur')
    expect(page).toContain(`action="${draft}"`)
    agent = await formsOf(program, 'narbonne')
  })

  it('after the session’s end goes back to the step that it was sent from', async () => {
    const draft = await newDraft('steps')
    const answer = await program.app.request(`${draft}?etape=reponse`, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        ...ownForm('https://guichet.example'),
      },
      body: new URLSearchParams([['description', '\nDeux lignes\n']]).toString(),
    })
    const page = await answer.text()
    expect(page).toContain(`action="${draft}?etape=reponse"`)
    // A browser takes away the first line end of a textarea.
    expect(page).toContain('<textarea name="description" hidden="">\n\nDeux lignes\n</textarea>')
  })

  it('with a file after the session’s end says that nothing was kept, and where to begin again', async () => {
    const path = '/espace/narbonne/consultations/2026-0001/documents'
    const body = new FormData()
    body.set('fichier', new File(['%PDF-1.7'], 'plan.pdf'))
    const headers = ownForm('https://guichet.example')
    const answer = await program.app.request(path, { method: 'POST', headers, body })
    expect(answer.status).toBe(401)
    const page = await answer.text()
    expect(page).toContain('Rien n’a été enregistré')
    expect(page).toContain(`/connexion?suite=${encodeURIComponent(path)}`)
    expect(page).not.toContain('Rien n’est perdu')
  })

  it('without what every firm needs names each thing that is missing, at its field', async () => {
    const draft = await newDraft('short')
    const page = await (await agent.post(draft, [['version', '1']])).text()
    const summary = page.slice(page.indexOf('class="errors"'), page.indexOf('class="entry"'))
    for (const field of ['object', 'category', 'place', 'responseKind', 'visit']) {
      expect(summary).toContain(`href="#champ-${field}"`)
      expect(page).toContain(`id="champ-${field}"`)
    }
  })

  it('with ten thousand lots is too large, and with five hundred and one is refused at the lots', async () => {
    const draft = await newDraft('short')
    const lots = (count: number) =>
      Array.from({ length: count }, (_, at): [string, string] => ['lotTitle', `Lot ${at + 1}`])
    const large = await agent.post(draft, lots(10_000))
    expect(large.status).toBe(413)
    expect(await large.text()).toContain('Rien n’a été enregistré')
    const many = await agent.post(draft, [
      ...lots(501),
      ...Array.from({ length: 501 }, (_, at): [string, string] => ['lotNumber', String(at + 1)]),
      ...Object.entries({
        version: '1',
        object: 'Entretien de cinq cents salles',
        divided: 'oui',
        category: 'travaux',
        procedure: 'petit marché',
        place: 'Narbonne',
      }),
    ])
    expect(many.status).toBe(422)
    const page = await many.text()
    expect(page).toContain('<a href="#champ-lots">')
    expect(page).toContain('trop de lots')
    expect(page).toContain('value="Lot 501"')
  })

  it('names another council’s draft in vain', async () => {
    const draft = await newDraft('short')
    const other = await signIn(program, { role: 'publisher', partner: 'carcassonne' })
    const id = draft.split('/').at(-1)
    for (const path of [
      `/espace/carcassonne/brouillons/${id}`,
      `/espace/narbonne/brouillons/${id}`,
    ]) {
      const answer = await program.app.request(path, { headers: other.headers })
      expect([403, 404]).toContain(answer.status)
    }
  })

  it('by two at once shows each what the other saved, and loses neither', async () => {
    const draft = await newDraft('short')
    const first = await agent.post(draft, [
      ['version', '1'],
      ['object', 'Toiture de l’école'],
      ['action', 'plus-tard'],
    ])
    expect(first.status).toBe(303)
    const second = await agent.post(draft, [
      ['version', '1'],
      ['object', 'Toiture et gouttières de l’école'],
      ['action', 'plus-tard'],
    ])
    expect(second.status).toBe(422)
    const page = await second.text()
    expect(page).toContain('Toiture et gouttières de l’école')
    expect(page).toContain('<dd>Toiture de l’école</dd>')
    const [, version = ''] = /name="version" value="(\d+)"/.exec(page) ?? []
    const third = await agent.post(draft, [
      ['version', version],
      ['object', 'Toiture et gouttières de l’école'],
      ['action', 'plus-tard'],
    ])
    expect(third.status).toBe(303)
  })

  it('to publish what somebody changed meanwhile shows it first', async () => {
    const draft = await newDraft('short')
    const ready = Object.entries(smallContract('Peinture du préau'))
    expect((await agent.post(draft, [['version', '1'], ...ready])).status).toBe(303)
    const other: [string, string][] = [['object', 'Peinture du préau et de la cour']]
    expect((await agent.post(draft, [['version', '2'], ...other])).status).toBe(303)
    const stale = await agent.post(`${draft}/publication`, [['version', '2']])
    expect(stale.status).toBe(422)
    const page = await stale.text()
    expect(page).toContain('Ce brouillon a changé depuis que vous l’avez lu')
    expect(page).toContain('Peinture du préau et de la cour')
    const published = await agent.post(`${draft}/publication`, [['version', '3']])
    const again = await agent.post(`${draft}/publication`, [['version', '3']])
    expect([published.status, again.status]).toEqual([303, 303])
    expect(again.headers.get('location')).toBe(published.headers.get('location'))
    const old = await program.app.request(draft, { headers: agent.headers })
    expect(old.headers.get('location')).toBe(published.headers.get('location'))
    const stranger = await signIn(program, { role: 'publisher', partner: 'carcassonne' })
    const theirs = draft.replace('narbonne', 'carcassonne')
    const hidden = await program.app.request(theirs, { headers: stranger.headers })
    expect(hidden.status).toBe(404)
  })
})
