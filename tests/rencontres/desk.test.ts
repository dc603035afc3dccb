import { and, eq } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import { outbox } from '../../src/mail/schema.ts'
import { bookings, rencontres } from '../../src/rencontres/schema.ts'
import { type Fields, formsAs, wordsOf } from '../support/partner-forms.ts'
import { rssTitles } from '../support/read-feeds.ts'
import { ownForm } from '../support/sign-in.ts'
import { useProgram } from '../support/use-program.ts'
import { BEFORE, buyerNamed, mailConfig, plannedPurchase } from './support.ts'

const program = useProgram(BEFORE.toISOString())
beforeAll(async () => {
  Object.assign(program.deps.config, mailConfig(program.deps.config.baseUrl))
})

const DAY = {
  'debut.day': '4',
  'debut.month': 'février',
  'debut.year': '2027',
  'debut.time': '9 h',
  'fin.time': '17 h 30',
}
const TEXTS = {
  titre: 'Travaux publics',
  metier: 'voirie-reseaux',
  presentation: 'Les chantiers.',
  lieu: 'La Médiathèque, 11100 Narbonne',
}
const firmFields = (number: number) => ({
  entreprise: `Entreprise ${number}`,
  personne: `Personne ${number}`,
  courriel: `personne${number}@entreprise.example`,
  activite: 'Terrassement',
  accord: 'oui',
})

describe('a meeting', () => {
  it('is prepared by a federation, published, booked by firms, held, and tells what came of it', async () => {
    const { deps, clock } = program
    let organiser = await formsAs(program, { role: 'pact-editor', partner: 'ffb-aude' })
    const visitor = async (path: string, fields: Fields) => {
      await deps.db.execute('delete from rate_limits')
      return program.app.request(path, {
        method: 'POST',
        headers: {
          ...ownForm(deps.config.baseUrl),
          'content-type': 'application/x-www-form-urlencoded',
        },
        body: new URLSearchParams(fields as Record<string, string>).toString(),
      })
    }
    const base = '/espace/ffb-aude/rencontres'
    const refused = await organiser.fill(`${base}/nouvelle`, {
      ...TEXTS,
      ...DAY,
      'fin.time': '8 h',
      lieu: '',
    })
    expect(refused.status).toBe(422)
    expect(wordsOf(await refused.text())).toContain(
      'Lieu : à remplir. Fin : la fin doit venir après le début.',
    )
    const created = await organiser.fill(`${base}/nouvelle`, { ...TEXTS, ...DAY })
    const own = (created.headers.get('location') ?? '').replace('?fait=ajoutee', '')
    expect(own).toMatch(/rencontres\/\d+$/)

    await organiser.fill(`${own}/programme`, {
      heure1: '9 h',
      sujet1: 'Accueil',
      intervenant1: 'directrice des achats',
    })
    const buyerId = await buyerNamed(deps.db, 'narbonne')
    const purchaseId = await plannedPurchase(deps.db, buyerId)
    const slots = { de: '14 h', a: '15 h', duree: '20' }
    const added = await organiser.fill(`${own}/acheteurs/nouveau`, {
      acheteur: String(buyerId),
      ...slots,
    })
    const table = (added.headers.get('location') ?? '').replace('#champ-achat', '')
    expect(table).toMatch(/acheteurs\/\d+$/)
    await organiser.fill(table, {
      ...slots,
      recherche: 'Des terrassiers',
      achat: String(purchaseId),
    })
    const attendingId = table.split('/').at(-1) ?? ''

    expect((await program.app.request('/rencontres/travaux-publics')).status).toBe(404)
    expect(wordsOf(await program.text('/rencontres'))).toContain('Aucune rencontre n’est annoncée')
    expect((await organiser.post(`${own}/publication`, {})).status).toBe(303)
    const page = await program.text('/rencontres/travaux-publics')
    for (const words of [
      '9 h 00 Accueil – directrice des achats',
      'Réfection de la rue du Pont',
      '3 créneaux libres sur 3, de 20 minutes',
    ])
      expect(wordsOf(page)).toContain(words)
    expect(await rssTitles(program, '/rencontres.rss?metier=voirie-reseaux')).toEqual([
      'Rencontre annoncée – 04/02/2027 – Travaux publics',
    ])
    expect(await rssTitles(program, '/rencontres.rss?metier=nettoyage')).toEqual([])
    expect(await program.text('/rencontres.ics')).toContain('SUMMARY:Travaux publics')
    expect(wordsOf(await program.text('/rencontres?acheteur=narbonne'))).toContain(
      '3 créneaux libres sur 3',
    )

    const [, first = '', second = '', third = ''] = [
      '',
      ...[...page.matchAll(/creneau=(\d+)/g)].map(([, id = '']) => id),
    ]
    const form = '/rencontres/travaux-publics/rendez-vous'
    const asks = (number: number, creneau: string, more = {}) =>
      visitor(form, { acheteur: attendingId, creneau, demande: '', ...firmFields(number), ...more })
    const wrong = await asks(1, first, { siret: '123', courriel: 'ici' })
    expect(wrong.status).toBe(422)
    const text = await wrong.text()
    expect(wordsOf(text)).toContain('SIRET : un SIRET compte 14 chiffres.')
    expect(text).toContain('value="Entreprise 1"')
    expect((await asks(9, first, { site_web: 'http://spam.example' })).status).toBe(303)
    expect(await deps.db.$count(bookings)).toBe(0)
    for (const [number, slot] of [
      [1, first],
      [2, second],
      [3, third],
    ] as const)
      expect((await asks(number, slot)).headers.get('location')).toBe(
        '/rencontres/travaux-publics/demande-recue',
      )
    expect(wordsOf(await program.text('/acheteurs/narbonne'))).toContain(
      'Le rencontrer Travaux publics , le jeudi 4 février 2027',
    )
    const list = await (await organiser.get(`${own}/rendez-vous.csv`)).text()
    expect(list.split('\r\n')[1]).toMatch(
      /^Ville de Narbonne,14:00,14:20,Rendez-vous,Entreprise 1,,Personne 1,/,
    )
    const taken = await asks(4, first)
    expect(taken.status).toBe(422)
    expect(wordsOf(await taken.text())).toContain('Ce créneau vient d’être pris.')
    expect((await asks(4, '')).headers.get('location')).toContain('etat=attente')

    const mail = async (number: number) => {
      const rows = await deps.db
        .select()
        .from(outbox)
        .where(eq(outbox.recipient, firmFields(number).courriel))
        .orderBy(outbox.id)
      return rows.at(-1)
    }
    const linkOf = async (number: number) =>
      /\/rencontres\/rendez-vous\/[\w-]{43}/.exec((await mail(number))?.text ?? '')?.[0] ?? ''
    const private1 = await linkOf(1)
    expect(wordsOf(await program.text(private1))).toContain(
      'Vous avez rendez-vous avec la Ville de Narbonne, de 14 h 00 à 14 h 20.',
    )
    expect(await program.text(`${private1}/agenda.ics`)).toContain(
      'DTSTART;TZID=Europe/Paris:20270204T140000',
    )
    expect((await visitor(`${private1}/annulation`, {})).headers.get('location')).toContain(
      'fait=annule',
    )
    const offer = await linkOf(4)
    expect(wordsOf(await program.text(offer))).toContain(
      'Un créneau s’est libéré avec la Ville de Narbonne',
    )
    await visitor(`${offer}/acceptation`, {})
    expect((await mail(4))?.calendar?.method).toBe('REQUEST')

    let buyer = await formsAs(program, { role: 'publisher', partner: 'narbonne' })
    const [row] = await deps.db.select().from(rencontres)
    const schedule = `/espace/narbonne/rencontres/${row?.id}/notre-planning`
    const shown = wordsOf(await (await buyer.get(schedule)).text())
    expect(shown).toContain('14 h 00 à 14 h 20 Entreprise 4')
    expect(shown).not.toContain('Présences et suites')
    expect((await buyer.post(schedule, { rencontrees: '2' })).status).toBe(422)
    const shut = { ...TEXTS, 'limite.day': '1', 'limite.month': '2', 'limite.year': '2027' }
    const late = { ...shut, 'limite.day': '5', 'limite.time': '9 h' }
    expect((await organiser.fill(`${own}/modifier`, late)).status).toBe(422)
    await organiser.fill(`${own}/modifier`, { ...shut, 'limite.time': '12 h' })
    clock.now = new Date('2027-02-01T12:00:00+01:00')
    expect(wordsOf(await program.text('/rencontres/travaux-publics'))).toContain(
      'Les réservations sont closes.',
    )
    clock.now = BEFORE
    const stranger = await formsAs(program, { role: 'pact-editor', partner: 'carcassonne' })
    for (const path of ['', '/rendez-vous.csv', '/notre-planning', `/planning/${attendingId}`])
      expect((await stranger.get(`/espace/carcassonne/rencontres/${row?.id}${path}`)).status).toBe(
        404,
      )
    expect((await buyer.get(`/espace/narbonne/rencontres/${row?.id}`)).status).toBe(403)

    clock.now = new Date('2027-02-05T10:00:00+01:00')
    buyer = await formsAs(program, { role: 'publisher', partner: 'narbonne' })
    organiser = await formsAs(program, { role: 'pact-editor', partner: 'ffb-aude' })
    expect(wordsOf(await (await buyer.get('/espace')).text())).toContain(
      'notez les entreprises venues',
    )
    const own4 = await deps.db
      .select()
      .from(bookings)
      .where(and(eq(bookings.status, 'booked')))
    const came = own4.flatMap(({ id }, index): [string, string][] => [
      [`presence-${id}`, index < 2 ? 'oui' : 'non'],
      [`nouvelle-${id}`, index === 0 ? 'non' : ''],
    ])
    const wrongFigure = await buyer.post(schedule, [...came, ['nouvelles', 'douze']])
    expect(wrongFigure.status).toBe(422)
    expect((await buyer.post(schedule, [...came, ['nouvelles', '3']])).status).toBe(422)
    expect(
      (await buyer.post(schedule, [...came, [`repondu-${own4[0]?.id}`, 'oui'], ['mot', 'Utile.']]))
        .status,
    ).toBe(303)
    expect((await organiser.fill(`${own}/bilan`, { mot: 'Des lots plus petits.' })).status).toBe(
      303,
    )
    const after = wordsOf(await program.text('/rencontres/travaux-publics'))
    expect(after).toContain('Ville de Narbonne 3 sur 3 créneaux 2 1 1 0')
    expect(after).not.toContain('Entreprise 2')
    expect(wordsOf(await program.text('/rencontres?quand=passees'))).toContain('Travaux publics')

    const upload = new FormData()
    upload.set('intitule', 'Les chantiers 2027')
    upload.set('fichier', new File(['Support\n'], 'support.txt', { type: 'text/plain' }))
    const sent = await program.app.request(`${own}/documents`, {
      method: 'POST',
      headers: organiser.headers,
      body: upload,
    })
    expect(sent.status).toBe(303)
    expect((await organiser.post(`${own}/documents/annonce`, {})).status).toBe(303)
    expect((await organiser.post(`${own}/documents/annonce`, {})).status).toBe(422)
    expect((await mail(2))?.subject).toContain('Documents en ligne')
    const [, file = ''] =
      /href="(\/documents\/fichier\/[^"]+)">Les chantiers 2027<\/a> \(TXT, 1.ko\)/.exec(
        await program.text('/rencontres/travaux-publics'),
      ) ?? []
    expect(await program.text(file)).toBe('Support\n')
    expect(await rssTitles(program, '/rencontres.rss')).toEqual([
      'Documents en ligne – 04/02/2027 – Travaux publics',
      'Bilan – 04/02/2027 – Travaux publics',
      'Rencontre annoncée – 04/02/2027 – Travaux publics',
    ])
  })

  it('that was never published is taken away, and one that is under way is still to come', async () => {
    const { deps, clock } = program
    clock.now = BEFORE
    const organiser = await formsAs(program, { role: 'pact-editor', partner: 'ffb-aude' })
    const base = '/espace/ffb-aude/rencontres'
    const ids = []
    for (const titre of ['Jamais', 'Bientôt']) {
      const created = await organiser.fill(`${base}/nouvelle`, { ...TEXTS, ...DAY, titre })
      const own = (created.headers.get('location') ?? '').replace('?fait=ajoutee', '')
      const buyer = { acheteur: String(await buyerNamed(deps.db, 'narbonne')), duree: '20' }
      const added = { ...buyer, de: '8 h', a: '10 h' }
      const early = await organiser.fill(`${own}/acheteurs/nouveau`, added)
      expect(wordsOf(await early.text())).toContain('dans les heures de la rencontre')
      await organiser.fill(`${own}/acheteurs/nouveau`, { ...added, de: '9 h' })
      ids.push(own)
    }
    const [draft = '', published = ''] = ids
    const page = await organiser.get(`${published}/programme`)
    const [, version = ''] = /name="version" value="(\d+)"/.exec(await page.text()) ?? []
    const line = { version, heure1: '9 h', sujet1: 'Accueil' }
    expect((await organiser.post(`${published}/programme`, line)).status).toBe(303)
    expect((await organiser.post(`${published}/programme`, line)).status).toBe(422)
    await organiser.post(`${published}/publication`, {})
    expect((await organiser.post(`${published}/suppression`, {})).status).toBe(422)
    expect((await organiser.post(`${draft}/suppression`, {})).status).toBe(303)
    expect((await organiser.get(draft)).status).toBe(404)
    clock.now = new Date('2027-02-04T15:00:00+01:00')
    expect(await program.text('/rencontres')).toContain('Bientôt')
    clock.now = new Date('2027-02-04T17:31:00+01:00')
    expect(await program.text('/rencontres')).not.toContain('Bientôt')
    expect(await program.text('/rencontres?quand=passees')).toContain('Bientôt')
    clock.now = BEFORE
  })

  it('that nobody has heard of, or an address that asks what there is not, gets a plain answer', async () => {
    expect((await program.app.request('/rencontres/jamais')).status).toBe(404)
    expect((await program.app.request('/rencontres?acheteur=personne')).status).toBe(400)
    expect((await program.app.request('/rencontres.json?couleur=bleu')).status).toBe(400)
    expect((await program.app.request('/rencontres?quand=a-venir')).headers.get('location')).toBe(
      '/rencontres',
    )
    expect((await program.app.request(`/rencontres/rendez-vous/${'a'.repeat(43)}`)).status).toBe(
      404,
    )
  })
})
