import { and, desc, lt, sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { consultations } from '../../src/consultations/schema.ts'
import { isOf } from '../../src/posting/own-consultation.ts'
import { partners } from '../../src/partners/schema.ts'
import { expectClean, useDemonstrationBrowser, VIEWS } from '../support/demonstration-browser.ts'
import { type Person, personAt } from '../support/person.ts'

const open = useDemonstrationBrowser()

describe.each(VIEWS)('a council’s officer $name', (view) => {
  let officer: Person
  const yard = `Réfection de la cour de l’école du port (${view.width})`

  beforeAll(async () => {
    const as = { role: 'publisher', partner: 'narbonne' } as const
    officer = personAt((await open.page(view, as)).page, view)
  })
  afterAll(() => officer.page.context().close())

  test('publishes a small contract with nine answers, warned of a short time and of a missing lot split', async () => {
    await officer.comes(`${open.base}/espace`)
    await officer.follows('Annoncer une consultation')
    await officer.presses('Petit marché')
    expect(officer.cost()).toEqual({ pages: 3, answers: 0 })
    // Twelve questions, of which some have two fields and few must be answered.
    expect(await officer.asked()).toEqual({ compulsory: 10, optional: 9 })
    expect(await officer.page.getByLabel('Heure', { exact: true }).first().inputValue()).toBe(
      '12 h 00',
    )
    await officer.presses('Vérifier')
    expect(await officer.title()).toMatch(/^Erreur : /)
    officer.cost()

    await officer.types('Objet de la consultation', yard)
    await officer.ticks('Travaux')
    await officer.types('Lieu d’exécution', 'Narbonne')
    await officer.dates('Date limite de remise des offres', '1 déc. 2026')
    await officer.ticks('Par courriel')
    await officer.types('Adresse où répondre', 'marches@narbonne.example')
    await officer.chooses('Tranche de montant (HT)', '60 000 à 90 000 € HT')
    await officer.ticks('Non, marché unique')
    await officer.ticks('Pas de visite')
    await officer.presses('Vérifier')
    expect(officer.cost()).toEqual({ pages: 1, answers: 9 })
    const warned = await officer.reads()
    expect(warned).toContain('Délai de réponse : 7 jours. Le pacte prévoit au moins 15 jours')
    expect(warned).toContain('Marché non alloti. L’allotissement est la règle')
    await expectClean(officer.page, 'verification', view)

    await officer.presses('Publier')
    expect(await officer.reads()).toContain('Pas encore publiée')
    await expectClean(officer.page, 'refusee', view)
    await officer.follows('Répondre')
    expect(await officer.page.evaluate(() => location.hash)).toBe('#champ-lotGround')
    await officer.chooses(
      'S’il n’y a pas de lots : motif',
      'L’objet ne permet pas d’identifier des prestations distinctes',
    )
    await officer.types(
      'S’il n’y a pas de lots : les faits, en une ligne',
      'Un seul corps de métier, un seul lieu, trois semaines.',
    )
    await officer.presses('Vérifier')
    await officer.presses('Prendre cette date')
    const ready = await officer.reads()
    expect(ready).not.toContain('Délai de réponse : 7 jours.')
    expect(ready).not.toContain('Marché non alloti.')
    await officer.presses('Publier')
    expect(officer.cost()).toEqual({ pages: 5, answers: 2 })
    expect(await officer.reads()).toContain('La consultation est publiée.')
    expect(await firstOf(officer, yard)).toContain(yard)
  }, 120_000)

  test('publishes a bigger one in four short steps, each saved, and finds it again half done', async () => {
    const library = `Construction de la médiathèque (${view.width})`
    await officer.comes(`${open.base}/espace/narbonne/consultations/nouvelle`)
    await officer.presses('Par étapes')
    officer.cost()
    await officer.types('Objet de la consultation', library)
    await officer.ticks('Travaux')
    await officer.ticks('Procédure adaptée (MAPA)')
    await officer.presses('Enregistrer et finir plus tard')

    await officer.follows(library)
    await officer.presses('Enregistrer et continuer')
    expect(await officer.reads()).toContain('Les dates')
    await officer.dates('Date limite de remise des offres', '29 janvier 2027')
    await officer.ticks('Pas de visite')
    await officer.presses('Enregistrer et continuer')

    await officer.types('Lieu d’exécution', 'Narbonne')
    await officer.chooses('Tranche de montant (HT)', '500 000 à 1 000 000 € HT')
    await officer.ticks('Oui, en lots')
    await officer.unfolds('Décrire les lots')
    await expectClean(officer.page, 'etape-lots', view)
    for (const [row, title] of ['Gros œuvre', 'Électricité'].entries()) {
      const line = officer.page.getByRole('group', { name: `Ligne de lot ${row + 1}` })
      await line.getByLabel('Numéro').fill(String(row + 1))
      await line.getByLabel('Intitulé').fill(title)
    }
    await officer.presses('Ajouter des lignes de lot')
    expect(await officer.page.getByRole('group', { name: /^Ligne de lot/ }).count()).toBe(6)
    await officer.presses('Enregistrer et continuer')

    await officer.ticks('Sur notre profil d’acheteur')
    await officer.types('Adresse où répondre', 'https://marches.example/4217')
    await officer.presses('Vérifier')
    expect(await officer.reads()).toContain('1 – Gros œuvre ; 2 – Électricité')
    await officer.presses('Publier')
    expect(officer.cost()).toEqual({ pages: 8, answers: 10 })
    expect(await officer.reads()).toContain('La consultation est publiée.')
  }, 120_000)

  test('corrects it with three answers, and firms read what has changed and why', async () => {
    await officer.comes(`${open.base}/espace/narbonne/consultations`)
    await officer.follows(yard)
    await officer.follows('Modifier la consultation')
    // Of fifty questions those that say something or must; the others are folded.
    expect(await officer.asked()).toEqual({ compulsory: 11, optional: 3 })
    officer.cost()
    await officer.ticks('Obligatoire')
    await officer.types('Dates de visite', '02/12/2026 14:00')
    await officer.types('Motif de la modification', 'accès par la cour fermée')
    await officer.presses('Publier la modification')
    expect(officer.cost()).toEqual({ pages: 1, answers: 3 })
    expect(await officer.reads()).toContain('La modification est publiée')
    await officer.follows(/^http/)
    expect(await officer.reads()).toMatch(
      /Visite obligatoire : mercredi 2 décembre.*accès par la cour fermée/,
    )
  })

  test('awards a lot with its winner’s name and three more answers', async () => {
    const { partner, path } = await endedWithLots()
    const { page } = await open.page(view, { role: 'publisher', partner })
    const buyer = personAt(page, view)
    await buyer.comes(open.base + path)
    await buyer.follows('Publier l’attribution')
    await buyer.ticks(/^Lot \d/)
    await buyer.presses('Continuer')
    expect(await buyer.asked()).toEqual({ compulsory: 1, optional: 8 })
    await expectClean(page, 'attribution-lot', view)
    await buyer.types('Titulaire', '')
    await buyer.presses('Publier l’attribution')
    expect(await buyer.title()).toMatch(/^Erreur : Publier l’attribution/)
    buyer.cost()
    await buyer.types('Titulaire', `Bâtisseurs de la Clape ${view.width}`)
    await buyer.types('Commune', 'Gruissan')
    await buyer.types('Montant attribué (HT)', '68 400')
    await buyer.types('Offres reçues', '3')
    await buyer.presses('Publier l’attribution')
    expect(buyer.cost()).toEqual({ pages: 1, answers: 4 })
    await open.demonstration.deps.versions.refresh()
    await buyer.comes(`${open.base}/attributions`)
    expect(await buyer.reads()).toContain(`Bâtisseurs de la Clape ${view.width}`)
    await page.context().close()
  })
})

/** What the board answers to these words. */
async function firstOf(person: Person, words: string): Promise<string | null> {
  await open.demonstration.deps.versions.refresh()
  await person.comes(`${open.base}/?q=${encodeURIComponent(words)}`)
  return person.page.locator('.card-title').first().textContent()
}

/** Where a partner finds a consultation of its own with several lots, of which one is still to be awarded. */
async function endedWithLots(): Promise<{ partner: string; path: string }> {
  const { db, now } = open.demonstration.deps
  for (const partner of await db.select().from(partners)) {
    const [row] = await db
      .select({ reference: consultations.reference })
      .from(consultations)
      .where(
        and(
          isOf(partner.id),
          lt(consultations.closesAt, now()),
          sql`${consultations.status} in ('active', 'awarded')`,
          sql`jsonb_array_length(${consultations.facts}->'lots') > 1`,
        ),
      )
      .orderBy(desc(consultations.id))
      .limit(1)
    const path = `/espace/${partner.slug}/consultations/${row?.reference}`
    if (row) return { partner: partner.slug, path }
  }
  throw new Error('the demonstration has none')
}
