import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { auditLog } from '../../src/audit/schema.ts'
import { invite } from '../../src/auth/invite.ts'
import { tellContacts } from '../../src/commands/demo/tell-contacts.ts'
import { runCommand } from '../../src/commands/run.ts'
import { readConfig } from '../../src/config.ts'
import { correspondents as listed } from '../../src/partners/schema.ts'
import { CONTACTS_JOB, contactsJob } from '../../src/contacts/contacts-job.ts'
import { helpBodies, helpContacts, helpRules, supportSchemes } from '../../src/contacts/schema.ts'
import { whoHelps } from '../../src/contacts/who-helps.ts'
import { outbox } from '../../src/mail/schema.ts'
import { importPartners } from '../../src/partners/import-partners.ts'
import { readPartners } from '../../src/partners/read-partners.ts'
import { partners } from '../../src/partners/schema.ts'
import { loadGazetteer } from '../../src/places/gazetteer.ts'
import { signIn, type SignedIn } from '../support/sign-in.ts'
import { useProgram } from '../support/use-program.ts'

const program = useProgram('2026-11-22T08:00:00Z')
let manager: SignedIn
let administrator: SignedIn

beforeAll(async () => {
  await program.deps.db.transaction((tx) => tellContacts(tx, program.clock.now))
  manager = await signIn(program, { role: 'partner-administrator', partner: 'narbonne' })
  administrator = await signIn(program, 'administrator')
}, 60_000)

async function send(as: SignedIn, path: string, fields: Record<string, string>) {
  const response = await program.app.request(path, {
    method: 'POST',
    headers: { ...as.headers, 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(fields).toString(),
  })
  await program.deps.versions.refresh()
  return response
}

async function see(as: SignedIn, path: string): Promise<string> {
  const response = await program.app.request(path, { headers: as.headers })
  expect([path, response.status]).toEqual([path, 200])
  return response.text()
}

async function helpersFor(headCount: number | null, place: string, buyer: string | null = null) {
  const { db } = program.deps
  const gazetteer = await loadGazetteer(db)
  const [partner] = buyer
    ? await db.select({ id: partners.id }).from(partners).where(eq(partners.slug, buyer))
    : []
  return whoHelps(
    db,
    gazetteer,
    {
      problem: buyer ? 'mediation' : 'difficulty',
      place: gazetteer.find(place),
      buyerPartnerId: partner?.id ?? null,
      headCount,
      trade: null,
    },
    '2026-11-22',
  )
}

describe('who helps', () => {
  it('is the département’s and the regional body under 400 employees, the national one above', async () => {
    const slugs = async (headCount: number | null, place: string) =>
      (await helpersFor(headCount, place)).map(
        ({ body, certain }) => `${body.slug}${certain ? '' : '?'}`,
      )
    expect(await slugs(12, 'narbonne')).toEqual(['crp', 'codefi-de-l-aude'])
    expect(await slugs(400, 'narbonne')).toEqual(['ciri'])
    expect(await slugs(12, 'beziers')).toEqual(['crp'])
    expect(await slugs(null, 'narbonne')).toEqual(['crp?', 'codefi-de-l-aude?', 'ciri?'])
  })

  it('is the buyer’s one correspondent first, « à désigner » where there is none', async () => {
    const [narbonne, next] = await helpersFor(null, 'narbonne', 'narbonne')
    expect(narbonne).toMatchObject({ kind: 'correspondent', body: { slug: 'narbonne' } })
    expect(narbonne?.contact?.email).toBe('pme.narbonne@example.org')
    expect(next?.body.slug).toBe('mediateur-des-entreprises')
    const [agglo] = await helpersFor(null, 'carcassonne', 'carcassonne-agglo')
    expect(agglo).toMatchObject({ kind: 'correspondent', contact: null })
  })

  it('is told on the page, by commune and problem, with the rule that says so', async () => {
    const html = await program.text('/contacts?lieu=narbonne&probleme=question')
    expect(html).toContain('Conseillère commande publique')
    expect(html).toContain('Les chambres conseillent leurs entreprises')
    const far = await program.text('/contacts?lieu=quillan&probleme=question')
    expect(far).not.toContain('Conseillère commande publique')
  })

  it('is listed whole, each entry with the day it was checked', async () => {
    const html = await program.text('/contacts')
    for (const way of ['/saisines/nouvelle', '/documents/guides/repondre', '/contacts/aides'])
      expect(html.indexOf(`<a href="${way}">`)).toBeLessThan(html.indexOf('name="probleme"'))
    expect(html).toContain('<strong>à désigner</strong>')
    expect(html).toContain('Pas vérifié depuis plus d’un an')
    expect(html.match(/id="correspondant-narbonne"/g)).toHaveLength(1)
    const answer = await program.app.request('/contacts?lieu=Atlantide')
    expect(answer.status).toBe(400)
    const unknown = await program.text('/contacts?couleur=rouge', 400)
    expect(unknown).toContain('<code>effectif</code> (Nombre de salariés)')
    const spelt = await program.app.request('/contacts?metier=&lieu=11100')
    expect([spelt.status, spelt.headers.get('location')]).toEqual([301, '/contacts?lieu=narbonne'])
  })
})

describe('a support scheme', () => {
  it('says that nobody checked it for a year, and where it comes from', async () => {
    const html = await program.text('/contacts/aides/aide-a-l-innovation-demonstration')
    expect(html).toContain('Pas vérifié depuis plus d’un an')
    expect(await program.text('/contacts/aides/avance')).toContain('Pas encore vérifié')
    expect(await program.text('/contacts/aides?theme=avance')).toContain('L’avance au début')
    expect((await program.app.request('/contacts/aides?theme=or')).status).toBe(400)
  })
})

describe('how a buyer buys', () => {
  it('is « non précisé » where nobody said', async () => {
    const html = await program.text('/acheteurs/carcassonne')
    expect(html).toContain('Comment cet acheteur achète')
    expect(html).toContain('Non précisé\u00A0: ses services')
  })

  it('stands on its page, as its agents typed it', async () => {
    const path = '/espace/narbonne/contacts/pratiques'
    const version = /name="version" value="(\d+)"/.exec(await see(manager, path))?.[1] ?? ''
    const fields = {
      version,
      services: 'Voirie : enrobés',
      seuils: 'à partir de 5 000 € HT : trois devis',
      paiement: '21 jours',
    }
    const wrong = await send(manager, path, { ...fields, seuils: 'beaucoup : rien' })
    expect(wrong.status).toBe(422)
    expect(await wrong.text()).toContain('21 jours')
    expect((await send(manager, path, fields)).status).toBe(303)
    const html = await program.text('/acheteurs/narbonne')
    expect(html).toContain('Voirie\u00A0: enrobés')
    expect(html).toMatch(/À partir de 5\u00A0000\u00A0€ HT\u00A0: trois devis/)
    expect((await send(manager, path, fields)).status).toBe(422)
  })
})

describe('a partner’s desk', () => {
  it('notes « encore exact » in one click, for its own entries only', async () => {
    const before = await see(manager, '/espace/narbonne/contacts')
    expect(before).toContain('À vérifier')
    const id = /name="quoi" value="correspondent:(\d+)"/.exec(before)?.[1]
    const quoi = `correspondent:${id}`
    const done = await send(manager, '/espace/narbonne/contacts/verification', { quoi })
    expect(done.headers.get('location')).toBe('/espace/narbonne/contacts?fait=verifie')
    expect(await see(manager, '/espace/narbonne/contacts')).not.toContain('À vérifier')
    const [own] = await program.deps.db
      .select({ id: helpContacts.id })
      .from(helpContacts)
      .where(eq(helpContacts.slug, 'conseiller-innovation-cci'))
    for (const foreign of [`contact:${own?.id}`, 'contact:abc', ''])
      expect(
        (await send(manager, '/espace/narbonne/contacts/verification', { quoi: foreign })).status,
      ).toBe(404)
    const path = `/espace/narbonne/contacts/interlocuteurs/${own?.id}`
    expect((await program.app.request(path, { headers: manager.headers })).status).toBe(404)
    expect((await send(manager, path, { fonction: 'x', version: '1' })).status).toBe(404)
  })

  it('keeps exactly one correspondent, and the check only of the very words', async () => {
    const path = '/espace/narbonne/contacts/correspondant'
    const typed = { correspondant_nom: 'Autre Personne', correspondant_courriel: 'pas une adresse' }
    expect((await send(manager, path, typed)).status).toBe(422)
    const right = { correspondant_nom: 'Autre Personne', correspondant_telephones: '04 00\n06 00' }
    expect((await send(manager, path, right)).status).toBe(303)
    const rows = await program.deps.db.select().from(listed)
    expect(rows.filter(({ name }) => name === 'Autre Personne')).toHaveLength(1)
    expect(await see(manager, '/espace/narbonne/contacts')).not.toContain('À vérifier')
    const entry = {
      identifiant: 'narbonne',
      siret: '21110262900014',
      nom: 'Ville de Narbonne',
      nature: 'commune',
      achete: true,
      signataire: { depuis: '2026-03-02' },
      couverture: 'Tout.',
      correspondant: [{ nom: 'Venue du fichier' }],
    }
    const file = readPartners(JSON.stringify([entry]), 'json')
    if (!file.ok) throw new Error(JSON.stringify(file.problems))
    await program.deps.db.transaction((tx) => importPartners(tx, file.entries))
    expect(await see(manager, '/espace/narbonne/contacts')).toContain('Jamais vérifié')
    expect((await send(manager, path, {})).status).toBe(303)
    expect(await program.text('/contacts')).not.toContain('Venue du fichier')
  })

  it('adds a sheet of its own, keeps it, and no other partner’s', async () => {
    const desk = '/espace/narbonne/contacts'
    expect(await see(manager, desk)).toContain(`href="${desk}/aides/nouvelle"`)
    const typed = {
      titre: 'Prêt de salles',
      theme: 'aide',
      objet: 'Une salle.',
      source: 'La Ville',
    }
    const forged = { ...typed, partenaire: 'carcassonne' }
    expect((await send(manager, `${desk}/aides/nouvelle`, forged)).status).toBe(303)
    const [row] = await program.deps.db
      .select()
      .from(supportSchemes)
      .where(eq(supportSchemes.slug, 'pret-de-salles'))
    expect(await see(manager, desk)).toContain(`href="${desk}/aides/${row?.id}/retrait"`)
    expect(await program.text('/contacts/aides/pret-de-salles')).toContain('Ville de Narbonne')
    const at = `${desk}/aides/${row?.id}`
    expect((await send(manager, at, { ...typed, objet: '', version: '1' })).status).toBe(422)
    expect(
      (await send(administrator, `/espace/administration/contacts/aides/${row?.id}`, typed)).status,
    ).toBe(404)
    expect((await send(manager, `${at}/retrait`, { motif: 'Salle vendue' })).status).toBe(303)
    expect(await program.text('/contacts/aides/pret-de-salles', 410)).toContain('Salle vendue')
  })

  it('adds, corrects and removes a contact; removing says why and forgets the person', async () => {
    const desk = '/espace/narbonne/contacts'
    const typed = {
      fonction: 'Référente petits marchés',
      personne: 'Prénom Nom',
      courriel: 'prenom@example.org',
      telephones: '04 00 00 00 99 (le matin)',
      territoires: 'Narbonne',
    }
    const wrong = await send(manager, `${desk}/interlocuteurs/nouveau`, {
      ...typed,
      territoires: 'Atlantide',
    })
    expect(wrong.status).toBe(422)
    expect(await wrong.text()).toContain('Prénom Nom')
    expect((await send(manager, `${desk}/interlocuteurs/nouveau`, typed)).status).toBe(303)
    const page = '/contacts/organismes/narbonne'
    expect(await program.text(page)).toContain('04 00 00 00 99 (le matin)')
    const [row] = await program.deps.db
      .select()
      .from(helpContacts)
      .where(eq(helpContacts.function, typed.fonction))
    const at = `${desk}/interlocuteurs/${row?.id}`
    const stale = await send(manager, at, { ...typed, version: '9' })
    expect(stale.status).toBe(422)
    expect((await send(manager, at, { ...typed, personne: '', version: '1' })).status).toBe(303)
    expect((await send(manager, `${at}/retrait`, { motif: '' })).status).toBe(422)
    expect((await send(manager, `${at}/retrait`, { motif: 'Poste supprimé' })).status).toBe(303)
    expect(await program.text(page)).toContain('Poste supprimé')
    expect(await program.text('/contacts.atom')).toContain('RETIRÉ – Contact')
    await program.text(`/contacts/fiches/${row?.slug}.vcf`, 404)
    const [left] = await program.deps.db
      .select()
      .from(helpContacts)
      .where(eq(helpContacts.id, row?.id ?? 0))
    expect(left).toMatchObject({ person: null, email: null, phones: [] })
    const log = await program.deps.db
      .select()
      .from(auditLog)
      .where(eq(auditLog.subject, `interlocuteur:${row?.slug}`))
    expect(log.map(({ action }) => action)).toEqual([
      'contacts.contact.add',
      'contacts.contact.edit',
      'contacts.contact.remove',
    ])
    expect(JSON.stringify(log)).not.toMatch(/Prénom Nom|prenom@|00 99/)
  })
})

describe('the administration', () => {
  const desk = '/espace/administration/contacts'

  it('keeps bodies that are no partners, with their source', async () => {
    const typed = { nom: 'Guichet local', nature: 'organisme-public', role: 'Aide.' }
    expect((await send(administrator, `${desk}/organismes/nouveau`, typed)).status).toBe(422)
    const empty = await send(administrator, `${desk}/organismes/nouveau`, { nature: 'instance' })
    expect(await empty.text()).toContain('2 points sont à corriger')
    const sourced = { ...typed, source: 'Son site' }
    expect((await send(administrator, `${desk}/organismes/nouveau`, sourced)).status).toBe(303)
    expect(await program.text('/contacts/organismes/guichet-local')).toContain('Son site')
    expect(await see(administrator, desk)).toContain('Guichet local')
  })

  it('removes no body that something still leads to', async () => {
    const [ciri] = await program.deps.db
      .select({ id: helpBodies.id })
      .from(helpBodies)
      .where(eq(helpBodies.slug, 'ciri'))
    const path = `${desk}/organismes/${ciri?.id}/retrait`
    expect((await send(administrator, path, { motif: 'Réforme' })).status).toBe(422)
    const [rule] = await program.deps.db
      .select()
      .from(helpRules)
      .where(eq(helpRules.slug, 'difficulte-400-et-plus'))
    const form = await see(administrator, `${desk}/regles/${rule?.id}`)
    expect(form).toContain('value="400"')
    const ended = {
      version: '1',
      probleme: 'difficulte',
      vers: 'ciri',
      rang: '30',
      effectif_a_partir_de: '400',
      motif: rule?.reason ?? '',
      source: 'Décret',
      'depuis.day': '1',
      'depuis.month': 'janvier',
      'depuis.year': '2026',
      'jusqu_au.day': '21',
      'jusqu_au.month': '11',
      'jusqu_au.year': '2026',
    }
    expect((await send(administrator, `${desk}/regles/${rule?.id}`, ended)).status).toBe(303)
    expect((await helpersFor(400, 'narbonne')).map(({ body }) => body.slug)).toEqual([])
    expect((await send(administrator, path, { motif: 'Réforme' })).status).toBe(303)
    const gone = await program.text('/contacts/organismes/ciri', 410)
    expect(gone).toContain('Réforme')
    expect(gone).toContain('Voir qui aide aujourd’hui')
    expect(await program.text('/contacts')).not.toContain('organismes/ciri')
  })
})

const JOB = { kind: CONTACTS_JOB, key: 'all', payload: {}, attempt: 1 }

describe('contacts import', () => {
  const folder = mkdtempSync(join(tmpdir(), 'guichet-contacts-'))
  afterAll(() => rmSync(folder, { recursive: true }))
  const run = async (file: object, ...more: string[]) => {
    writeFileSync(join(folder, 'c.json'), JSON.stringify(file))
    const lines: string[] = []
    const say = (line: string) => void lines.push(line)
    const { deps } = program
    const context = { deps, sql: program.database.sql, cwd: folder, say }
    const status = await runCommand(['contacts', 'import', 'c.json', ...more], context, say)
    return { status, text: lines.join('\n') }
  }
  const body = {
    identifiant: 'aide-locale',
    nature: 'organisme-public',
    nom: 'Aide locale',
    role: 'Conseille.',
    verifie_le: '2026-01-10',
  }
  const first = { organismes: [body] }
  const find = async () =>
    (
      await program.deps.db.select().from(helpBodies).where(eq(helpBodies.slug, body.identifiant))
    ).at(0)

  it('tries first, then writes, and knows the same again', async () => {
    const tried = await run(first)
    expect(tried).toMatchObject({ status: 0 })
    expect(tried.text).toContain('Rien n’a été écrit')
    expect(await find()).toBeUndefined()
    const written = await run(first, '--apply')
    expect([written.status, written.text]).toEqual([
      0,
      expect.stringContaining('organismes : 1 nouvelles, 0 modifiées.'),
    ])
    expect((await run(first, '--apply')).text).toContain('organismes : 0 nouvelles, 0 modifiées.')
    expect(await program.text('/contacts/organismes/aide-locale')).toContain('Conseille.')
  })

  it('tells followers of a change, not of another day of checking', async () => {
    await run({ organismes: [{ ...body, verifie_le: '2026-11-20' }] }, '--apply')
    expect(await find()).toMatchObject({ checkedOn: '2026-11-20', version: 1 })
    await run({ organismes: [{ ...body, role: 'Oriente.' }] }, '--apply')
    expect(await find()).toMatchObject({ checkedOn: '2026-01-10', version: 2 })
  })

  it('writes nothing of a file with one wrong line, and says which', async () => {
    const wrong = {
      organismes: [{ ...body, role: 'Perdu.' }],
      interlocuteurs: [{ identifiant: 'x', organisme: 'nulle-part', fonction: 'Conseil' }],
    }
    const refused = await run(wrong, '--apply')
    expect(refused.status).not.toBe(0)
    expect(refused.text).toMatch(/« interlocuteurs », 1.*nulle-part/)
    expect((await find())?.role).toBe('Oriente.')
  })
})

describe('the reminder', () => {
  it('asks each partner’s administrators once a month, and not once all is checked', async () => {
    const { db } = program.deps
    const read = readConfig({
      BASE_URL: 'https://guichet.example',
      SMTP_URL: 'smtp://localhost:25',
      MAIL_FROM: 'guichet@guichet.example',
    })
    if (!read.ok) throw new Error(read.problems.join('\n'))
    const [cci] = await db
      .select({ id: partners.id })
      .from(partners)
      .where(eq(partners.slug, 'cci-de-l-aude'))
    await db.transaction((tx) =>
      invite(
        tx,
        {
          email: 'gestion@cci.example',
          name: 'Gestion',
          partner: { id: cci?.id ?? 0, role: 'partner-administrator' },
          by: 'test',
        },
        program.clock.now,
      ),
    )
    const told = async (day: string) => {
      const now = new Date(`${day}T09:00:00Z`)
      await contactsJob({ db, config: read.config, now: () => now })(JOB)
      const mails = await db
        .select()
        .from(outbox)
        .where(eq(outbox.recipient, 'gestion@cci.example'))
      return mails.filter(({ key }) => key.startsWith('contacts:')).length
    }
    expect(await told('2026-11-22')).toBe(1)
    expect(await told('2026-12-10')).toBe(1)
    expect(await told('2026-12-23')).toBe(2)
    const keys = (await db.select({ key: outbox.key }).from(outbox)).map(({ key }) => key)
    expect(keys.filter((key) => /^contacts:instance:2026-11:\S+$/.test(key))).toHaveLength(1)
    expect(keys.filter((key) => /^contacts:instance:2026-12:\S+$/.test(key))).toHaveLength(1)
    expect(keys.join(' ')).not.toContain('@')
  })
})
