import { beforeAll, describe, expect, it } from 'vitest'
import { establishments, firmLookups, firms, firmServices } from '../../src/firms/schema.ts'
import { pageText } from '../support/page-text.ts'
import { signIn, type SignedIn } from '../support/sign-in.ts'
import { useProgram } from '../support/use-program.ts'

const PATH = '/espace/administration/entreprises'
const AT = new Date('2026-11-23T09:00:00Z')

describe('the administrators’ page of firms', () => {
  const program = useProgram(AT.toISOString())
  let admin: SignedIn

  beforeAll(async () => {
    admin = await signIn(program, 'administrator')
  })

  const read = async () => {
    const response = await program.app.request(PATH, { headers: admin.headers })
    expect(response.status).toBe(200)
    return pageText(await response.text())
  }

  it('says so where nothing was asked yet', async () => {
    const text = await read()
    expect(text).toMatch(/Numéros attendus\s+0/)
    expect(text).toMatch(/Dernière réponse de l’API\s+aucune encore/)
    expect(text).not.toContain('Dernier échec')
  })

  it('counts what is known and what is not, and tells what fails', async () => {
    const { db } = program.deps
    const reading = { source: 'recherche-entreprises', readAt: AT } as const
    await db.insert(firms).values([
      { siren: '123456782', size: 'sme', sizeYear: 2023, ...reading },
      { siren: '552100554', ...reading },
    ])
    await db
      .insert(establishments)
      .values({ siret: '12345678200010', siren: '123456782', commune: '11262', ...reading })
    await db.insert(firmLookups).values([
      { number: '12345678200010', state: 'answered', found: true, dueAt: new Date('2027-11-23') },
      { number: '552100554', state: 'answered', found: true, dueAt: new Date('2027-11-23') },
      { number: '404833048', state: 'answered', found: false, dueAt: new Date('2027-02-21') },
      { number: '30000000900015', state: 'wanted', dueAt: AT },
      { number: '12345678900013', state: 'impossible' },
      {
        number: '30000001700016',
        state: 'failing',
        attempts: 3,
        lastFailure: 'not-an-answer',
        dueAt: new Date('2026-11-23T10:00:00Z'),
      },
    ])
    await db.insert(firmServices).values({
      source: 'recherche-entreprises',
      failures: 1,
      lastFailure: 'http-503',
      lastFailureAt: AT,
      lastAnswerAt: new Date('2026-11-23T08:00:00Z'),
      pausedUntil: new Date('2026-11-23T09:30:00Z'),
    })
    const text = await read()
    for (const line of [
      /Numéros attendus\s+6/,
      /Connus\s+2 \(33 %\)/,
      /Inconnus du répertoire\s+1 \(16 %\)/,
      /Pas encore demandés\s+1/,
      /En échec, redemandés\s+1/,
      /Impossibles \(clé fausse\)\s+1/,
      /Entreprises enregistrées\s+2, dont de taille connue 1 \(50 %\)/,
      /Établissements enregistrés\s+1, dont de commune connue 1 \(100 %\)/,
      /Dernière réponse de l’API\s+lundi 23 novembre 2026 à 9 h 00/,
      /Dernier échec\s+lundi 23 novembre 2026 à 10 h 00\. Le site a répondu par une erreur \(code 503\)/,
      /jusqu’au lundi 23 novembre 2026 à 10 h 30/,
      /30000001700016\s+3\s+Le site a répondu par d’autres données.*\s+23\/11 à 11 h/,
    ])
      expect(text.replaceAll('\u00A0', ' ')).toMatch(line)
  })

  it('is only theirs', async () => {
    const publisher = await signIn(program, { role: 'partner-administrator', partner: 'narbonne' })
    const response = await program.app.request(PATH, { headers: publisher.headers })
    expect(response.status).toBe(403)
    expect((await program.app.request(PATH)).status).not.toBe(200)
  })
})
