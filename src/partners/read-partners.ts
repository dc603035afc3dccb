import * as z from 'zod'
import { csvRows } from '../places/csv-rows.ts'
import { nameKey } from '../places/name-key.ts'
import type { PlaceKind } from '../places/schema.ts'
import { buyerKey } from './buyer-key.ts'
import type { Correspondent } from './queries.ts'
import type { PartnerKind } from './schema.ts'
import { checkSiret } from './siret.ts'
import type { Territory } from './territory.ts'

/** One organisation of the directory's file: a partner, a buyer, or both. */
export interface DirectoryEntry {
  slug: string
  /** Never null for a partner. */
  siret: string | null
  name: string
  shortName: string
  kind: PartnerKind
  buys: boolean
  /** Signatories, chambers and professional bodies are; others are buyers only. */
  isPartner: boolean
  /** Calendar days (2026-03-02). */
  signatory: { since: string; until: string | null } | null
  coverage: string | null
  website: string | null
  buyerProfileUrl: string | null
  territory: Territory | null
  aliases: string[]
  /** Null: « à désigner », or none for an organisation that has not signed. */
  correspondent: Correspondent | null
  demonstration: boolean
}

const PROBLEM_CODES = [
  'unreadable',
  'empty-file',
  'unknown-column',
  'missing',
  'not-text',
  'slug',
  'siret-length',
  'siret-digits',
  'siret-checksum',
  'kind',
  'yes-or-no',
  'date',
  'dates-reversed',
  'url',
  'email',
  'territory',
  'unknown-territory',
  'coverage-missing',
  'correspondent-missing',
  'correspondent-count',
  'not-a-partner',
  'not-a-buyer',
  'neither',
  'duplicate-slug',
  'slug-changed',
  'duplicate-siret',
  'duplicate-alias',
] as const

export type PartnerProblemCode = (typeof PROBLEM_CODES)[number]

/** Why a file is refused. The French sentence for each code is in views/words/partner-problems.ts. */
export interface PartnerProblem {
  /** Rank of the organisation in the file, from 1; 0 is the file itself. */
  row: number
  /** Column or key of the file, null when the whole row is meant. */
  field: string | null
  code: PartnerProblemCode
  value: string
}

export type PartnersRead =
  { ok: true; entries: DirectoryEntry[] } | { ok: false; problems: PartnerProblem[] }

/**
 * Reads a directory of partners and buyers. JSON: a list of objects. CSV: a header line, commas or semicolons.
 *
 * | JSON key | CSV columns | |
 * |---|---|---|
 * | `identifiant` | same | word of its address: `grand-narbonne` |
 * | `siret` | same | compulsory for a partner |
 * | `nom`, `nom_court` | same | the short one defaults to the name |
 * | `nature` | same | `departement`, `intercommunalite`, `commune`, `organisme-public`, `chambre`, `organisation-professionnelle` |
 * | `achete` | same | true or false (CSV: oui, non): whether it publishes consultations |
 * | `signataire` | `signataire_depuis`, `signataire_jusqu_au` | `{ depuis, jusqu_au }` as 2026-03-02, or null |
 * | `couverture` | same | full sentence, compulsory for a signatory that buys |
 * | `site`, `profil_acheteur` | same | addresses |
 * | `territoire` | `territoire_nature`, `territoire_code` | `{ nature, code }`: `commune` and INSEE code, `intercommunalite` and SIREN, `departement` and number |
 * | `alias` | same, separated by « \| » | its name as it types it elsewhere |
 * | `correspondant` | `correspondant_nom`, `_fonction`, `_courriel`, `_telephones` (by « \| ») | one person `{ nom, fonction, courriel, telephones }`, or the words « à désigner » (CSV: as name) |
 * | `demonstration` | same | true (oui) for what only the demonstration shows |
 * | `commentaire` | same | not kept |
 *
 * A signatory, a chamber or a professional body is a partner; anything else is a buyer only and carries neither
 * coverage, addresses nor correspondent. Every problem of the file is listed at once.
 */
export function readPartners(text: string, format: 'json' | 'csv'): PartnersRead {
  const rows = rowsOf(text, format)
  if (!rows)
    return { ok: false, problems: [{ row: 0, field: null, code: 'unreadable', value: format }] }
  if (rows.length === 0)
    return { ok: false, problems: [{ row: 0, field: null, code: 'empty-file', value: '' }] }
  const entries: DirectoryEntry[] = []
  const problems: PartnerProblem[] = []
  for (const [index, row] of rows.entries()) {
    const read = organisation.safeParse(row)
    if (read.success) {
      const entry = entryOf(read.data)
      problems.push(
        ...contradictions(entry, read.data).map((each) => ({ row: index + 1, ...each })),
      )
      entries.push(entry)
    } else {
      problems.push(
        ...read.error.issues
          .map((issue) => problemOf(issue, row))
          .map((each) => ({ row: index + 1, ...each })),
      )
    }
  }
  if (problems.length === 0) problems.push(...repetitions(entries))
  return problems.length > 0 ? { ok: false, problems } : { ok: true, entries }
}

function rowsOf(text: string, format: 'json' | 'csv'): unknown[] | null {
  try {
    const rows: unknown = format === 'json' ? JSON.parse(text) : csvRows(text).map(nested)
    return Array.isArray(rows) ? rows : null
  } catch {
    return null
  }
}

const MANY = '|'

/** A line of a CSV in the shape of the JSON; empty cells are absent. */
function nested(line: Record<string, string>): unknown {
  const cells = Object.fromEntries(Object.entries(line).filter(([, value]) => value !== ''))
  const take = (column: string) => {
    const value = cells[column]
    delete cells[column]
    return value
  }
  const many = (column: string) =>
    take(column)
      ?.split(MANY)
      .map((each) => each.trim())
  const yesOrNo = (column: string) => {
    const word = take(column)
    return word === 'oui' ? true : word === 'non' ? false : word
  }
  const group = (fields: Record<string, unknown>) =>
    Object.values(fields).some((value) => value !== undefined) ? fields : undefined
  const person = {
    nom: take('correspondant_nom'),
    fonction: take('correspondant_fonction'),
    courriel: take('correspondant_courriel'),
    telephones: many('correspondant_telephones'),
  }
  return {
    achete: yesOrNo('achete'),
    demonstration: yesOrNo('demonstration'),
    alias: many('alias'),
    signataire: group({ depuis: take('signataire_depuis'), jusqu_au: take('signataire_jusqu_au') }),
    territoire: group({ nature: take('territoire_nature'), code: take('territoire_code') }),
    correspondant: isToDesignate(person.nom) ? person.nom : group(person),
    ...cells,
  }
}

const KINDS: Record<string, PartnerKind> = {
  departement: 'departement',
  intercommunalite: 'intercommunality',
  commune: 'commune',
  'organisme-public': 'public-body',
  chambre: 'chamber',
  'organisation-professionnelle': 'professional-body',
}

const TERRITORIES: Record<string, PlaceKind> = {
  commune: 'commune',
  intercommunalite: 'epci',
  departement: 'departement',
}

/** The file's word for a kind of organisation. */
export function writtenKind(kind: PartnerKind): string | null {
  return wordFor(KINDS, kind)
}

/** The file's word for the kind of a territory. */
export function writtenTerritory(kind: PlaceKind): string | null {
  return wordFor(TERRITORIES, kind)
}

function wordFor<T>(choices: Record<string, T>, meaning: T): string | null {
  return Object.keys(choices).find((word) => choices[word] === meaning) ?? null
}

const words = z
  .string({ error: (issue) => (issue.input === undefined ? 'missing' : 'not-text') })
  .trim()
const compulsory = words.min(1, 'missing')
const optional = words.nullish().transform((value) => value || null)
const day = compulsory.pipe(z.iso.date('date'))
const address = optional.pipe(z.url({ protocol: /^https?$/, error: 'url' }).nullable())
const yesOrNo = z.boolean({
  error: (issue) => (issue.input === undefined ? 'missing' : 'yes-or-no'),
})

const siret = optional.transform((value, context) => {
  const check = value === null ? null : checkSiret(value)
  if (!check) return null
  if (check.ok) return check.siret
  context.addIssue({ code: 'custom', message: `siret-${check.problem}` })
  return z.NEVER
})

const person = z
  .strictObject({
    nom: compulsory,
    fonction: optional,
    courriel: optional.pipe(z.email('email').nullable()),
    telephones: z.array(compulsory, 'not-text').default([]),
  })
  .transform(({ nom, fonction, courriel, telephones }): Correspondent => ({
    name: nom,
    function: fonction,
    email: courriel,
    phones: telephones,
  }))

/** One person, « to designate », or null when nothing is said; a list must have one person. */
const correspondent = z
  .unknown()
  .optional()
  .transform((value, context) => {
    const given = Array.isArray(value) && value.length === 1 ? value[0] : value
    if (given === null || given === undefined) return null
    if (isToDesignate(given)) return 'to-designate' as const
    if (typeof given !== 'object' || Array.isArray(given)) {
      context.addIssue({ code: 'custom', message: 'correspondent-count' })
      return z.NEVER
    }
    const read = person.safeParse(given)
    if (read.success) return read.data
    for (const issue of read.error.issues)
      context.addIssue({
        code: 'custom',
        message: issue.code === 'unrecognized_keys' ? 'unknown-column' : issue.message,
        path: issue.path,
      })
    return z.NEVER
  })

const organisation = z.strictObject(
  {
    identifiant: compulsory.regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, 'slug').max(80, 'slug'),
    siret,
    nom: words.refine((value) => nameKey(value) !== '', 'missing'),
    nom_court: optional,
    nature: oneOf(KINDS, 'kind'),
    achete: yesOrNo,
    signataire: z
      .strictObject(
        { depuis: day, jusqu_au: day.nullish().transform((value) => value ?? null) },
        'date',
      )
      .transform(({ depuis, jusqu_au }) => ({ since: depuis, until: jusqu_au }))
      .nullish(),
    couverture: optional,
    site: address,
    profil_acheteur: address,
    territoire: z
      .strictObject(
        {
          nature: oneOf(TERRITORIES, 'territory'),
          code: compulsory,
        },
        'territory',
      )
      .transform(({ nature, code }) => ({ kind: nature, code }))
      .nullish(),
    alias: z.array(compulsory, 'not-text').nullish(),
    correspondant: correspondent,
    demonstration: yesOrNo.optional(),
    commentaire: optional,
  },
  'not-text',
)

type Organisation = z.output<typeof organisation>

/** A choice among French words, refused with this code. */
function oneOf<T>(choices: Record<string, T>, code: PartnerProblemCode) {
  const meanings = new Map(Object.entries(choices))
  return compulsory.transform((word, context) => {
    const meaning = meanings.get(word)
    if (meaning !== undefined) return meaning
    context.addIssue({ code: 'custom', message: code })
    return z.NEVER
  })
}

function isToDesignate(value: unknown): boolean {
  return typeof value === 'string' && nameKey(value) === 'a designer'
}

function problemOf(issue: z.core.$ZodIssue, row: unknown): Omit<PartnerProblem, 'row'> {
  const field = issue.path.filter((step) => typeof step === 'string').join('_') || null
  if (issue.code === 'unrecognized_keys')
    return { field, code: 'unknown-column', value: issue.keys.join(', ') }
  return {
    field,
    code: PROBLEM_CODES.find((code) => code === issue.message) ?? 'not-text',
    value: valueAt(row, issue.path),
  }
}

function valueAt(row: unknown, path: PropertyKey[]): string {
  let value: unknown = row
  for (const step of path)
    value = typeof value === 'object' && value !== null ? Reflect.get(value, step) : undefined
  return typeof value === 'string' ? value : value === undefined ? '' : JSON.stringify(value)
}

function entryOf(read: Organisation): DirectoryEntry {
  const signatory = read.signataire ?? null
  return {
    slug: read.identifiant,
    siret: read.siret,
    name: read.nom,
    shortName: read.nom_court ?? read.nom,
    kind: read.nature,
    buys: read.achete,
    isPartner:
      signatory !== null || read.nature === 'chamber' || read.nature === 'professional-body',
    signatory,
    coverage: read.couverture,
    website: read.site,
    buyerProfileUrl: read.profil_acheteur,
    territory: read.territoire ?? null,
    aliases: read.alias ?? [],
    correspondent: read.correspondant === 'to-designate' ? null : read.correspondant,
    demonstration: read.demonstration ?? false,
  }
}

/** What each value allows by itself but not together with the others. */
function contradictions(entry: DirectoryEntry, read: Organisation): Omit<PartnerProblem, 'row'>[] {
  const problems: Omit<PartnerProblem, 'row'>[] = []
  const add = (code: PartnerProblemCode, field: string | null, value = '') =>
    problems.push({ field, code, value })
  if (entry.isPartner) {
    if (entry.siret === null) add('missing', 'siret')
  } else {
    if (entry.coverage) add('not-a-partner', 'couverture')
    if (entry.website) add('not-a-partner', 'site')
    if (entry.buyerProfileUrl) add('not-a-partner', 'profil_acheteur')
    if (read.correspondant) add('not-a-partner', 'correspondant')
    if (!entry.buys) add('neither', null)
  }
  if (!entry.buys && entry.aliases.length > 0) add('not-a-buyer', 'alias')
  if (entry.signatory) {
    const { since, until } = entry.signatory
    if (until !== null && until < since) add('dates-reversed', 'signataire', `${since}, ${until}`)
    if (entry.buys && entry.coverage === null) add('coverage-missing', 'couverture')
    if (read.correspondant === null) add('correspondent-missing', 'correspondant')
  }
  return problems
}

/** Address words, SIRETs and spellings that two rows claim. */
function repetitions(entries: DirectoryEntry[]): PartnerProblem[] {
  const seen = new Map<string, number>()
  const problems: PartnerProblem[] = []
  const claim = (
    row: number,
    code: PartnerProblemCode,
    field: string,
    key: string,
    value: string,
  ) => {
    const owner = seen.get(`${code} ${key}`) ?? row
    seen.set(`${code} ${key}`, owner)
    if (owner !== row) problems.push({ row, field, code, value })
  }
  for (const [index, entry] of entries.entries()) {
    const row = index + 1
    claim(row, 'duplicate-slug', 'identifiant', entry.slug, entry.slug)
    if (entry.siret) claim(row, 'duplicate-siret', 'siret', entry.siret, entry.siret)
    if (!entry.buys) continue
    claim(row, 'duplicate-alias', 'nom', buyerKey(entry.name), entry.name)
    for (const alias of entry.aliases)
      claim(row, 'duplicate-alias', 'alias', buyerKey(alias), alias)
  }
  return problems
}
