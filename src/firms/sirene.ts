import { checkSiret, isSiren } from '../partners/siret.ts'
import { type EstablishmentFacts, establishmentFrom, type FirmFacts, firmFrom } from './facts.ts'
import type { Wanted } from './wanted.ts'

/** What a line of an extract tells of somebody who is wanted. */
export interface SireneRow {
  firm: FirmFacts | null
  establishment: EstablishmentFacts | null
}

/** Why a line is left aside: its number has not the right digits, or its key is wrong. */
export interface SireneProblem {
  line: number
  code: 'digits' | 'key'
  value: string
}

/** What was found in an extract so far. */
export interface SireneTally {
  /** Without the header. */
  lines: number
  refused: number
  /** The first of them. */
  problems: SireneProblem[]
}

/** Reads the lines of one extract. */
export interface SireneReader {
  tally: SireneTally
  /** What a line tells; null where nobody wants it, or where it is left aside. */
  read(values: string[], line: number): SireneRow | null
}

const MOST_PROBLEMS = 20

/**
 * A reader for an extract of INSEE's register with this header line: « StockUniteLegale » (siren, categorieEntreprise…),
 * « StockEtablissement » (siret, codeCommuneEtablissement…), or any table with their columns, both kinds together too.
 * Null where neither kind is there. Without `wanted` everybody is kept.
 */
export function sireneReader(header: string[], wanted: Wanted | null): SireneReader | null {
  const names = header.map((name) => name.trim().toLowerCase())
  const column = (name: string) => names.indexOf(name.toLowerCase())
  const at = {
    siren: column('siren'),
    siret: column('siret'),
    name: column('denominationUniteLegale'),
    legalForm: column('categorieJuridiqueUniteLegale'),
    diffusion: column('statutDiffusionUniteLegale'),
    category: column('categorieEntreprise'),
    year: column('anneeCategorieEntreprise'),
    staff: column('trancheEffectifsUniteLegale'),
    nic: column('nicSiegeUniteLegale'),
    commune: column('codeCommuneEtablissement'),
    isSeat: column('etablissementSiege'),
  }
  const hasNumber = at.siren !== -1 || at.siret !== -1
  const tellsFirms = hasNumber && at.category !== -1
  const tellsPlaces = at.siret !== -1 && at.commune !== -1
  if (!tellsFirms && !tellsPlaces) return null

  const tally: SireneTally = { lines: 0, refused: 0, problems: [] }
  const refuse = (line: number, code: SireneProblem['code'], value: string) => {
    tally.refused += 1
    if (tally.problems.length < MOST_PROBLEMS)
      tally.problems.push({ line, code, value: value.slice(0, 40) })
    return null
  }
  return {
    tally,
    read(values, line) {
      tally.lines += 1
      const value = (index: number) => values[index]?.trim() ?? ''
      const siret = value(at.siret)
      const siren = at.siren === -1 ? siret.slice(0, 9) : value(at.siren)
      if (!/^\d{9}$/.test(siren)) return refuse(line, 'digits', siren)
      if (at.siret !== -1 && !(/^\d{14}$/.test(siret) && siret.startsWith(siren)))
        return refuse(line, 'digits', siret)
      const keepsFirm = tellsFirms && (wanted === null || wanted.sirens.has(siren))
      const keepsPlace =
        tellsPlaces &&
        (wanted === null ||
          wanted.sirets.has(siret) ||
          (isYes(value(at.isSeat)) && wanted.sirens.has(siren)))
      if (!keepsFirm && !keepsPlace) return null
      if (keepsFirm && !isSiren(siren)) return refuse(line, 'key', siren)
      if (keepsPlace && !checkSiret(siret).ok) return refuse(line, 'key', siret)
      return {
        firm: keepsFirm
          ? firmFrom({
              siren,
              name: value(at.name),
              legalForm: value(at.legalForm),
              diffusion: value(at.diffusion),
              category: value(at.category),
              year: value(at.year),
              staff: value(at.staff),
              seat: at.nic === -1 ? null : `${siren}${value(at.nic)}`,
            })
          : null,
        establishment: keepsPlace ? establishmentFrom(siret, value(at.commune)) : null,
      }
    },
  }
}

function isYes(word: string): boolean {
  return /^(?:true|oui|o|1)$/i.test(word)
}
