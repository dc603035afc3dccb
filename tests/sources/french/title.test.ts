import { existsSync, readFileSync } from 'node:fs'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { tidyTitle } from '../../../src/sources/french/title.ts'

describe('a title', () => {
  it.each([
    ['Marché de fourniture de matériel', 'Fourniture de matériel'],
    ["Marché public d'infogérance et de support", 'Infogérance et support'],
    ["MARCHÉ RELATIF A L'ACQUISITION D'UN SERVEUR", "Acquisition d'un serveur"],
    ["Le présent marché a pour objet l'exécution de travaux", 'Exécution de travaux'],
    ['La présente consultation concerne : Audit de sûreté', 'Audit de sûreté'],
    ["La présente consultation a pour objet une mission d'étude", "Mission d'étude"],
    ['Numéro de la consultation : 21ICAN33 Grande cuisine du SDIS 34', 'Grande cuisine du SDIS 34'],
    ['2022-041 Contrat de maintenance', 'Contrat de maintenance'],
    ['RECTIFICATIF - Réfection de la toiture', 'Réfection de la toiture'],
    ["Contrôle d'accès - Lot 1 : salles - Lot 2 : portes", "Contrôle d'accès"],
    ['Câblage des collèges (4 LOTS)', 'Câblage des collèges'],
    ['Réfection de la voirie.', 'Réfection de la voirie'],
    ['assurances CCAS', 'Assurances CCAS'],
  ])('« %s » is tidied', (object, title) => {
    expect(tidyTitle(object)).toBe(title)
  })

  it('keeps what only looks like boilerplate', () => {
    expect(tidyTitle('Marché de Noël 2026 : chalets')).toBe('Marché de Noël 2026 : chalets')
    expect(tidyTitle('2022-2025 Entretien')).toBe('2022-2025 Entretien')
    expect(tidyTitle('Lot 3 - Électricité')).toBe('Lot 3 - Électricité')
  })

  it('in capitals becomes a sentence and keeps acronyms', () => {
    expect(tidyTitle("RÉFECTION DE LA VRD ET DU CVC DE L'EHPAD, RD 6113")).toBe(
      "Réfection de la VRD et du CVC de l'EHPAD, RD 6113",
    )
    expect(tidyTitle('FOURNITURE DE LOGICIELS (GBCP)')).toBe('Fourniture de logiciels (GBCP)')
    expect(tidyTitle('Travaux à la RD 6113')).toBe('Travaux à la RD 6113')
  })

  it('without letters names the consultation by its number', () => {
    const title = 'Consultation n° 2112058 – objet non précisé'
    expect(tidyTitle('2112058')).toBe(title)
    expect(tidyTitle('Numéro de la consultation : 2112058')).toBe(title)
    expect(tidyTitle('---', '2112058')).toBe(title)
    expect(tidyTitle('', null)).toBe('Consultation – objet non précisé')
  })

  it('is cut at a word, not on a loose preposition', () => {
    const object = `${'Rénovation énergétique '.repeat(5)}de la très grande école`
    expect(tidyTitle(object)).toBe(`${'Rénovation énergétique '.repeat(5).trim()}…`)
  })

  it('ends with its first sentence when it is too long', () => {
    const first = 'Réfection de la toiture du gymnase Jean-Jaurès'
    expect(tidyTitle(`${first}.Ces travaux ${'se font '.repeat(20)}`)).toBe(first)
  })

  it('is never empty nor longer than 120 characters, whatever was typed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (object) => {
        const title = tidyTitle(object)
        expect(title.length).toBeGreaterThan(0)
        expect(title.length).toBeLessThanOrEqual(120)
        expect(tidyTitle(title.repeat(3)).length).toBeLessThanOrEqual(120)
      }),
    )
  })
})

const REAL = new URL('../../../../shared/data/real/consultations-2022.json', import.meta.url)

describe.skipIf(!existsSync(REAL))('the 210 real objects (skipped without ../shared/data)', () => {
  it('all become titles of at most 120 characters without boilerplate', () => {
    const records = z.array(z.object({ idweb: z.string(), objet: z.string() }))
    const objects = records.parse(JSON.parse(readFileSync(REAL, 'utf8')))
    expect(objects).toHaveLength(210)
    for (const { idweb, objet } of objects) {
      const title = tidyTitle(objet, idweb)
      expect(title.length).toBeLessThanOrEqual(120)
      expect(title).toMatch(/^[^a-zà-ÿ]/)
      expect(title).not.toMatch(/^(?:marché (?:de|d')|le présent|la présente|numéro de)/i)
    }
  })
})
