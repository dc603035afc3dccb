import { beforeAll, describe, expect, it } from 'vitest'
import { bought, draft, winter } from '../support/application.ts'
import { pageText } from '../support/page-text.ts'
import { signIn } from '../support/sign-in.ts'
import { useProgram } from '../support/use-program.ts'

const program = useProgram()

beforeAll(async () => {
  const buyers = bought('Ville de Narbonne')
  await program.say('plateforme', [
    draft('1', { object: 'Toiture de la halle', buyers, deadline: winter('2026-11-24T12:00') }),
    draft('2', { object: 'Voirie du centre', buyers, deadline: winter('2026-12-24T12:00') }),
    draft(
      '3',
      { object: 'Peinture de la mairie', buyers, deadline: winter('2026-02-02T12:00') },
      { publishedAt: '2026-01-05T10:00:00Z' },
    ),
    draft('4', {
      object: 'Pont de Carcassonne',
      buyers: bought('Ville de Carcassonne'),
      deadline: winter('2026-11-23T12:00'),
    }),
  ])
})

async function seen(path: string, as: Parameters<typeof signIn>[1]): Promise<string> {
  const { headers } = await signIn(program, as)
  return pageText(await (await program.app.request(path, { headers })).text())
}

const PUBLISHER = { role: 'publisher', partner: 'narbonne' } as const

describe('the partners’ area', () => {
  it('tells what closes soon and what ended long ago without a result', async () => {
    const text = await seen('/espace', PUBLISHER)
    expect(text).toContain('Toiture de la halle : se termine le mardi 24 novembre 2026 à 12 h 00')
    expect(text).toContain('Peinture de la mairie : terminée le 02/02/2026, sans résultat connu')
    expect(text).not.toContain('Voirie du centre : se termine')
    expect(text).not.toContain('Pont de Carcassonne')
  })

  it('lists a partner’s own consultations by state', async () => {
    const text = await seen('/espace/narbonne/consultations', PUBLISHER)
    expect(text).toContain('En cours (2)')
    expect(text).toContain('Voirie du centre')
    expect(text).not.toContain('Peinture de la mairie')
    const ended = await seen('/espace/narbonne/consultations?etat=terminees', PUBLISHER)
    expect(ended).toContain('Peinture de la mairie')
  })

  it('offers nothing to an agent without a role', async () => {
    const text = await seen('/espace', 'nobody')
    expect(text).toContain('Votre rôle n’est pas encore donné.')
    expect(text).not.toContain('Annoncer une consultation')
  })
})
