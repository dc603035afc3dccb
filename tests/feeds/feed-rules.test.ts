import { describe, expect, it } from 'vitest'
import { writeAtom } from '../../src/feeds/atom.ts'
import { writeRss } from '../../src/feeds/rss.ts'
import { feedFaults } from '../support/feed-rules.ts'
import { CHANNEL, feedEntry, NOW } from '../support/hostile.ts'

const rss = writeRss(CHANNEL, [feedEntry(1), feedEntry(2)])
const atom = writeAtom(CHANNEL, [feedEntry(1), feedEntry(2)])

/** The names of the rules broken by the feed once `from` has become `to`. */
function broken(xml: string, from: string | RegExp, to: string): string[] {
  const changed = xml.replace(from, to)
  expect(changed).not.toBe(xml)
  return feedFaults(changed, CHANNEL.self, NOW).map((fault) => fault.split(':')[0] ?? '')
}

describe('the feed rules that the tests go by', () => {
  it.each([
    ['SAXError', '</title>', ''],
    ['SAXError', 'Toutes', '&eacute;'],
    ['SAXError', 'Toutes', 'a & b'],
    ['SAXError', 'Toutes', '\u000B'],
    ['SAXError', 'Toutes', ']]>'],
    ['SAXError', 'xmlns:guichet=', 'xmlns:other='],
    ['SAXError', 'domain="', 'domain="<'],
    ['BadCharacters', 'Toutes', '\u0085'],
    ['MissingElement', /<description>Toutes.*<\/description>/, ''],
    ['MissingAtomSelfLink', 'rel="self"', 'rel="other"'],
    ['SelfDoesntMatchLocation', 'lieu=narbonne', 'lieu=limoux'],
    ['DuplicateValue', 'avis/2<', 'avis/1<'],
    ['InvalidHttpGUID', 'isPermaLink="false">tag:', 'isPermaLink="true">é'],
    ['MissingGuid', /<guid.*<\/guid>/, ''],
    ['InvalidLink', 'https://guichet.example/consultations/2026-1', '/consultations/2026-1'],
    ['InvalidRFC2822Date', 'Fri, 20 Nov', 'ven., 20 nov.'],
    ['IncorrectDOW', 'Fri, 20 Nov', 'Mon, 20 Nov'],
    ['ImplausibleDate', '20 Nov 2026', '27 Nov 2026'],
    [
      'InvalidContact',
      '<dc:creator>Ville de Narbonne</dc:creator>',
      '<author>Ville de Narbonne</author>',
    ],
    ['DuplicateItemSemantics', '<dc:creator>', '<author>a@b.fr</author><dc:creator>'],
    ['ContainsHTML', 'Narbonne — ', '<b>Narbonne</b> '],
    ['ContainsHTML', 'Narbonne — ', '&eacute;'],
    ['ContainsHTML', '>Travaux<', '>&lt;i&gt;Travaux&lt;/i&gt;<'],
    ['NotBlank', '>Travaux<', '> <'],
    ['SecurityRisk', '<strong>', '<script></script><strong>'],
    ['SecurityRiskAttr', '<strong>', '<strong onclick="x()">'],
    ['ContainsRelRef', '<strong>', '<a href="/x">y</a><strong>'],
    ['NotHtml', '</strong>', ''],
  ])('see %s in RSS', (rule, from, to) => {
    expect(broken(rss, from, to)).toContain(rule)
  })

  it.each([
    ['MissingElement', /<updated>.*<\/updated>/, ''],
    ['DuplicateUpdated', '08:00:00.001Z</updated>', '08:00:00.000Z</updated>'],
    ['DuplicateEntries', 'avis/2<', 'avis/1<'],
    ['MissingAttribute', 'term="Travaux"', ''],
    ['MissingSelf', 'rel="self"', 'rel="other"'],
    ['SelfDoesntMatchLocation', 'lieu=narbonne&amp;metier=electricite"', '"'],
    [
      'InvalidURIAttribute',
      'href="https://guichet.example/consultations/2026-1',
      'href="consultations',
    ],
    ['InvalidRFC3339Date', '2026-11-20T17:30:00.000Z', '20/11/2026'],
    ['ContainsUndeclaredHTML', '<title>Consultations', '<title>&lt;b&gt;Consultations'],
    ['NotBlank', '<name>Ville de Narbonne</name>', '<name> </name>'],
    ['NonCanonicalURI', 'avis/1<', 'avis /1<'],
    ['SecurityRisk', '<strong>', '<embed src="https://x.example/"><strong>'],
    ['MisplacedMetadata', '</feed>', '<generator>x</generator></feed>'],
    ['DuplicateAtomLink', '<entry>', '<link href="https://x.example/"/><entry>'],
  ])('see %s in Atom', (rule, from, to) => {
    expect(broken(atom, from, to)).toContain(rule)
  })
})
