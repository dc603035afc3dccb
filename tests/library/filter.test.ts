import { describe, expect, it } from 'vitest'
import {
  KINDS,
  KIND_WORDS,
  libraryQuery,
  readLibraryFilter,
  THEME_WORDS,
  THEMES,
} from '../../src/library/filter.ts'
import { LIBRARY_WORDS } from '../../views/words/library.ts'

const PARTNERS = [{ id: 3, slug: 'narbonne', name: 'Ville de Narbonne' }]

function read(query: string) {
  return readLibraryFilter(new URLSearchParams(query), PARTNERS)
}

describe('the address of a question put to the library', () => {
  it('is one, however it was asked', () => {
    const asked = read('theme=lots&q=%20avance%20%20due&partenaire=Narbonne&nature=&apres=12_3')
    if (!asked.ok) throw new Error(JSON.stringify(asked))
    expect(libraryQuery(asked.filter, asked.cursor)).toBe(
      '?apres=12_3&partenaire=narbonne&q=avance+due&theme=lots',
    )
    expect(libraryQuery(asked.filter)).toBe('?partenaire=narbonne&q=avance+due&theme=lots')
  })

  it('says every kind and every theme with a word that is read back', () => {
    for (const kind of KINDS)
      expect(read(`nature=${KIND_WORDS[kind]}`)).toMatchObject({ ok: true, filter: { kind } })
    for (const theme of THEMES)
      expect(read(`theme=${THEME_WORDS[theme]}`)).toMatchObject({ ok: true, filter: { theme } })
  })

  it.each([
    ['nature=zut', 'nature', 'depliant'],
    ['theme=zut', 'theme', 'repondre'],
    ['partenaire=zut', 'partenaire', 'narbonne'],
    ['format=pdf', 'format', 'nature'],
    ['nature=guide&nature=charte', 'nature', 'depliant'],
  ])('refuses « %s » and says what would do', (query, word, offered) => {
    const asked = read(query)
    if (asked.ok) throw new Error('it was understood')
    expect(asked.problems[0]?.word).toBe(word)
    expect(asked.problems[0]?.allowed.map(({ value }) => value)).toContain(offered)
  })

  it('has a French label for each of its values', () => {
    for (const word of Object.values(KIND_WORDS))
      expect(LIBRARY_WORDS['nature']?.values?.[word]).toMatch(/^\p{Lu}/u)
    for (const word of Object.values(THEME_WORDS))
      expect(LIBRARY_WORDS['theme']?.values?.[word]).toMatch(/^\p{Lu}/u)
  })
})
