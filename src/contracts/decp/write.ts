import type {
  ContractFacts,
  ContractModification,
  ContractSupplier,
  Subcontract,
} from '../facts.ts'
import { type DecpList, entriesOf, type Fields, isFields } from './contract.ts'
import { DEPARTEMENT } from './place.ts'
import { textOf, ValueReader } from './values.ts'
import {
  CCAGS,
  CONCESSION_NATURES,
  CONCESSION_PROCEDURES,
  CONCESSION_SOCIAL,
  ENVIRONMENTAL,
  GROUPINGS,
  MARKET_NATURES,
  MARKET_PROCEDURES,
  MARKET_SOCIAL,
  MODALITIES,
  NO_ENVIRONMENTAL,
  NO_SOCIAL,
  NUMBER_TYPES,
  PLACE_CODES,
  PRICE_FORMS,
  PRICE_TYPES,
  PRICE_VARIATIONS,
  SIZES,
  TECHNIQUES,
  type Words,
} from './words.ts'

export type WrittenDecp =
  | { ok: true; list: DecpList; entry: Fields }
  /** Names of the schema's mandatory fields, with those they stand in: `titulaires.id`. */
  | {
      ok: false
      list: DecpList
      missing: string[]
      /** What is known of it: the schema does not take it. */
      entry: Fields
    }

/**
 * A contract as an entry of the schema 2.0.3 (arrêtés of 22 December 2022), or which mandatory fields cannot be written:
 * what is unknown, or has no word or room in the schema, is never made up. Optional fields that cannot be written are
 * left out. Names of buyers and firms, and their size, stand where the schema leaves room for more.
 */
export function writeDecp(facts: ContractFacts): WrittenDecp {
  const missing: string[] = []
  const isConcession = CONCESSION_NATURES.write(facts.nature) !== null
  const entry = isConcession ? concession(facts, missing) : market(facts, missing)
  const list = isConcession ? 'contrat-concession' : 'marche'
  return missing.length > 0
    ? { ok: false, list, missing: [...new Set(missing)], entry: withoutUnknown(entry) }
    : { ok: true, list, entry: withoutUnknown(entry) }
}

function market(facts: ContractFacts, missing: string[]): Fields {
  const { rest } = facts
  const must = mandatory(missing)
  const isCallOff = facts.nature === 'call-off'
  const framework = shortNumber(rest['idAccordCadre'])
  const techniques = must('techniques', several(rest['techniques'], 'technique', TECHNIQUES))
  return {
    id: must('id', shortNumber(facts.number)),
    acheteur: must('acheteur', buyer(facts, rest['acheteur'])),
    nature: must('nature', natureOf(facts)),
    objet: must('objet', objectOf(facts)),
    codeCPV: must('codeCPV', facts.cpv),
    techniques,
    modalitesExecution: must(
      'modalitesExecution',
      several(rest['modalitesExecution'], 'modaliteExecution', MODALITIES),
    ),
    // Nothing else tells a call-off from another contract.
    idAccordCadre: isCallOff ? must('idAccordCadre', framework) : framework,
    marcheInnovant: must('marcheInnovant', facts.innovative),
    ccag: must('ccag', word(rest['ccag'], CCAGS)),
    offresRecues: must('offresRecues', facts.bids),
    attributionAvance: must('attributionAvance', facts.advance),
    tauxAvance: facts.advanceRate ?? (facts.advance === true ? 0 : null),
    typeGroupementOperateurs: must(
      'typeGroupementOperateurs',
      facts.grouping === null ? null : GROUPINGS.write(facts.grouping),
    ),
    sousTraitanceDeclaree: must('sousTraitanceDeclaree', facts.subcontracting),
    actesSousTraitance: filled(
      facts.subcontracts.map((act, at) => ({
        acteSousTraitance: subcontract(act, at, aligned(rest['actesSousTraitance'], at), missing),
      })),
    ),
    procedure: must(
      'procedure',
      facts.procedure === null ? null : MARKET_PROCEDURES.write(facts.procedure),
    ),
    lieuExecution: must('lieuExecution', place(facts)),
    dureeMois: must('dureeMois', facts.months),
    dateNotification: must('dateNotification', facts.notifiedOn),
    datePublicationDonnees: must('datePublicationDonnees', facts.publishedOn),
    montant: must('montant', facts.amount),
    typesPrix: must('typesPrix', several(rest['typesPrix'], 'typePrix', PRICE_TYPES)),
    formePrix: must('formePrix', word(rest['formePrix'], PRICE_FORMS)),
    origineUE: rate(rest['origineUE']),
    origineFrance: rate(rest['origineFrance']),
    titulaires: must(
      'titulaires',
      holders(facts.suppliers, rest['titulaires'], 'titulaire', missing),
    ),
    considerationsSociales: must(
      'considerationsSociales',
      considerations(facts, 'considerationsSociales', MARKET_SOCIAL),
    ),
    considerationsEnvironnementales: must(
      'considerationsEnvironnementales',
      considerations(facts, 'considerationsEnvironnementales', ENVIRONMENTAL),
    ),
    modificationsActesSousTraitance: filled(
      entriesOf(rest['modificationsActesSousTraitance'], 'modificationActeSousTraitance').flatMap(
        subcontractChange,
      ),
    ),
    modifications: filled(
      facts.modifications.map((each, at) => ({
        modification: modification(each, at, facts, missing),
      })),
    ),
  }
}

function concession(facts: ContractFacts, missing: string[]): Fields {
  const { rest } = facts
  const must = mandatory(missing)
  return {
    id: must('id', shortNumber(facts.number)),
    autoriteConcedante: must('autoriteConcedante', buyer(facts, rest['autoriteConcedante'])),
    nature: must('nature', natureOf(facts)),
    objet: must('objet', objectOf(facts)),
    procedure: must(
      'procedure',
      facts.procedure === null ? null : CONCESSION_PROCEDURES.write(facts.procedure),
    ),
    dureeMois: must('dureeMois', facts.months),
    dateSignature: must('dateSignature', facts.notifiedOn),
    datePublicationDonnees: must('datePublicationDonnees', facts.publishedOn),
    dateDebutExecution: must('dateDebutExecution', day(rest['dateDebutExecution'])),
    valeurGlobale: must('valeurGlobale', facts.amount),
    montantSubventionPublique: must(
      'montantSubventionPublique',
      notNegative(rest['montantSubventionPublique']),
    ),
    donneesExecution: filled(
      entriesOf(rest['donneesExecution'], 'donneesAnnuelles').flatMap(yearOfExecution),
    ),
    concessionnaires: must(
      'concessionnaires',
      holders(facts.suppliers, rest['concessionnaires'], 'concessionnaire', missing),
    ),
    considerationsSociales: must(
      'considerationsSociales',
      considerations(facts, 'considerationsSociales', CONCESSION_SOCIAL),
    ),
    considerationsEnvironnementales: must(
      'considerationsEnvironnementales',
      considerations(facts, 'considerationsEnvironnementales', ENVIRONMENTAL),
    ),
    modifications: filled(
      facts.modifications.map((each, at) => ({
        modification: concessionModification(each, at, facts, missing),
      })),
    ),
  }
}

type Must = <Value>(name: string, value: Value | null | undefined) => Value | null

function mandatory(missing: string[]): Must {
  return (name, value) => {
    if (value !== null && value !== undefined) return value
    missing.push(name)
    return null
  }
}

/** Optional fields are left out where nothing is known: the schema has no null. */
function withoutUnknown(fields: Fields): Fields {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== null && value !== undefined),
  )
}

/** The schema wants lists of one at least, and no entry twice. */
function filled(entries: Fields[]): Fields[] | null {
  const unique = new Map(entries.map((entry) => [JSON.stringify(entry), entry]))
  return unique.size === 0 ? null : [...unique.values()]
}

function shortNumber(value: unknown): string | null {
  const text = textOf(value)
  return text === null || [...text].length > 16 ? null : text
}

function natureOf({ nature, rest }: ContractFacts): string | null {
  if ('nature' in rest) return null
  if (nature === 'framework' || nature === 'call-off') return MARKET_NATURES.write('contract')
  return CONCESSION_NATURES.write(nature) ?? MARKET_NATURES.write(nature)
}

function objectOf({ object }: ContractFacts): string | null {
  return object === null || [...object].length > 1_000 ? null : object
}

/** A number whose key is wrong is given back as it was written, where the schema takes it. */
function buyer({ buyerSiret, buyerName }: ContractFacts, left: unknown): Fields | null {
  const { id: written, ...others } = isFields(left) ? left : { id: left }
  const id = buyerSiret ?? textOf(written)
  if (id === null || !/^\d{14}$/.test(id)) return null
  return withoutUnknown({ ...others, id, nom: buyerName })
}

function place({ rest, placeDepartement }: ContractFacts): Fields | null {
  const [left] = Array.isArray(rest['lieuExecution'])
    ? rest['lieuExecution']
    : [rest['lieuExecution']]
  if (!isFields(left))
    return placeDepartement === null ? null : { code: placeDepartement, typeCode: DEPARTEMENT }
  const code = textOf(left['code'])
  const typeCode = word(left['typeCode'], PLACE_CODES)
  return code === null || typeCode === null ? null : { ...left, code, typeCode }
}

function word(value: unknown, words: Words<string>): string | null {
  const text = textOf(value)
  return text === null ? null : words.read(text)
}

/** Null where there is none, or one that the schema does not know. */
function several(value: unknown, inner: string, words: Words<string>): Fields | null {
  const all = entriesOf(value, inner).map((each) => word(each, words))
  return all.length === 0 || all.includes(null) ? null : { [inner]: [...new Set(all)] }
}

function considerations(
  { rest, social, environmental }: ContractFacts,
  name: 'considerationsSociales' | 'considerationsEnvironnementales',
  words: Words<string>,
): Fields | null {
  const isSocial = name === 'considerationsSociales'
  const inner = isSocial ? 'considerationSociale' : 'considerationEnvironnementale'
  const answer = isSocial ? social : environmental
  if (name in rest) return several(rest[name], inner, words)
  return answer === false ? { [inner]: [isSocial ? NO_SOCIAL : NO_ENVIRONMENTAL] } : null
}

/** What an entry of a list left in `rest`. */
function aligned(left: unknown, at: number): Fields {
  const entry: unknown = Array.isArray(left) ? left[at] : null
  return isFields(entry) ? entry : {}
}

function holders(
  suppliers: ContractSupplier[],
  left: unknown,
  inner: string,
  missing: string[],
): Fields[] | null {
  return filled(
    suppliers.map((each, at) => ({
      [inner]: firm(each, aligned(left, at), `${inner}s`, missing),
    })),
  )
}

function firm(
  { siret, id, name, size }: ContractSupplier,
  left: Fields,
  within: string,
  missing: string[],
): Fields {
  const must = mandatory(missing)
  const type = left['typeIdentifiant'] ?? (siret === null ? null : 'SIRET')
  return withoutUnknown({
    ...left,
    id: must(`${within}.id`, siret ?? id),
    typeIdentifiant: must(`${within}.typeIdentifiant`, word(type, NUMBER_TYPES)),
    denominationSociale: name,
    categorieEntreprise: size === undefined ? null : SIZES.write(size),
  })
}

/** The schema wants whole numbers from 1; where buyers have given none or others, the place in the list is one. */
function orderOf(number: string | null, at: number): number {
  return number !== null && /^[1-9]\d{0,8}$/.test(number) ? Number(number) : at + 1
}

function modification(
  each: ContractModification,
  at: number,
  { rest }: ContractFacts,
  missing: string[],
): Fields {
  const must = mandatory(missing)
  const { titulaires, ...left } = aligned(rest['modifications'], at)
  return withoutUnknown({
    ...left,
    id: orderOf(each.number, at),
    dateNotificationModification: must(
      'modifications.dateNotificationModification',
      each.notifiedOn,
    ),
    datePublicationDonneesModification: must(
      'modifications.datePublicationDonneesModification',
      each.publishedOn,
    ),
    dureeMois: each.months,
    montant: each.amount,
    titulaires:
      each.suppliers === null ? null : holders(each.suppliers, titulaires, 'titulaire', missing),
  })
}

function concessionModification(
  each: ContractModification,
  at: number,
  { rest }: ContractFacts,
  missing: string[],
): Fields {
  const must = mandatory(missing)
  const { titulaires, ...left } = aligned(rest['modifications'], at)
  return withoutUnknown({
    ...left,
    id: orderOf(each.number, at),
    dateSignatureModification: must('modifications.dateSignatureModification', each.notifiedOn),
    datePublicationDonneesModification: must(
      'modifications.datePublicationDonneesModification',
      each.publishedOn,
    ),
    dureeMois: each.months,
    valeurGlobale: each.amount,
    concessionnaires:
      each.suppliers === null
        ? null
        : holders(each.suppliers, titulaires, 'concessionnaire', missing),
  })
}

function subcontract(act: Subcontract, at: number, left: Fields, missing: string[]): Fields {
  const must = mandatory(missing)
  const { sousTraitant, ...others } = left
  const within = 'actesSousTraitance'
  return {
    ...others,
    id: orderOf(act.number, at),
    sousTraitant: firm(
      act.supplier,
      isFields(sousTraitant) ? sousTraitant : {},
      `${within}.sousTraitant`,
      missing,
    ),
    dureeMois: must(`${within}.dureeMois`, act.months),
    dateNotification: must(`${within}.dateNotification`, act.notifiedOn),
    datePublicationDonnees: must(
      `${within}.datePublicationDonnees`,
      day(others['datePublicationDonnees']),
    ),
    montant: must(`${within}.montant`, act.amount),
    variationPrix: must(`${within}.variationPrix`, word(others['variationPrix'], PRICE_VARIATIONS)),
  }
}

function subcontractChange(value: unknown): Fields[] {
  if (!isFields(value)) return []
  const reader = plainReader()
  const id = textOf(value['id'])
  const notified = day(value['dateNotificationModificationSousTraitance'])
  const published = day(value['datePublicationDonnees'])
  if (id === null || !/^[1-9]\d{0,8}$/.test(id) || notified === null || published === null)
    return []
  return [
    {
      modificationActeSousTraitance: withoutUnknown({
        ...value,
        id: Number(id),
        dureeMois: reader.count(value['dureeMois'], { least: 1, most: 1_200 }),
        dateNotificationModificationSousTraitance: notified,
        montant: reader.amount(value['montant']),
        datePublicationDonnees: published,
      }),
    },
  ]
}

function yearOfExecution(value: unknown): Fields[] {
  if (!isFields(value)) return []
  const published = day(value['datePublicationDonneesExecution'])
  const spent = notNegative(value['depensesInvestissement'])
  const tariffs = filled(tariffsOf(value['tarifs']))
  if (published === null || spent === null || tariffs === null) return []
  return [
    {
      donneesAnnuelles: {
        ...value,
        datePublicationDonneesExecution: published,
        depensesInvestissement: spent,
        tarifs: tariffs,
      },
    },
  ]
}

/** The element around a tariff has the same name as its price. */
function tariffsOf(value: unknown): Fields[] {
  if (Array.isArray(value)) return value.flatMap(tariffsOf)
  if (!isFields(value)) return []
  if (typeof value['tarif'] === 'object') return tariffsOf(value['tarif'])
  const name = textOf(value['intituleTarif'])
  const price = notNegative(value['tarif'])
  if (name === null || [...name].length > 256 || price === null) return []
  return [{ tarif: { ...value, intituleTarif: name, tarif: price } }]
}

function day(value: unknown): string | null {
  return plainReader().day(value)
}

function rate(value: unknown): number | null {
  return plainReader().rate(value)
}

function notNegative(value: unknown): number | null {
  const number = plainReader().number(value, 'amount-unreadable')
  return number === null || number < 0 ? null : number
}

/** What was kept in the source's words is read now; a contract may begin to be done in any year. */
function plainReader(): ValueReader {
  return new ValueReader('9999-12-31')
}
