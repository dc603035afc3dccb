import { eq } from 'drizzle-orm'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { recordAudit } from '../../src/audit/record.ts'
import { auditLog } from '../../src/audit/schema.ts'
import { accessRequests, agents, memberships } from '../../src/auth/schema.ts'
import { csvRows } from '../../src/places/csv-rows.ts'
import { findPartner } from '../../src/partners/queries.ts'
import { pageText } from '../support/page-text.ts'
import { signIn, type SignedIn } from '../support/sign-in.ts'
import { idOfPartner } from '../support/directory.ts'
import { useProgram } from '../support/use-program.ts'

const program = useProgram()
let admin: SignedIn

beforeAll(async () => {
  admin = await signIn(program, 'administrator')
})
beforeEach(() => program.deps.db.delete(auditLog))

async function get(path: string, as = admin): Promise<Response> {
  return program.app.request(path, { headers: as.headers })
}

async function post(path: string, form: Record<string, string>, as = admin): Promise<Response> {
  return program.app.request(path, {
    method: 'POST',
    headers: { ...as.headers, 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(form).toString(),
  })
}

describe('editing a partner', () => {
  const AT = '/espace/administration/partenaires/narbonne'
  const FORM = {
    signataire_depuis: '02/03/2026',
    signataire_jusqu_au: '',
    couverture: 'Toutes les consultations de la Ville.',
    site: 'https://www.narbonne.example',
    profil_acheteur: '',
    alias: 'Mairie de Narbonne\nCommune de Narbonne',
    correspondant_nom: 'Camille Exemple',
    correspondant_fonction: 'achats',
    correspondant_courriel: 'pme@narbonne.example',
    correspondant_telephones: '04 68 00 00 00\n06 00 00 00 00',
  }

  it('changes what its public page says, and the log keeps what was there', async () => {
    const before = await findPartner(program.deps.db, 'narbonne')
    const saved = await post(AT, FORM)
    expect(saved.headers.get('location')).toBe(`${AT}?fait=oui`)
    expect(await findPartner(program.deps.db, 'narbonne')).toMatchObject({
      siret: before?.siret,
      kind: before?.kind,
      territory: before?.territory,
      signatorySince: '2026-03-02',
      signatoryUntil: null,
      coverage: FORM.couverture,
      website: FORM.site,
      buyerProfileUrl: null,
      correspondent: {
        name: 'Camille Exemple',
        phones: ['04 68 00 00 00', '06 00 00 00 00'],
      },
    })
    expect(pageText(await program.text('/acheteurs/narbonne'))).toContain(FORM.couverture)
    const [line] = await program.deps.db.select().from(auditLog)
    expect(line).toMatchObject({ action: 'partner.edit', subject: 'partner:narbonne' })
    expect(line?.before).toMatchObject({ coverage: before?.coverage })
    expect(line?.after).toMatchObject({ coverage: FORM.couverture, correspondent: 'changed' })
    expect(JSON.stringify(line)).not.toContain('Camille')
    await post(AT, FORM)
    expect(await program.deps.db.select().from(auditLog)).toHaveLength(1)
    const history = await get('/espace/administration/journal?objet=partner:narbonne')
    expect(pageText(await history.text())).toContain(FORM.couverture)
  })

  it.each([
    ['couverture', { couverture: '' }],
    ['site', { site: 'www.narbonne.fr' }],
    ['profil_acheteur', { profil_acheteur: 'javascript:alert(1)' }],
    ['correspondant_courriel', { correspondant_courriel: 'pme' }],
    ['correspondant_nom', { correspondant_nom: '' }],
    ['signataire_depuis', { signataire_depuis: '31/04/2026' }],
    [
      'signataire_depuis',
      {
        signataire_depuis: '',
        couverture: '',
        site: '',
        correspondant_nom: '',
        correspondant_fonction: '',
        correspondant_courriel: '',
        correspondant_telephones: '',
        profil_acheteur: '',
      },
    ],
    ['signataire_depuis', { signataire_jusqu_au: '01/01/2020' }],
    ['alias', { alias: 'Ville de Carcassonne' }],
  ])(
    'says at « %s » what is wrong, keeps what was typed and writes nothing',
    async (name, wrong) => {
      const before = await findPartner(program.deps.db, 'narbonne')
      const typed = { ...FORM, correspondant_fonction: 'tapé <ici>', ...wrong }
      const answer = await post(AT, typed)
      expect(answer.status).toBe(422)
      const page = await answer.text()
      expect(page).toContain(`href="#champ-${name}"`)
      expect(page).toContain(`id="champ-${name}-erreur"`)
      if (typed.correspondant_fonction) expect(page).toContain('tapé &lt;ici&gt;')
      expect(await findPartner(program.deps.db, 'narbonne')).toEqual(before)
      expect(await program.deps.db.select().from(auditLog)).toEqual([])
    },
  )
})

describe('the journal', () => {
  beforeEach(async () => {
    const partnerId = await idOfPartner(program.deps.db, 'narbonne')
    await program.deps.db.transaction(async (tx) => {
      for (let number = 1; number <= 120; number += 1)
        await recordAudit(tx, {
          at: new Date(Date.UTC(2026, 9, 1 + (number % 30), 12)),
          actor: number % 2 ? `agent:${admin.agentId}` : 'command:invite',
          action: number % 3 ? 'membership.add' : 'partner.edit',
          subject: `essai:${number}`,
          ...(number % 5 === 0 ? { partnerId } : {}),
          after: { note: '=HYPERLINK("x")' },
        })
    })
  })

  const AT = '/espace/administration/journal'
  const subjects = async (path: string) =>
    [...(await (await get(path)).text()).matchAll(/>essai:(\d+)</g)].map(([, n]) => Number(n))

  it('is read to its end, fifty lines at a time, each line once', async () => {
    const seen: number[] = []
    let path: string | null = AT
    for (let hop = 0; path !== null && hop < 5; hop += 1) {
      const page: string = await (await get(path)).text()
      seen.push(...[...page.matchAll(/>essai:(\d+)</g)].map(([, n]) => Number(n)))
      path = /href="([^"]+)" rel="next"/.exec(page)?.[1]?.replaceAll('&amp;', '&') ?? null
    }
    expect(seen).toEqual(Array.from({ length: 120 }, (_, index) => 120 - index))
  })

  it('is filtered by partner, actor, action, object and days', async () => {
    expect((await subjects(`${AT}?partenaire=narbonne`)).every((n) => n % 5 === 0)).toBe(true)
    expect(await subjects(`${AT}?partenaire=narbonne`)).toHaveLength(24)
    const [me] = await program.deps.db.select().from(agents).where(eq(agents.id, admin.agentId))
    const mine = await subjects(`${AT}?acteur=${me?.email}&action=partner`)
    expect(mine).toHaveLength(20)
    expect(mine.every((n) => n % 2 === 1 && n % 3 === 0)).toBe(true)
    expect(await subjects(`${AT}?objet=essai:7`)).toEqual([7])
    expect(await subjects(`${AT}?du=3/10/2026&au=2026-10-03`)).toEqual([92, 62, 32, 2])
    expect(await subjects(`${AT}?partenaire=personne`)).toEqual([])
  })

  it.each(['du=31/04/2026', 'au=demain', 'du=2/10/2026&au=1/10/2026'])(
    'says what is wrong with « %s »',
    async (words) => {
      for (const path of [AT, `${AT}.csv`]) {
        const answer = await get(`${path}?${words}`)
        expect(answer.status).toBe(422)
        expect(await answer.text()).toMatch(/href="#champ-(du|au)"/)
      }
    },
  )

  it('is taken away as a file that no spreadsheet runs', async () => {
    const answer = await get(`${AT}.csv?du=1/10/2026&au=31/10/2026&action=partner`)
    expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8')
    expect(answer.headers.get('content-disposition')).toContain('journal.csv')
    expect(answer.headers.get('cache-control')).toBe('private, no-store')
    expect(answer.headers.has('access-control-allow-origin')).toBe(false)
    const rows = csvRows(await answer.text())
    expect(rows).toHaveLength(40)
    expect(rows[0]).toMatchObject({ objet: 'essai:3', action: 'partner.edit' })
    await program.deps.db.transaction((tx) =>
      recordAudit(tx, {
        at: program.clock.now,
        actor: '=1+1',
        action: '@partner.x',
        subject: '-essai',
      }),
    )
    const text = await (await get(`${AT}.csv`)).text()
    expect(text).toContain(`,'=1+1,`)
    expect(text).toContain(`,'-essai,`)
  })

  it('is taken away a year at a time at most', async () => {
    const answer = await get(`${AT}.csv?du=1/10/2024&au=31/10/2026`)
    expect(answer.status).toBe(422)
    expect(pageText(await answer.text())).toContain('un an au plus')
  })

  it('is nobody’s but administrators’', async () => {
    const as = await signIn(program, { role: 'partner-administrator', partner: 'narbonne' })
    expect((await get(`${AT}.csv`, as)).status).toBe(403)
  })
})

describe('who waits for a role', () => {
  async function waiting() {
    const { agentId } = await signIn(program, 'nobody')
    const partnerId = await idOfPartner(program.deps.db, 'carcassonne')
    const [request] = await program.deps.db
      .insert(accessRequests)
      .values({ agentId, partnerId, askedAt: program.clock.now })
      .returning()
    return { agentId, id: request?.id ?? 0 }
  }
  const rolesOf = (agentId: string) =>
    program.deps.db.select().from(memberships).where(eq(memberships.agentId, agentId))

  it('is seen by administrators, and gets a role from who looks after the partner', async () => {
    const { agentId, id } = await waiting()
    expect(await (await get('/espace/administration')).text()).toContain('En attente d’un rôle')
    const boss = await signIn(program, { role: 'partner-administrator', partner: 'carcassonne' })
    const other = await signIn(program, { role: 'partner-administrator', partner: 'narbonne' })
    expect(await (await get('/espace/carcassonne/equipe', boss)).text()).toContain(`demandes/${id}`)
    const answer = { role: 'publisher', reponse: 'accord' }
    const elsewhere = await post(`/espace/narbonne/equipe/demandes/${id}`, answer, other)
    expect(elsewhere.status).toBe(404)
    const at = `/espace/carcassonne/equipe/demandes/${id}`
    expect((await post(at, { reponse: 'accord', role: '' }, boss)).status).toBe(422)
    expect(await rolesOf(agentId)).toEqual([])
    expect((await post(at, answer, boss)).status).toBe(303)
    expect(await rolesOf(agentId)).toMatchObject([{ role: 'publisher', endedAt: null }])
    expect((await post(at, answer, boss)).status).toBe(404)
  })

  it('is seen no more once they are shut out', async () => {
    const { agentId, id } = await waiting()
    const list = async () => (await get('/espace/carcassonne/equipe')).text()
    expect(await list()).toContain(`demandes/${id}`)
    await program.deps.db
      .update(agents)
      .set({ disabledAt: program.clock.now })
      .where(eq(agents.id, agentId))
    expect(await list()).not.toContain(`demandes/${id}`)
  })

  it('can be turned down', async () => {
    const { agentId, id } = await waiting()
    await post(`/espace/carcassonne/equipe/demandes/${id}`, { reponse: 'refus' })
    expect(await rolesOf(agentId)).toEqual([])
    const [line] = await program.deps.db.select().from(auditLog)
    expect(line).toMatchObject({ action: 'access.refuse', subject: `agent:${agentId}` })
  })
})

it('agents are found by a part of their name or address, whatever is typed', async () => {
  await program.deps.db.insert(agents).values({
    id: crypto.randomUUID(),
    email: 'zoe_100%@ville.example',
    name: 'Zoé Dupont',
    createdAt: program.clock.now,
  })
  const found = async (words: string) =>
    (
      await (await get(`/espace/administration/agents?q=${encodeURIComponent(words)}`)).text()
    ).includes('Zoé Dupont')
  for (const words of ['zoé', 'DUPONT', 'zoe_1', '100%'])
    expect([words, await found(words)]).toEqual([words, true])
  for (const words of ['zoe%ville', '_____________________', '\\', '%%'])
    expect([words, await found(words)]).toEqual([words, false])
})
