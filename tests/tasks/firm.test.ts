import ICAL from 'ical.js'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { DEMO_CASE_SECRET } from '../../src/commands/demo/requests-story.ts'
import { guestLinks } from '../../src/commands/demo/guests.ts'
import { expectClean, useDemonstrationBrowser, VIEWS } from '../support/demonstration-browser.ts'
import { pdf } from '../support/document-files.ts'
import { type FeedReader, type ReadEntry, subscribedReader } from '../support/feed-reader.ts'
import { type Person, personAt } from '../support/person.ts'

/** A small contract of Narbonne's that ends in fifteen days, and its title in feeds. */
const ROOF = '2026-0049'
const OF_ROOF = 'Narbonne — Réfection de l’étanchéité d’une toiture-terrasse de la médiathèque'

const open = useDemonstrationBrowser()

describe.each(VIEWS)('a small firm $name', (view) => {
  let firm: Person
  let reader: FeedReader
  let moved: ReadEntry | undefined

  beforeAll(async () => {
    firm = personAt((await open.page(view)).page, view)
  })
  afterAll(async () => {
    reader.close()
    await firm.page.context().close()
  })

  test('finds the works near Narbonne that close in 14 days with three answers', async () => {
    await firm.comes(open.base)
    await firm.unfolds('Métier, lieu, montant…')
    await firm.types('Où ?', 'narbonne')
    await firm.chooses('Type', 'Travaux')
    await firm.chooses('À remettre', 'Sous 14 jours')
    await firm.presses('Filtrer')
    expect(firm.cost()).toEqual({ pages: 2, answers: 3 })
    expect(new URL(firm.page.url()).search).toBe('?echeance=14&lieu=narbonne&type=travaux')
    const page = await firm.reads()
    expect(page).toContain('2 consultations + 1 non précisée')
    expect(page).not.toContain('médiathèque')
    expect(page).toContain('mais pas « sous 14 jours » : vous recevrez chaque consultation dès')
  })

  test('subscribes in its reader to trade and place, and not to the 14 days', async () => {
    await firm.follows('S’abonner à cette recherche')
    expect(await firm.reads()).toContain('L’abonnement ne retient pas l’échéance')
    const address = await firm.page
      .getByLabel('Adresse à coller dans un lecteur de flux (RSS)')
      .inputValue()
    expect(address).toBe(`${open.base}/consultations.rss?lieu=narbonne&type=travaux`)
    const copies = firm.page.getByRole('button', { name: 'Copier' })
    expect(await copies.count()).toBe(view.javaScriptEnabled ? 2 : 0)
    expect(firm.cost()).toEqual({ pages: 1, answers: 0 })

    reader = subscribedReader(address)
    const titles = (await reader.unread()).map(({ title }) => title.replaceAll("'", '’'))
    expect(titles.find((title) => title.startsWith(OF_ROOF))).toMatch(
      / — avant le \d\d\/12 à 12 h$/,
    )
    for (const title of titles) expect(title.length).toBeLessThanOrEqual(120)
    expect(await reader.unread()).toEqual([])
  })

  test('sees in its reader that a deadline has moved, and on the page since when', async () => {
    const { page } = await open.page(view, { role: 'publisher', partner: 'narbonne' })
    const council = personAt(page, view)
    await council.comes(`${open.base}/espace/narbonne/consultations/${ROOF}`)
    await council.follows('Prolonger le délai')
    const [, days = ''] = /Reporter au \S+ (\d+) décembre/.exec(await council.reads()) ?? []
    await council.presses(/^Reporter au /)
    expect(council.cost()).toEqual({ pages: 3, answers: 0 })
    expect(await page.getByRole('status').textContent()).toContain('nouvelle date limite')
    await page.context().close()

    const entries = await reader.unread()
    moved = entries[0]
    expect(entries.map(({ title }) => title)).toEqual([
      expect.stringContaining(`RECTIFICATIF — reportée au ${days}/12 à 12 h — Narbonne — `),
    ])
    await firm.comes(moved?.link ?? '')
    const words = await firm.reads()
    expect(words).toMatch(
      new RegExp(`À remettre avant le mercredi ${days} décembre 2026 à 12 h 00`),
    )
    expect(words).toMatch(
      /Date reportée le mardi 24 novembre 2026 à 10 h \d\d ; auparavant le mercredi \d+ décembre/,
    )
    await firm.follows('Ce qui a changé')
    expect(await firm.page.locator('li:target h3').textContent()).toMatch(/date limite reportée$/)
    firm.cost()
  })

  test('puts the deadline in its calendar with one click', async () => {
    const calendar = ICAL.Component.fromString(await firm.takes('Ajouter à mon agenda'))
    for (const zone of calendar.getAllSubcomponents('vtimezone'))
      ICAL.TimezoneService.register(zone)
    const [deadline] = calendar.getAllSubcomponents('vevent').map((each) => new ICAL.Event(each))
    const [, day = ''] = /reportée au (\d\d)\/12/.exec(moved?.title ?? '') ?? []
    expect(deadline?.startDate.toJSDate().toISOString()).toBe(`2026-12-${day}T11:00:00.000Z`)
    expect(deadline?.summary).toMatch(/^REPORTÉ – Offre à remettre – Réfection de l/)
    expect(deadline?.sequence).toBeGreaterThan(0)
    expect(firm.cost()).toEqual({ pages: 0, answers: 0 })
  })

  test('books an appointment with a buyer with five answers, moves it and gives it back', async () => {
    await firm.comes(`${open.base}/rencontres`)
    await firm.follows('Travaux publics : les chantiers de l’année')
    await firm.follows('16 h 20 avec Le Grand Narbonne')
    expect(await firm.asked()).toEqual({ compulsory: 6, optional: 2 })
    await firm.presses('Réserver ce rendez-vous')
    expect(await firm.title()).toMatch(/^Erreur : /)
    firm.cost()
    await firm.types('Entreprise', `Terrassement Exemple ${view.width}`)
    await firm.types('Nom et prénom de la personne qui vient', 'Camille Exemple')
    await firm.types('E-mail', `camille${view.width}@exemple.example`)
    await firm.types('Ce que vous proposez', 'Tranchées, réseaux')
    await firm.ticks(/^J’accepte/)
    await firm.presses('Réserver ce rendez-vous')
    expect(firm.cost()).toEqual({ pages: 1, answers: 5 })
    expect(await firm.reads()).toContain('16 h 20 à 16 h 40')
    await expectClean(firm.page, 'rendez-vous', view)
    await firm.chooses('Autre créneau', '16 h 40 à 17 h 00')
    await firm.presses('Déplacer mon rendez-vous')
    expect(await firm.reads()).toContain('16 h 40 à 17 h 00')
    await firm.presses('Annuler mon rendez-vous')
    expect(await firm.reads()).toContain('Votre demande est annulée.')
  })

  test('asks for a mediation with nine answers, is answered, and has it all erased', async () => {
    firm.cost()
    await firm.comes(`${open.base}/saisines`)
    await firm.follows(/^Poser une question ou saisir/)
    await firm.follows('Saisir le correspondant PME')
    expect(await firm.asked()).toEqual({ compulsory: 10, optional: 5 })
    expect(firm.cost()).toEqual({ pages: 3, answers: 0 })
    await firm.types('En une ligne', 'Facture de mars impayée')
    await firm.page.getByLabel('Fichiers').setInputFiles(DEVIS)
    await firm.presses('Saisir le correspondant PME')
    expect(await firm.page.getByLabel('En une ligne').inputValue()).toBe('Facture de mars impayée')
    expect(await firm.reads()).toContain('Fichier déjà reçu')
    await firm.chooses('Acheteur', 'Ville de Narbonne')
    await firm.chooses('Sujet', 'Paiement, avance, révision des prix')
    await firm.types('Votre demande', 'Le décompte est signé. Rien n’arrive.')
    await firm.types('Entreprise', 'Carrelages du Minervois')
    await firm.types('Votre nom', 'Andrée Exemple')
    await firm.types('E-mail', 'andree@entreprise.example')
    await firm.types('Commune', 'Narbonne')
    await firm.ticks(/^J’accepte que ces informations/)
    await firm.presses('Saisir le correspondant PME')
    expect(firm.cost()).toEqual({ pages: 2, answers: 9 })
    expect(await firm.reads()).toContain('Votre demande est bien arrivée')
    await expectClean(firm.page, 'saisine-suivi', view)
    const own = firm.page.url()
    const [reference = ''] = /S-\w{3}-\w{3}/.exec(await firm.reads()) ?? []

    const desk = personAt((await open.page(view)).page, view)
    const [link] = await guestLinks(open.demonstration.deps)
    await desk.comes(link?.address ?? '')
    await desk.presses('Me connecter')
    await desk.comes(`${open.base}/espace/narbonne/saisines/${reference}`)
    await desk.presses('Accuser réception')
    await desk.types('Message', 'Le mandat part lundi.')
    await desk.ticks(/répond à la demande/)
    await desk.presses('Envoyer')
    await desk.presses('Noter : acheteur entendu')
    await desk.unfolds('Clore')
    await expectClean(desk.page, 'saisine-demande', view)
    await desk.ticks('Accord')
    await desk.presses('Clore la demande')
    expect(await desk.reads()).toContain('La demande est close')
    await desk.page.context().close()

    await firm.comes(own)
    expect(await firm.reads()).toContain('Le mandat part lundi.')
    await expectClean(firm.page, 'saisine-close', view)
    await firm.presses('Rouvrir ma demande')
    expect(await firm.reads()).toContain('Votre demande est rouverte')
    await firm.unfolds('Effacer tout, maintenant')
    await firm.presses('Effacer ma demande')
    expect(await firm.reads()).toContain('rien n’a été effacé')
    await expectClean(firm.page, 'saisine-effacer', view)
    await firm.ticks(/^J’ai compris/)
    await firm.presses('Effacer ma demande')
    expect(await firm.reads()).toContain('Votre demande est effacée')
  }, 120_000)

  test('in difficulty is oriented without a name, and sees its confidential form', async () => {
    await firm.comes(`${open.base}/saisines/nouvelle?nature=difficulte`)
    await firm.types('Effectif', '18')
    await firm.types('Commune ou département', 'Aude')
    await firm.presses('Voir qui m’aide')
    expect(await firm.page.locator('ol > li').count()).toBeGreaterThan(0)
    await firm.comes(`${open.base}/saisines/suivi/${DEMO_CASE_SECRET}`)
    expect(await firm.reads()).toContain('Fiche confidentielle')
  })
})

const DEVIS = { name: 'devis.pdf', mimeType: 'application/pdf', buffer: Buffer.from(pdf()) }
