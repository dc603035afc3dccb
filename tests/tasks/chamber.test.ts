import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { expectClean, useDemonstrationBrowser, VIEWS } from '../support/demonstration-browser.ts'
import { type Person, personAt } from '../support/person.ts'

const open = useDemonstrationBrowser()

describe.each(VIEWS)('a chamber’s adviser $name', (view) => {
  const decided = `Mesurer le délai chaque mois (${view.width})`
  let adviser: Person

  beforeAll(async () => {
    const as = { role: 'pact-editor', partner: 'cci-de-l-aude' } as const
    adviser = personAt((await open.page(view, as)).page, view)
  })
  afterAll(() => adviser.page.context().close())

  test('records this morning’s meeting: who came, what was decided, what was said', async () => {
    await adviser.comes(`${open.base}/espace`)
    await adviser.follows('Notre part du pacte')
    await adviser.follows('Délais de paiement')
    await adviser.follows('Prévoir une réunion')
    expect(await adviser.asked()).toEqual({ compulsory: 3, optional: 3 })
    await adviser.dates('Date', '24 novembre 2026')
    await adviser.types('Début', '9 h')
    await adviser.types('Fin', '10 h')
    await adviser.presses('Prévoir la réunion')
    expect(await adviser.reads()).toContain('Donnez une salle, un lien pour suivre à distance')
    await adviser.types('Lieu', 'Salle du Dôme')
    await adviser.presses('Prévoir la réunion')
    expect(adviser.cost()).toEqual({ pages: 6, answers: 4 })
    const meeting = adviser.page.url()

    await adviser.follows('Feuille de présence')
    await adviser.ticks('Présent')
    await adviser.presses('Enregistrer la présence')
    await adviser.follows('Ajouter une décision')
    expect(await adviser.asked()).toEqual({ compulsory: 1, optional: 2 })
    await adviser.types('Quoi', decided)
    await adviser.chooses('Qui', 'CCI de l’Aude')
    await adviser.dates('Pour quand', '31 mars 2027')
    await adviser.presses('Ajouter la décision')
    expect(adviser.cost()).toEqual({ pages: 4, answers: 4 })
    await adviser.presses(/^En faire une action/)
    expect(adviser.cost()).toEqual({ pages: 1, answers: 0 })
    await expectClean(adviser.page, 'reunion-decision', view)

    await adviser.comes(meeting)
    await adviser.follows('Écrire le compte rendu')
    await adviser.types('Compte rendu', 'Relevé lu, chacun dit son mois.')
    await adviser.ticks('Tout le monde')
    await adviser.presses('Enregistrer le projet')
    await adviser.presses('Valider le compte rendu')
    await adviser.follows('Page publique')
    expect(await adviser.reads()).toContain('Relevé lu, chacun dit son mois.')
  }, 120_000)

  test('moves an action with its proof, on one page', async () => {
    await adviser.comes(`${open.base}/espace/cci-de-l-aude/pacte`)
    expect(await adviser.reads()).toContain(`${decided} : à lancer, pour le 31/03/2027`)
    await adviser.follows(decided)
    adviser.cost()
    await adviser.follows('Ajouter un justificatif')
    await adviser.ticks('Lien')
    await adviser.types('Titre', 'Chiffres remis aux acheteurs')
    await adviser.dates('Date du justificatif', '20 novembre 2026')
    await adviser.types('Adresse, pour un lien', 'https://cci.example/chiffres.pdf')
    await adviser.chooses('L’action est désormais', 'Réalisée en partie')
    await adviser.presses('Ajouter')
    expect(adviser.cost()).toEqual({ pages: 2, answers: 5 })
    await expectClean(adviser.page, 'action-justifiee', view)
    await adviser.follows('Page publique')
    expect(await adviser.reads()).toMatch(/Réalisée en partie.*Chiffres remis aux acheteurs/)
  })

  test('opens the registrations of a session with five answers', async () => {
    adviser.cost()
    await adviser.comes(`${open.base}/espace`)
    await adviser.follows('Nos formations')
    await adviser.follows('Répondre à sa première consultation')
    await adviser.follows('Programmer une session')
    expect(await adviser.asked()).toEqual({ compulsory: 5, optional: 2 })
    await adviser.dates('Début', '24 février 2027 9 h 30')
    await adviser.dates('Fin', '12 h 30')
    await adviser.types('Lieu', 'CCI de l’Aude, Carcassonne')
    await adviser.types('Nombre de places', '12')
    await adviser.types('Minimum d’inscrits', '6')
    await adviser.presses('Programmer la session')
    await adviser.presses('Ouvrir les inscriptions')
    expect(adviser.cost()).toEqual({ pages: 6, answers: 5 })
    await expectClean(adviser.page, 'session-ouverte', view)
    await adviser.comes(`${open.base}/pacte/formations/repondre-a-sa-premiere-consultation`)
    expect(await adviser.reads()).toContain('Mercredi 24 février 2027 de 9 h 30 à 12 h 30')
  })
})
