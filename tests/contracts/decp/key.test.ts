import { describe, expect, it } from 'vitest'
import { contractKey } from '../../../src/contracts/decp/key.ts'
import { told } from '../rows.ts'

const keyOf = (changes: Parameters<typeof told>[0]) => contractKey(told(changes))

describe('the key of a contract', () => {
  it('is the same for every establishment of a buyer', () => {
    expect(keyOf({ buyerSiret: '21110022700019' })).toBe(keyOf({ buyerSiret: '21110022700027' }))
    expect(keyOf({ buyerSiret: '21110022700019' })).toBe('211100227|2024-12')
  })

  it('is the same whatever stands between the letters and digits of a number', () => {
    const keys = ['2024/12', ' 2024 12', '2024_12-', '2024-12'].map((number) => keyOf({ number }))
    expect(new Set(keys).size).toBe(1)
    expect(keyOf({ number: '1-12' })).not.toBe(keyOf({ number: '11-2' }))
    expect(keyOf({ number: '///' })).not.toBe(keyOf({ number: '--' }))
  })

  it('knows a buyer by the start of a wrong SIRET, by its SIREN or by its name', () => {
    const buyerSiret = null
    const right = keyOf({ buyerSiret: '21110022700019' })
    expect(keyOf({ buyerSiret, rest: { acheteur: { id: '21110022700018' } } })).toBe(right)
    expect(keyOf({ buyerSiret, rest: { autoriteConcedante: { id: '211 100 227' } } })).toBe(right)
    const named = keyOf({ buyerSiret, buyerName: 'Ville de Trèbes' })
    expect(named).toBe(keyOf({ buyerSiret, buyerName: 'MAIRIE DE TREBES' }))
    expect(keyOf({ buyerSiret, rest: { acheteur: { id: '12345678901234' } } })).not.toBe(named)
  })
})
