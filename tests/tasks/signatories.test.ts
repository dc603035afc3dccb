import { describe, expect, test } from 'vitest'
import {
  expectClean,
  useDemonstrationBrowser,
  type View,
  VIEWS,
} from '../support/demonstration-browser.ts'
import { type Person, personAt } from '../support/person.ts'

const FORTNIGHT = 14 * 86_400_000

const open = useDemonstrationBrowser()

/** Somebody who speaks for a partner in the yearly analysis, in the partners' area. */
async function speakerOf(partner: string, view: View): Promise<Person> {
  const { page } = await open.page(view, { role: 'pact-editor', partner })
  const speaker = personAt(page, view)
  await speaker.comes(`${open.base}/espace`)
  return speaker
}

/** One signatory for each way of looking at pages, and whose comment else waits for an answer. */
const SPEAKERS = VIEWS.map((view) => ({
  how: view.name,
  view,
  ...(view.javaScriptEnabled
    ? { partner: 'narbonne', short: 'Narbonne', other: 'CAPEB Aude' }
    : { partner: 'carcassonne', short: 'Carcassonne', other: 'Carcassonne Agglo' }),
}))
const opinionOf = (partner: string) => `Les petits lots de ${partner} manquent.`

describe('signatories of the pact', () => {
  test.each(SPEAKERS)('comment a draft with one answer, $how', async ({ partner, view }) => {
    const speaker = await speakerOf(partner, view)
    await speaker.follows('Analyse 2025 : commenter le projet')
    expect(await speaker.asked()).toEqual({ compulsory: 1, optional: 1 })
    await speaker.presses('Envoyer le commentaire')
    expect(await speaker.title()).toMatch(/^Erreur : /)
    await speaker.types('Commentaire de votre organisme', opinionOf(partner))
    await speaker.presses('Envoyer le commentaire')
    expect(speaker.cost()).toEqual({ pages: 4, answers: 1 })
    expect(await speaker.reads()).toContain(`« ${opinionOf(partner)} »`)
    expect(await speaker.reads()).toContain(
      'Pas encore : les signataires commentent le projet jusqu’au dimanche 6 décembre 2026 inclus.',
    )
  })

  test.each(SPEAKERS)('are answered, $how', async ({ short, other, view }) => {
    const steward = await speakerOf('cci-de-l-aude', view)
    await steward.follows('Analyses annuelles')
    await steward.follows('Analyse 2025')
    for (const [who, answer] of [
      [short, 'Ils sont dans la couverture, sans montant.'],
      [other, 'C’est noté.'],
    ] as const) {
      await steward.follows(`Répondre à ${who}`)
      await steward.types('Réponse', answer)
      await steward.presses('Répondre')
      expect(await steward.reads()).toContain(answer)
    }
    expect(steward.cost()).toEqual({ pages: 7, answers: 2 })
  })

  test('have the text put up for signature, a day after the last comment', async () => {
    const { deps } = open.demonstration
    const before = deps.now
    deps.now = () => new Date(before().getTime() + FORTNIGHT)
    const [view] = VIEWS
    if (!view) throw new Error('no view')
    const steward = await speakerOf('cci-de-l-aude', view)
    await steward.comes(`${open.base}/espace/cci-de-l-aude/analyses/2025`)
    await steward.follows('Arrêter le texte et le proposer à la signature')
    await steward.presses('Arrêter le texte et le proposer à la signature')
    expect(await steward.reads()).toContain('À la signature')
    expect(await steward.reads()).toContain('Aucune signature.')
  })

  test.each(SPEAKERS)('adopt it, with a reservation or none, $how', async ({ partner, view }) => {
    const speaker = await speakerOf(partner, view)
    await speaker.follows('Analyse 2025 : signer')
    expect(await speaker.asked()).toEqual({ compulsory: 0, optional: 1 })
    if (view.javaScriptEnabled) await speaker.types('Réserve', opinionOf(partner))
    await speaker.presses('Signer')
    expect(speaker.cost()).toEqual({ pages: 3, answers: view.javaScriptEnabled ? 1 : 0 })
    await expectClean(speaker.page, 'analyse-signee', view)
  })

  test('have it published with their signatures, and the reason why others did not sign', async () => {
    const [, view] = VIEWS
    if (!view) throw new Error('no view')
    const steward = await speakerOf('cci-de-l-aude', view)
    await steward.comes(`${open.base}/espace/cci-de-l-aude/analyses/2025/avancer`)
    await steward.presses('Publier')
    expect(await steward.reads()).toContain('N’ont pas encore signé')
    await steward.types('Motif, s’il manque une signature', 'Délibérations prévues en janvier.')
    await steward.presses('Publier')
    await steward.comes(`${open.base}/analyses/2025`)
    const words = await steward.reads()
    expect(words).toMatch(/Carcassonne, le mardi 8 décembre 2026/)
    expect(words).toContain(`« ${opinionOf('narbonne')} »`)
    expect(words).toContain('Délibérations prévues en janvier.')
  })
})
