import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { writeOpml } from '../../src/feeds/opml.ts'
import { anyText, HOSTILE_TEXTS, RUNS } from '../support/hostile.ts'
import { childrenOf, readStrictly, textOf, type Element } from '../support/strict-xml.ts'

function outlinesOf(opml: Element): Element[] {
  return childrenOf(opml, 'body').flatMap((body) => childrenOf(body, 'outline'))
}

const outline = (title: string) => ({
  title,
  xmlUrl: 'https://guichet.example/consultations.rss?lieu=narbonne&metier=electricite',
  htmlUrl: 'https://guichet.example/?lieu=narbonne&metier=electricite',
  type: 'rss' as const,
})

describe('a subscription list', () => {
  it('names each feed with its address and its page', () => {
    const opml = readStrictly(
      writeOpml('Flux de l’Aude & alentours', [outline('Électricité "Aude"')]),
    )
    expect(opml.attributes).toEqual({ version: '2.0' })
    expect(childrenOf(opml, 'head').map((head) => textOf(head, 'title'))).toEqual([
      'Flux de l’Aude & alentours',
    ])
    expect(outlinesOf(opml).map(({ attributes }) => attributes)).toEqual([
      {
        type: 'rss',
        text: 'Électricité "Aude"',
        title: 'Électricité "Aude"',
        xmlUrl: outline('').xmlUrl,
        htmlUrl: outline('').htmlUrl,
      },
    ])
  })

  it('stays well-formed with any title', () => {
    const check = (text: string) => {
      expect(
        outlinesOf(readStrictly(writeOpml(text, [outline(text), outline(text)]))),
      ).toHaveLength(2)
    }
    HOSTILE_TEXTS.forEach(check)
    fc.assert(fc.property(anyText, check), { numRuns: RUNS })
  })

  it('refuses an address that is not absolute', () => {
    expect(() => writeOpml('x', [{ ...outline('y'), xmlUrl: '/consultations.rss' }])).toThrow(
      TypeError,
    )
  })
})
