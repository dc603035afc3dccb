import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { absoluteUri, ownAddress, webAddress } from '../../src/feeds/address.ts'
import { anyText, RUNS } from '../support/hostile.ts'

describe('an address in a feed', () => {
  it('stays as it is when it is canonical', () => {
    for (const address of [
      'https://guichet.example/consultations.rss?lieu=narbonne&metier=bois%20et%20m%C3%A9tal',
      'http://[::1]:8080/a?b=c#d',
    ])
      expect(webAddress(address)).toBe(address)
  })

  it('has only the characters of RFC 3986, encoded once', () => {
    expect(webAddress('https://a.example/é {x}[y]?q={a|b}[c]^`%zz%20')).toBe(
      'https://a.example/%C3%A9%20%7Bx%7D%5By%5D?q=%7Ba%7Cb%7D%5Bc%5D%5E%60%25zz%20',
    )
    fc.assert(
      fc.property(anyText, (text) => {
        const once = webAddress(`https://a.example/${text}`)
        expect(once).toMatch(/^https:\/\/a\.example\/[\w\-.~:/?#@!$&'()*+,;=%]*$/)
        expect(webAddress(once ?? '')).toBe(once)
        expect(new URL(once ?? '').href).toBe(once)
      }),
      { numRuns: RUNS },
    )
  })

  it('is refused when it is relative or not of the web', () => {
    for (const text of [
      '',
      '/consultations',
      'consultations',
      'javascript:alert(1)',
      'tag:a.example,2026:x',
      'http://',
    ])
      expect(webAddress(text)).toBeNull()
    expect(() => ownAddress('/consultations')).toThrow(TypeError)
    expect(absoluteUri('tag:a.example,2026:x')).toBe('tag:a.example,2026:x')
  })
})
