import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { checkSiret } from '../../src/partners/siret.ts'

const typedFile = new URL('../../../shared/data/boamp/siret-saisis-defauts.json', import.meta.url)

describe('a SIRET', () => {
  test.each([
    ['22110001900019', '22110001900019'],
    ['218 400 356 00018', '21840035600018'],
    ['221\u00A0100\u202F019.00019', '22110001900019'],
    ['356 000 000 00048', '35600000000048'],
    ['35600000049837', '35600000049837'],
  ])('« %s » is read', (text, siret) => {
    expect(checkSiret(text)).toEqual({ ok: true, siret })
  })

  test.each([
    ['', 'length'],
    ['221100019', 'length'],
    ['221100019000190', 'length'],
    ['FR 74 150 000 271', 'digits'],
    ['22110001900018', 'checksum'],
    ['35600000049838', 'checksum'],
    ['00000000000000', 'checksum'],
  ])('« %s » is refused: %s', (text, problem) => {
    expect(checkSiret(text)).toEqual({ ok: false, problem })
  })

  test('with one wrong digit is never right', () => {
    const right = '22110001900019'
    for (let place = 0; place < 14; place += 1)
      for (let step = 1; step < 10; step += 1) {
        const digit = (Number(right[place]) + step) % 10
        expect(checkSiret(right.slice(0, place) + digit + right.slice(place + 1)).ok).toBe(false)
      }
  })
})

describe.skipIf(!existsSync(typedFile))(
  'SIRETs as really typed (skipped without ../shared/data)',
  () => {
    test('those with separators are read when their key is right, the others refused', () => {
      const typed: { saisi: string; chiffres: string; cas: string }[] = JSON.parse(
        readFileSync(typedFile, 'utf8'),
      )
      const outcomes = Map.groupBy(typed, ({ saisi, cas }) => {
        const check = checkSiret(saisi)
        return `${cas} ${check.ok ? 'ok' : check.problem}`
      })
      expect(
        Object.fromEntries([...outcomes].map(([outcome, all]) => [outcome, all.length])),
      ).toEqual({
        'siret_avec_separateurs ok': 19,
        // « FR 150 000 271 00034 » and the like: no letter is forgiven.
        'siret_avec_separateurs digits': 3,
        'siret_luhn_ko checksum': 8,
        'siren length': 15,
        'texte_ou_autre length': 23,
        'texte_ou_autre digits': 8,
      })
    })
  },
)
