import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { tagUri } from '../../src/feeds/tag-uri.ts'
import { anyText, HOSTILE_TEXTS, RUNS } from '../support/hostile.ts'

describe('a tag: URI', () => {
  it('names a thing by authority and date', () => {
    expect(tagUri('guichet.example', '2026', 'avis/42')).toBe('tag:guichet.example,2026:avis/42')
    expect(tagUri('contact@guichet.example', '2026-11-21', 'flux?lieu=narbonne&metier=bois')).toBe(
      'tag:contact@guichet.example,2026-11-21:flux?lieu=narbonne&metier=bois',
    )
  })

  it('percent-encodes what RFC 4151 does not allow', () => {
    expect(tagUri('a.example', '2026', 'é 1#<"%>')).toBe(
      'tag:a.example,2026:%C3%A9%201%23%3C%22%25%3E',
    )
  })

  it('is an address that nothing rewrites, whatever it names', () => {
    const check = (text: string) => {
      const uri = tagUri('a.example', '2026', text)
      expect(uri).toMatch(/^tag:a\.example,2026:(?:[\w\-.~!$&'()*+,;=:@/?]|%[0-9A-F]{2})*$/)
      expect(new URL(uri).href).toBe(uri)
    }
    HOSTILE_TEXTS.forEach(check)
    fc.assert(fc.property(anyText, check), { numRuns: RUNS })
  })

  it.each([
    '',
    'Guichet.example',
    'guichet..example',
    'localhost:8080',
    'a b',
    'a,b',
    '-a.example',
  ])('refuses the authority « %s »', (authority) => {
    expect(() => tagUri(authority, '2026', 'x')).toThrow(RangeError)
  })

  it.each(['', '26', '2026-13', '2026-1', '2026-11-32', '2026-11-21T00:00:00Z'])(
    'refuses the date « %s »',
    (date) => {
      expect(() => tagUri('a.example', date, 'x')).toThrow(RangeError)
    },
  )
})
