import * as z from 'zod'
import type { Category, Procedure } from '../consultations/facts.ts'
import { type BuyerKind, caseOf, type Circumstance, type Rule, type RuleName } from './rule.ts'

const PROBLEM_CODES = [
  'unreadable',
  'empty-file',
  'unknown-key',
  'missing',
  'not-text',
  'name',
  'word',
  'date',
  'dates-reversed',
  'number',
  'period',
  'repeated',
] as const

/** Why a file of rules is refused. The French sentence for each code is in views/words/rule-problems.ts. */
export interface RuleProblem {
  /** Rank of the rule in the file, from 1; 0 is the file itself. */
  row: number
  /** Key of the file, null when the whole row is meant. */
  field: string | null
  code: (typeof PROBLEM_CODES)[number]
  value: string
}

export type RulesRead = { ok: true; rules: Rule[] } | { ok: false; problems: RuleProblem[] }

/** The words of the file for what a rule says. */
export const NAMES: Record<RuleName, string> = {
  dispense: 'dispense',
  'buyer-profile': 'profil-acheteur',
  notice: 'boamp-ou-jal',
  formal: 'procedure-formalisee',
  'essential-data-or-list': 'donnees-essentielles-ou-liste',
  'essential-data': 'donnees-essentielles',
  'advance-amount': 'avance-montant',
  'advance-months': 'avance-mois',
  'advance-rate': 'avance-taux',
  'turnover-cap': 'chiffre-affaires',
  'payment-days': 'delai-paiement',
  'late-interest': 'interets-de-retard',
  'late-fee': 'indemnite-de-retard',
  'direct-payment': 'paiement-direct',
  'shared-model': 'pacte-modele-commun',
  'adapted-lot': 'petit-lot-adapte',
  'adapted-lots-share': 'petits-lots-adaptes-part',
  'exempt-lot': 'petit-lot-dispense',
  'exempt-lots-share': 'petits-lots-dispenses-part',
  'minimum-tender-days': 'delai-offres',
  'minimum-candidacy-days': 'delai-candidatures',
  'pact-floor': 'pacte-delai',
  'pact-visit': 'pacte-visite',
  'pact-after-visit': 'pacte-apres-visite',
  'pact-season': 'pacte-saison',
  'pact-season-days': 'pacte-saison-jours',
  'pact-after-change': 'pacte-apres-modification',
}

export const CATEGORIES: Record<Category, string> = {
  works: 'travaux',
  supplies: 'fournitures',
  services: 'services',
}

export const BUYERS: Record<BuyerKind, string> = {
  local: 'collectivite',
  'large-local': 'grande-collectivite',
  state: 'etat',
  utility: 'entite-adjudicatrice',
}

export const PROCEDURES: Record<Procedure, string> = {
  'below-threshold': 'petit-marche',
  adapted: 'adaptee',
  open: 'appel-offres-ouvert',
  restricted: 'appel-offres-restreint',
  negotiated: 'negociee',
  'competitive-dialogue': 'dialogue-competitif',
  formal: 'formalisee',
  concession: 'concession',
}

export const CIRCUMSTANCE_WORDS: Record<Circumstance, string> = {
  electronic: 'electronique',
  'prior-notice': 'preinformation',
  urgency: 'urgence',
  'quantities-or-lots': 'quantites-ou-lots',
}

/**
 * Reads a JSON list of rules: `regle`, `valeur`, `depuis` (2028-01-01) and, where they matter, `jusqu_au`, `nature`,
 * `acheteur`, `procedure`, `circonstance`, `a_partir_de` (euros), `periode` (08-01/08-31), `article`. Every problem of
 * the file is listed at once.
 */
export function readRules(text: string): RulesRead {
  const rows = rowsOf(text)
  if (!rows) return refusal('unreadable')
  if (rows.length === 0) return refusal('empty-file')
  const rules: Rule[] = []
  const problems: RuleProblem[] = []
  const seen = new Set<string>()
  for (const [index, row] of rows.entries()) {
    const read = entry.safeParse(row)
    if (!read.success) {
      problems.push(...read.error.issues.map((issue) => problemOf(issue, row, index + 1)))
      continue
    }
    const key = `${caseOf(read.data)} ${read.data.from}`
    if (seen.has(key))
      problems.push({ row: index + 1, field: null, code: 'repeated', value: NAMES[read.data.name] })
    seen.add(key)
    rules.push(read.data)
  }
  return problems.length > 0 ? { ok: false, problems } : { ok: true, rules }
}

const text = z.string({ error: (issue) => (issue.input === undefined ? 'missing' : 'not-text') })
const day = text.pipe(z.iso.date('date'))
const amount = z.number({ error: (issue) => (issue.input === undefined ? 'missing' : 'number') })
const positive = amount.min(0, 'number').max(1e12, 'number')

const entry = z
  .strictObject(
    {
      regle: oneOf(NAMES, 'name'),
      valeur: positive,
      depuis: day,
      jusqu_au: day.nullish(),
      nature: oneOf(CATEGORIES, 'word').nullish(),
      acheteur: oneOf(BUYERS, 'word').nullish(),
      procedure: oneOf(PROCEDURES, 'word').nullish(),
      circonstance: oneOf(CIRCUMSTANCE_WORDS, 'word').nullish(),
      a_partir_de: positive.nullish(),
      periode: text.regex(/^(?:0\d|1[0-2])-[0-3]\d\/(?:0\d|1[0-2])-[0-3]\d$/, 'period').nullish(),
      article: text.trim().min(1, 'missing').max(100, 'not-text').nullish(),
    },
    { error: (issue) => (issue.code === 'unrecognized_keys' ? 'unknown-key' : 'not-text') },
  )
  .refine((row) => !row.jusqu_au || row.jusqu_au >= row.depuis, {
    error: 'dates-reversed',
    path: ['jusqu_au'],
  })
  .refine((row) => row.regle !== 'pact-season' || Boolean(row.periode), {
    error: 'missing',
    path: ['periode'],
  })
  .transform((row): Rule => ({
    name: row.regle,
    category: row.nature ?? null,
    buyer: row.acheteur ?? null,
    procedure: row.procedure ?? null,
    circumstance: row.circonstance ?? null,
    amountFrom: row.a_partir_de ?? null,
    period: row.periode ?? null,
    from: row.depuis,
    until: row.jusqu_au ?? null,
    value: row.valeur,
    article: row.article ?? null,
  }))

/** The code of a word of the file. */
function oneOf<Code extends string>(words: Record<Code, string>, problem: 'name' | 'word') {
  const codes = new Map(
    (Object.keys(words) as Code[]).map((code): [string, Code] => [words[code], code]),
  )
  return text.transform((word, context): Code => {
    const code = codes.get(word)
    if (code !== undefined) return code
    context.addIssue({ code: 'custom', message: problem })
    return z.NEVER
  })
}

function rowsOf(json: string): unknown[] | null {
  try {
    const rows: unknown = JSON.parse(json)
    return Array.isArray(rows) ? rows : null
  } catch {
    return null
  }
}

function refusal(code: RuleProblem['code']): RulesRead {
  return { ok: false, problems: [{ row: 0, field: null, code, value: '' }] }
}

function problemOf(issue: z.core.$ZodIssue, row: unknown, rank: number): RuleProblem {
  const unknown = issue.code === 'unrecognized_keys' ? issue.keys[0] : undefined
  const field = unknown ?? (issue.path.length > 0 ? String(issue.path[0]) : null)
  const code = PROBLEM_CODES.find((each) => each === issue.message) ?? 'not-text'
  return { row: rank, field, code, value: field === null ? '' : shown(row, field) }
}

function shown(row: unknown, field: string): string {
  const value: unknown = Object.entries(row ?? {}).find(([key]) => key === field)?.[1]
  return value === undefined ? '' : (JSON.stringify(value) ?? '').slice(0, 80)
}
