import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { jsonFault } from '../../src/api/json-fault.ts'

const RUNS = process.env['DEEP'] ? 20_000 : 2_000

describe('where a text ceases to be JSON', () => {
  it.each([
    ['', 0],
    ['{', 1],
    ['{"a": 1,}', 8],
    ['[1 2]', 3],
    ['[1,]', 3],
    ['{"a" 1}', 5],
    ['{"a":"\\x"}', 6],
    ['{"a":"line\nline"}', 10],
    ['{"a":01}', 5],
    ['{"a":tru}', 5],
    ["{'a':1}", 1],
    ['{"a":1}}', 7],
    ['[}', 1],
    ['nul', 0],
  ])('is found in %s', (text, at) => {
    expect(() => JSON.parse(text)).toThrow()
    expect(jsonFault(text)).toBe(at)
  })

  it('is the end of every text that is JSON', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(jsonFault(text)).toBe(text.length)
      }),
      { numRuns: RUNS },
    )
  })

  it('is found where a letter spoils a text, and not later', () => {
    fc.assert(
      fc.property(fc.json(), fc.nat(), (text, position) => {
        const at = position % (text.length + 1)
        const spoilt = `${text.slice(0, at)}\u0001${text.slice(at)}`
        expect(jsonFault(spoilt)).toBeLessThanOrEqual(at)
      }),
      { numRuns: RUNS },
    )
  })

  it('is found in a text of millions of letters', () => {
    expect(jsonFault(`"${'\\n'.repeat(2_000_000)}`)).toBe(4_000_001)
    expect(jsonFault('['.repeat(5_000_000))).toBe(5_000_000)
  })
})
