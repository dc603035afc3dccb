import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addSources } from '../../src/sources/register.ts'
import { bought, draft, winter } from '../support/application.ts'
import { type BoampServer, startBoamp } from '../support/boamp-server.ts'
import { pageText } from '../support/page-text.ts'
import { signIn, type SignedIn } from '../support/sign-in.ts'
import { useProgram } from '../support/use-program.ts'

const program = useProgram()
let boamp: BoampServer
let agent: SignedIn

beforeAll(async () => {
  boamp = await startBoamp()
  await program.deps.db.transaction((tx) =>
    addSources(tx, [{ url: boamp.url, partner: 'narbonne', kind: 'boamp' }], {
      now: program.clock.now,
      demonstration: false,
    }),
  )
  agent = await signIn(program, { role: 'publisher', partner: 'narbonne' })
})
afterAll(async () => {
  await boamp.close()
})

async function paste(address: string): Promise<Response> {
  return program.app.request('/espace/narbonne/consultations/nouvelle', {
    method: 'POST',
    headers: { ...agent.headers, 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ form: 'steps', adresse: address }).toString(),
  })
}

const RECORD = {
  idweb: '26-77001',
  dateparution: '2026-11-19',
  etat: 'INITIAL',
  nature: 'APPEL_OFFRE',
  nomacheteur: 'Ville de Narbonne',
  objet: 'Rénovation du gymnase',
  donnees: JSON.stringify({
    IDENTITE: { DENOMINATION: 'Ville de Narbonne' },
    OBJET: { TITRE_MARCHE: 'Rénovation du gymnase', NATURE_MARCHE: { TRAVAUX: '' } },
    CONDITION_DELAI: { RECEPT_OFFRES: '2026-12-18T12:00:00+01:00' },
  }),
}

describe('an address that is pasted before anything is typed', () => {
  it('leads to the consultation that stands on the board already', async () => {
    const noticeUrl = 'https://plateforme.example/consultations/4217'
    await program.say('plateforme', [
      {
        ...draft('4217', {
          object: 'Extension du cimetière',
          buyers: bought('Ville de Narbonne'),
          deadline: winter('2026-12-15T12:00'),
          noticeUrl,
          boampId: '26-55555',
        }),
        alternateIds: [`link:${noticeUrl}`],
      },
    ])
    for (const address of [noticeUrl, '26-55555', 'https://www.boamp.fr/avis/detail/26-55555']) {
      const answer = await paste(address)
      expect(answer.status).toBe(200)
      const page = await answer.text()
      expect(pageText(page)).toContain('Cette consultation est déjà sur le guichet')
      expect(page).toMatch(/href="\/consultations\/2026-\d+-extension-du-cimetiere"/)
    }
  })

  it('fills the form with what BOAMP says, each answer to be checked', async () => {
    boamp.records = [RECORD]
    const answer = await paste('26-77001')
    expect(answer.status).toBe(303)
    const shown = await program.app.request(answer.headers.get('location') ?? '', {
      headers: agent.headers,
    })
    const page = await shown.text()
    expect(page).toContain('Rénovation du gymnase')
    expect(pageText(page)).toContain('Objet de la consultation À vérifier')
  })

  it.each([
    ['words', 'notre école', 'Adresse ou numéro illisible'],
    ['a page that nobody reads', 'https://ailleurs.example/avis/1', 'Rien n’a été trouvé'],
    ['a number that BOAMP does not know', '26-99999', 'Rien n’a été trouvé'],
  ])('says what to do about %s, and keeps it', async (_, address, sentence) => {
    boamp.records = []
    const answer = await paste(address)
    expect(answer.status).toBe(422)
    const page = await answer.text()
    expect(pageText(page)).toContain(sentence)
    expect(page).toContain(`value="${address}"`)
  })
})
