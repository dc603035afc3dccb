import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { factsOf, readAll } from './read-all.ts'

const SHARED = new URL('../../../../shared/data/decp/', import.meta.url)
const has = existsSync(SHARED)

/** Rows of each official example. */
const EXAMPLES: Record<string, number> = {
  'examples-v1.5/json_cc-avec-modifications.json': 1,
  'examples-v1.5/json_cc-basique-avec-uid.json': 1,
  'examples-v1.5/json_cc-basique.json': 1,
  'examples-v1.5/json_mar-avec-modifications.json': 1,
  'examples-v1.5/json_mar-basique-avec-uid.json': 1,
  'examples-v1.5/json_mar-basique.json': 1,
  'examples-v1.5/json_paquet-avec-uid.json': 2,
  'examples-v1.5/json_paquet-result.json': 2,
  'examples-v1.5/json_paquet.json': 2,
  'examples-v1.5/xml_cc-avec-modifications.xml': 1,
  'examples-v1.5/xml_cc-basique-avec-uid.xml': 1,
  'examples-v1.5/xml_cc-basique.xml': 1,
  'examples-v1.5/xml_mar-avec-modifications.xml': 1,
  'examples-v1.5/xml_mar-basique-avec-uid.xml': 1,
  'examples-v1.5/xml_mar-basique.xml': 1,
  'examples-v1.5/xml_paquet-avec-uid.xml': 4,
  'examples-v1.5/xml_paquet.xml': 4,
  'examples-v2.0/json_concessions.json': 2,
  'examples-v2.0/json_concessions_avec_modifications.json': 2,
  'examples-v2.0/json_marches_avec_modifications.json': 2,
  'examples-v2.0/json_marches_concessions.json': 4,
  'examples-v2.0/xml_Contrat-concession-modification.xml': 2,
  'examples-v2.0/xml_Contrat-concession.xml': 2,
  'examples-v2.0/xml_Marche.xml': 2,
}

/** What words of the schema are read as: one of these stands in the facts. Nothing: they say what is plain, or nothing. */
const READ_AS: Record<string, string[]> = {
  oui: ['true'],
  Marché: ['contract', 'call-off', 'Marché'],
  'Accord-cadre': ['framework', 'Accord-cadre'],
  'Concession de travaux': ['works-concession'],
  'Procédure négociée ouverte': ['negotiated-open'],
  'Procédure négociée restreinte': ['negotiated-restricted'],
  "Appel d'offres ouvert": ['open'],
  'Marché passé sans publicité ni mise en concurrence préalable': ['without-competition'],
  'Pas de groupement': ['none'],
  SIRET: [],
  /** The share of an advance that is not known. */
  '0': [],
  '45000000-7': ['45000000'],
  '50720000-8': ['50720000'],
}

describe.skipIf(!has)('the official examples, beside this checkout (../shared/data/decp)', () => {
  it('are all here', () => {
    const found = ['examples-v1.5', 'examples-v2.0'].flatMap((folder) =>
      readdirSync(new URL(folder, SHARED))
        .filter((name) => !name.endsWith('.md'))
        .map((name) => `${folder}/${name}`),
    )
    expect(found.toSorted()).toEqual(Object.keys(EXAMPLES).toSorted())
  })

  it.each(Object.entries(EXAMPLES))('are read whole: %s', async (name, count) => {
    const bytes = readFileSync(new URL(name, SHARED))
    const { rows, ending } = await readAll(bytes)
    const format = `decp-${name.includes('v1.5') ? '1.5' : '2.0'}-${name.endsWith('xml') ? 'xml' : 'json'}`
    expect(ending).toEqual({ ok: true, format, rows: count })
    expect(factsOf(rows)).toHaveLength(count)
  })

  it.each(Object.keys(EXAMPLES))('leave nothing behind: %s', async (name) => {
    const text = readFileSync(new URL(name, SHARED), 'utf8')
    const { rows } = await readAll(text)
    const kept = new Set(rows.flatMap((row) => ('refused' in row ? [] : scalarsOf(row.facts))))
    const written = name.endsWith('xml')
      ? [...text.matchAll(/>([^<>]*\S[^<>]*)</g)].map(([, value = '']) => value.trim())
      : scalarsOf(JSON.parse(text).marches)
    const lost = written.filter((value) => {
      const day = /^(\d{4}-\d\d-\d\d)\+02:00$/.exec(value)?.[1]
      const readAs = READ_AS[value] ?? [value, day ?? '', String(Number(value))]
      return readAs.length > 0 && !readAs.some((word) => kept.has(word))
    })
    expect([...new Set(lost)]).toEqual([])
  })
})

function scalarsOf(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return value === null ? [] : [String(value)]
  return Object.values(value).flatMap(scalarsOf)
}
