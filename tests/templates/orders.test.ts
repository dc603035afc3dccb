import { eq } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import { auditLog } from '../../src/audit/schema.ts'
import type { Office } from '../../src/office/block.ts'
import { beginDraft } from '../../src/posting/drafts.ts'
import { TEMPLATE_FILES } from '../../src/templates/files.ts'
import { recordUse, useFigures } from '../../src/templates/uses.ts'
import { templateOrders, templateUses } from '../../src/templates/schema.ts'
import { templatesJob } from '../../src/templates/templates-job.ts'
import { checked } from '../../views/office/blank.ts'
import { idOfPartner } from '../support/directory.ts'
import { draft } from '../support/application.ts'
import { formsAs, formsOf } from '../support/partner-forms.ts'
import { ownForm } from '../support/sign-in.ts'
import { useProgram } from '../support/use-program.ts'

/** Writes each document as its own title: what an order gives is seen by that. */
const named = (format: string) => async (document: { title: string }) =>
  new TextEncoder().encode(`${format} ${document.title}`)
const office: Office = { pdf: named('pdf'), docx: named('docx'), odt: named('odt') }

const JOB = { kind: 'templates', key: 'all', payload: {}, attempt: 1 }

const program = useProgram('2026-11-22T09:00:00Z')

beforeAll(async () => {
  program.deps.office = office
})

const narbonne = () => idOfPartner(program.deps.db, 'narbonne')

async function draftOf(agentId: string, fields: Record<string, string[]>): Promise<string> {
  const typist = { partnerId: await narbonne(), agentId, actor: `agent:${agentId}` }
  return program.deps.db.transaction((tx) =>
    beginDraft(tx, typist, { form: 'short', fields }, program.clock.now),
  )
}

async function fill(fields: Record<string, string>): Promise<Response> {
  await program.deps.db.execute('delete from rate_limits')
  return program.app.request('/modele/remplir', {
    method: 'POST',
    headers: {
      ...ownForm(program.deps.config.baseUrl),
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: new URLSearchParams(fields).toString(),
  })
}

const WORKS = {
  object: ['Réfection de la toiture'],
  category: ['travaux'],
  amountBand: ['40000-90000'],
  requiredDocuments: ['Attestation Urssaf'],
}

describe('an agent with a draft', () => {
  it('gets every document in one click, and is told what is still to be filled in', async () => {
    const { agentId, post, get } = await formsOf(program, 'narbonne')
    const id = await draftOf(agentId, WORKS)
    const answer = await post(`/espace/narbonne/brouillons/${id}/modele`, {})
    expect(answer.status).toBe(303)
    const at = answer.headers.get('location') ?? ''
    const page = await (await get(at)).text()
    expect(page).toContain('la date et l’heure limites')
    expect(page).toContain('Demandé à la seule entreprise retenue')
    for (const { name, format } of TEMPLATE_FILES) {
      expect(page).toContain(`${at}/${name}`)
      const file = await get(`${at}/${name}`)
      expect(file.headers.get('content-disposition')).toBe(`attachment; filename="${name}"`)
      expect(await file.text()).toMatch(new RegExp(`^${format} `))
    }
    expect((await get(`${at}/autre.docx`)).status).toBe(404)
  })

  it('counts once for each consultation, however often documents are made', async () => {
    const { agentId, post } = await formsOf(program, 'narbonne')
    const id = await draftOf(agentId, WORKS)
    const before = (await useFigures(program.deps.db)).documents.count
    await post(`/espace/narbonne/brouillons/${id}/modele`, {})
    await post(`/espace/narbonne/brouillons/${id}/modele`, {})
    expect((await useFigures(program.deps.db)).documents.count).toBe(before + 1)
  })

  it('is told why the model is not for larger works or for services', async () => {
    const { agentId, post } = await formsOf(program, 'narbonne')
    for (const other of [{ amountBand: ['200000-500000'] }, { category: ['services'] }]) {
      const id = await draftOf(agentId, { ...WORKS, ...other })
      const answer = await post(`/espace/narbonne/brouillons/${id}/modele`, {})
      expect(answer.status).toBe(422)
      expect(await answer.text()).toContain('Le modèle commun est fait pour les travaux')
    }
  })

  it('is read by no other partner, its documents neither', async () => {
    const { agentId, post } = await formsOf(program, 'narbonne')
    const id = await draftOf(agentId, WORKS)
    const at = (await post(`/espace/narbonne/brouillons/${id}/modele`, {})).headers.get('location')
    const others = await formsOf(program, 'carcassonne-agglo')
    const stranger = at?.replace('/narbonne/', '/carcassonne-agglo/') ?? ''
    expect((await others.get(at ?? '')).status).toBe(403)
    expect((await others.get(stranger)).status).toBe(404)
    expect((await others.get(`${stranger}/acte-d-engagement.odt`)).status).toBe(404)
    expect(
      (await others.post(`/espace/carcassonne-agglo/brouillons/${id}/modele`, {})).status,
    ).toBe(404)
  })
})

describe('a published consultation', () => {
  it('says what is to be handed in once documents were made for it, and not before', async () => {
    await program.say('narbonne-modele', [
      draft('N-1', {
        object: 'Réfection du préau',
        category: 'works',
        buyers: [{ name: 'Ville de Narbonne', siret: null, coordinator: false }],
        deadline: { wall: '2026-12-15T12:00', instant: '2026-12-15T11:00:00Z' },
        requiredDocuments: ['Planning', 'Extrait Kbis'],
        criteria: [{ name: 'Prix', weight: 100 }],
      }),
    ])
    const [{ reference, path } = { reference: '', path: '' }] = await program.deps.db.execute<{
      reference: string
      path: string
    }>(
      `select reference, '/consultations/' || reference || '-' || slug as path from consultations where title like '%préau%'`,
    )
    expect(await program.text(path)).not.toContain('l’acte d’engagement rempli')
    const { post, get } = await formsOf(program, 'narbonne')
    const base = `/espace/narbonne/consultations/${reference}`
    expect(await (await get(base)).text()).toContain(`action="${base}/modele"`)
    expect((await post(`${base}/modele`, {})).status).toBe(303)
    const page = await program.text(path)
    expect(page).toContain('l’acte d’engagement rempli')
    expect(page).toContain('<li>Planning</li>')
    expect(page).not.toContain('<li>Extrait Kbis</li>')
  })
})

describe('any buyer, without account', () => {
  const typed = { acheteur: 'Commune d’Exemple', object: 'Réfection du lavoir', place: 'Narbonne' }

  it('gets its documents from a short form, at a private address', async () => {
    const answer = await fill({ ...typed, website: '' })
    expect(answer.status).toBe(303)
    const at = answer.headers.get('location') ?? ''
    expect(at).toMatch(/^\/modele\/dossiers\/[\w-]{43}$/)
    const page = await program.app.request(at)
    expect(page.headers.get('cache-control')).toContain('no-store')
    expect(await page.text()).toContain('Réfection du lavoir')
    const file = await program.app.request(`${at}/cadre-de-prix.odt`)
    expect(await file.text()).toBe('odt Cadre de prix')
    expect(file.headers.get('cache-control')).toContain('no-store')
  })

  it('keeps all that it typed when something is wrong', async () => {
    const answer = await fill({
      ...typed,
      acheteur: '',
      'deadline.day': '31',
      'deadline.month': '4',
      'deadline.year': '2027',
      duration: 'quatre mois',
    })
    expect(answer.status).toBe(422)
    const page = await answer.text()
    expect(page).toContain('href="#champ-acheteur"')
    expect(page).toContain('href="#champ-deadline"')
    expect(page).toContain('value="quatre mois"')
  })

  it('is refused works above the model’s limit, and counted for nothing when a trap is filled', async () => {
    expect((await fill({ ...typed, amountBand: '200000-500000' })).status).toBe(422)
    const before = await program.deps.db.$count(templateOrders)
    expect((await fill({ ...typed, website: 'x' })).status).toBe(303)
    expect(await program.deps.db.$count(templateOrders)).toBe(before)
  })

  it('erases everything at once, or is erased after seven days: only the use remains', async () => {
    const at = async () => (await fill(typed)).headers.get('location') ?? ''
    const [now, later] = [await at(), await at()]
    await program.deps.db.execute('delete from rate_limits')
    const headers = {
      ...ownForm(program.deps.config.baseUrl),
      'content-type': 'application/x-www-form-urlencoded',
    }
    await program.app.request(`${now}/effacement`, { method: 'POST', headers, body: '' })
    expect((await program.app.request(now)).status).toBe(404)
    expect((await program.app.request(later)).status).toBe(200)
    const uses = await program.deps.db.$count(templateUses)
    program.later(8)
    await templatesJob({ ...program.deps, office: undefined })(JOB)
    expect((await program.app.request(later)).status).toBe(404)
    expect(await program.deps.db.$count(templateOrders)).toBe(0)
    expect(await program.deps.db.$count(templateUses)).toBe(uses)
  })

  it('waits for a Node process where the runtime writes no documents', async () => {
    const { office: _, ...without } = program.deps
    program.deps.office = undefined
    const at = (await fill(typed)).headers.get('location') ?? ''
    expect(await program.text(at)).toContain('en préparation')
    expect((await program.app.request(`${at}/acte-d-engagement.docx`)).status).toBe(404)
    await templatesJob({ ...without, office })(JOB)
    expect(await program.text(at)).toContain(`${at}/acte-d-engagement.docx`)
    const file = await program.app.request(`${at}/acte-d-engagement.docx`)
    expect(await file.text()).toBe('docx Acte d’engagement')
    program.deps.office = office
  })
})

describe('the blank documents', () => {
  it('are made by the job, then given with their weight', async () => {
    await templatesJob({ ...program.deps, office })(JOB)
    await program.deps.versions.refresh()
    const page = await program.text('/modele')
    expect(page).toContain('/modele/vierges/lettre-de-consultation.odt')
    const file = await program.app.request('/modele/vierges/lettre-de-consultation.odt')
    expect(file.headers.get('content-type')).toBe('application/vnd.oasis.opendocument.text')
    const etag = file.headers.get('etag') ?? ''
    const again = await program.app.request('/modele/vierges/lettre-de-consultation.odt', {
      headers: { 'if-none-match': etag },
    })
    expect(again.status).toBe(304)
  })
})

describe('« Nous utilisons le modèle commun »', () => {
  it('is one click for a partner, shown at once and said once', async () => {
    const { post, get } = await formsOf(program, 'narbonne')
    await post('/espace/narbonne/modele/declaration', {})
    await post('/espace/narbonne/modele/declaration', {})
    expect(await (await get('/espace/narbonne/modele')).text()).toContain('Vous avez déclaré')
    const said = await program.deps.db.$count(templateUses, eq(templateUses.kind, 'declaration'))
    expect(said).toBe(1)
    expect(await program.deps.db.$count(auditLog, eq(auditLog.action, 'template.use'))).toBe(2)
  })

  it('is shown for another buyer once an editor of the pact has confirmed it', async () => {
    const send = (fields: Record<string, string>) =>
      program.app.request('/modele/declaration', {
        method: 'POST',
        headers: {
          ...ownForm(program.deps.config.baseUrl),
          'content-type': 'application/x-www-form-urlencoded',
        },
        body: new URLSearchParams(fields).toString(),
      })
    expect((await send({ acheteur: 'Commune d’Exemple', siret: '123' })).status).toBe(422)
    const siret = '73282932000074'
    expect((await send({ acheteur: 'Syndicat d’Exemple', siret })).status).toBe(303)
    expect(await program.text('/modele')).not.toContain('Syndicat d’Exemple')
    const { post, get } = await formsAs(program, { role: 'pact-editor', partner: 'narbonne' })
    const desk = await (await get('/espace/narbonne/modele')).text()
    const [, id] = /modele\/declarations\/(\d+)/.exec(desk) ?? []
    await post(`/espace/narbonne/modele/declarations/${id}`, { reponse: 'confirmer' })
    expect(await program.text('/modele')).toContain('Syndicat d’Exemple')
  })
})

describe('a version of the model', () => {
  it('is written, adopted, and never written again; the older one stays readable', async () => {
    const {
      post,
      get,
      fill: fillIn,
    } = await formsAs(program, {
      role: 'pact-editor',
      partner: 'narbonne',
    })
    const at = '/espace/narbonne/modele/versions/1'
    const page = await (await get(at)).text()
    expect(page).toContain('block.honour')
    const dates = (day: string) => ({
      'adoptee.day': '5',
      'adoptee.month': '10',
      'adoptee.year': '2026',
      'en-vigueur.day': day,
      'en-vigueur.month': '10',
      'en-vigueur.year': '2026',
    })
    expect((await fillIn(at, dates('1'), `${at}/adoption`)).status).toBe(422)
    const unchecked = await fillIn(at, dates('15'), `${at}/adoption`)
    expect(unchecked.status).toBe(422)
    expect(await unchecked.text()).toContain('href="#champ-block-payment"')
    await saveChecked(post, page, at)
    expect((await fillIn(at, dates('15'), `${at}/adoption`)).status).toBe(303)
    expect(await program.text('/modele')).toContain('en vigueur depuis le jeudi 15 octobre 2026')
    expect((await post(at, { note: 'x' })).headers.get('location')).toBe('/modele/versions/1')
    const next = await post('/espace/narbonne/modele/versions', {})
    expect(next.headers.get('location')).toBe('/espace/narbonne/modele/versions/2')
    expect(await program.text('/modele/versions/2')).toContain('projet, non adopté')
    expect(await program.text('/modele/versions/1')).toContain('Déclaration sur l’honneur')
  })

  it('shows both texts to who saves an older one, and loses nothing', async () => {
    const { post, get } = await formsAs(program, { role: 'pact-editor', partner: 'narbonne' })
    const at = '/espace/narbonne/modele/versions/2'
    const page = await (await get(at)).text()
    const fields = fieldsIn(page)
    const send = (note: string) =>
      post(at, [['version', '1'], ...fields.filter(([name]) => name !== 'note'), ['note', note]])
    expect((await send('La première')).status).toBe(303)
    const stale = await send('La seconde')
    expect(stale.status).toBe(409)
    expect(await stale.text()).toContain('La seconde')
  })
})

/** What a page has in its text areas. */
function fieldsIn(page: string): [string, string][] {
  return [...page.matchAll(/<textarea[^>]*name="([^"]+)"[^>]*>([^<]*)</g)].map(
    ([, name = '', text = '']) => [name, text],
  )
}

/** Saves a version as if all that is to be checked had been. */
async function saveChecked(
  post: (path: string, fields: [string, string][]) => Promise<Response>,
  page: string,
  at: string,
): Promise<void> {
  const fields = fieldsIn(page).map(([name, text]): [string, string] => [name, checked(text)])
  expect((await post(at, [['version', '1'], ...fields])).status).toBe(303)
}

it('uses from a draft and from the consultation that came of it are one', async () => {
  const user = { partnerId: await narbonne(), organisation: null, siret: null }
  const { agentId } = await formsOf(program, 'narbonne')
  const draftId = await draftOf(agentId, WORKS)
  const [row] = await program.deps.db.execute<{ id: number }>(
    'select max(id) as id from consultations',
  )
  const consultationId = row?.id ?? 0
  await program.deps.db.delete(templateUses).where(eq(templateUses.consultationId, consultationId))
  await program.deps.db.execute(
    `update consultation_drafts set consultation_id = ${consultationId} where id = '${draftId}'`,
  )
  const before = await program.deps.db.$count(templateUses)
  for (const usedFor of [{ draftId }, { consultationId }])
    await program.deps.db.transaction((tx) => recordUse(tx, user, usedFor, 1, program.clock.now))
  expect(await program.deps.db.$count(templateUses)).toBe(before + 1)
})
