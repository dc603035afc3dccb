import * as z from 'zod'
import { type Gazetteer, placeKey } from '../places/gazetteer.ts'
import { readDay } from '../rules/calendar.ts'
import {
  CONTACT_PROBLEM_CODES,
  type ContactProblem,
  type ListName,
  type Outcome,
} from './problem.ts'
import type { BuyingService, InternalThreshold } from './schema.ts'
import { BODY_KIND_WORDS, meaningOf, PROBLEM_WORDS, TARGET_WORDS, THEME_WORDS } from './words.ts'

/** What words of a file or a form are read against. */
export interface ReadingContext {
  gazetteer: Pick<Gazetteer, 'find'>
  /** Words of the trades. */
  trades: string[]
  /** Calendar day: nothing is checked later than that. */
  today: string
}

/** What is said of each thing, with address words where it points at others. */
export type BodyEntry = z.output<ReturnType<typeof entrySchemas>['organismes']>
export type ContactEntry = z.output<ReturnType<typeof entrySchemas>['interlocuteurs']>
export type SchemeEntry = z.output<ReturnType<typeof entrySchemas>['aides']>
export type RuleEntry = z.output<ReturnType<typeof entrySchemas>['regles']>
export type PracticeEntry = z.output<ReturnType<typeof entrySchemas>['pratiques']>

export interface Entries {
  organismes: BodyEntry
  interlocuteurs: ContactEntry
  aides: SchemeEntry
  regles: RuleEntry
  pratiques: PracticeEntry
}

/**
 * Reads one thing out of a file's JSON, or out of a form in the same shape; every problem at once. `row` is its rank in
 * its list, from 1.
 */
export function readEntry<K extends ListName>(
  list: K,
  value: unknown,
  row: number,
  context: ReadingContext,
): Outcome<{ entry: Entries[K] }> {
  const schema: z.ZodType<Entries[ListName]> = entrySchemas(context)[list]
  const read = schema.safeParse(value)
  if (read.success) return { ok: true, entry: read.data as Entries[K] }
  return {
    ok: false,
    problems: read.error.issues.map((issue) => problemOf(issue, { list, row, value })),
  }
}

const LINE = 200
const TEXT = 4_000

const given = z.string({
  error: (issue) => (issue.input === undefined || issue.input === null ? 'missing' : 'not-text'),
})
const oneLine = given
  .trim()
  .max(LINE, 'too-long')
  .regex(/^[^\p{Cc}\u2028\u2029]*$/u, 'one-line')
const requiredLine = oneLine.min(1, 'missing')
const line = z.preprocess((value) => value ?? '', oneLine)
const nullableLine = line.transform((value) => value || null)
const text = z.preprocess(
  (value) => value ?? '',
  given
    .transform((value) => value.replaceAll(/[^\P{Cc}\n\t]/gu, '').trim())
    .pipe(z.string().max(TEXT, 'too-long')),
)
const requiredText = text.pipe(z.string().min(1, 'missing'))
const address = nullableLine.pipe(
  z.url({ protocol: /^https?$/, hostname: z.regexes.domain, error: 'url' }).nullable(),
)
const email = nullableLine.pipe(z.email('email').nullable())
/** « 04 68 00 00 00 (standard) » */
const PHONE = /^\+?\d[\d .()-]{2,24}(?: ?\([^()\d]{1,40}\))?$/
const many = <T extends z.ZodType>(each: T) =>
  z.preprocess((value) => value ?? [], z.array(each, 'not-text').max(60, 'too-long'))
const phones = many(requiredLine.regex(PHONE, 'phone'))
const slug = requiredLine.regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, 'slug').max(80, 'slug')
const reference = nullableLine.pipe(slug.nullable())
const truth = z.boolean('not-text').nullish().transform(Boolean)
const headCount = z
  .number('number')
  .int('number')
  .min(1, 'range')
  .max(1_000_000, 'range')
  .nullish()
  .transform((value) => value ?? null)
const nullableDay = nullableLine.transform((value, context) => dayOr(value, context))
const requiredDay = requiredLine.transform((value, context) => dayOr(value, context) ?? z.NEVER)

function dayOr(value: string | null, context: z.RefinementCtx): string | null {
  if (value === null || readDay(value) !== null) return value
  context.addIssue({ code: 'custom', message: 'date' })
  return null
}

function choice<T extends string>(words: Record<T, string>) {
  return requiredLine.transform((word, context): T => {
    const meaning = meaningOf(words, word)
    if (meaning !== undefined) return meaning
    context.addIssue({ code: 'custom', message: 'choice' })
    return z.NEVER
  })
}

function entrySchemas({ gazetteer, trades, today }: ReadingContext) {
  const place = requiredLine.transform((word, context): string => {
    const found = gazetteer.find(word)
    if (found) return placeKey(found.kind, found.code)
    context.addIssue({ code: 'custom', message: 'place' })
    return z.NEVER
  })
  const trade = requiredLine.refine((word) => trades.includes(word), 'trade')
  const problems = many(choice(PROBLEM_WORDS)).transform(unique)
  const territories = many(place).transform(unique)
  const checking = {
    verifie_le: nullableDay.refine((day) => day === null || day <= today, 'future'),
    source: line,
    source_url: address,
    demonstration: truth,
  }
  return {
    organismes: z.strictObject(
      {
        identifiant: slug,
        /** Address word of the partner that it is. */
        partenaire: reference,
        nature: choice(BODY_KIND_WORDS),
        nom: requiredLine,
        role: text,
        site: address,
        bureau: line,
        telephones: phones,
        courriel: email,
        territoires: territories,
        problemes: problems,
        ...checking,
      },
      'not-text',
    ),
    interlocuteurs: z.strictObject(
      {
        identifiant: slug,
        organisme: slug,
        fonction: requiredLine,
        personne: nullableLine,
        courriel: email,
        telephones: phones,
        bureau: line,
        territoires: territories,
        metiers: many(trade).transform(unique),
        problemes: problems,
        siege_dans: many(slug).transform(unique),
        ...checking,
      },
      'not-text',
    ),
    aides: z.strictObject(
      {
        identifiant: slug,
        theme: choice(THEME_WORDS),
        titre: requiredLine,
        objet: requiredText,
        public: text,
        montant: text,
        demarches: text,
        droit: line,
        organisme: reference,
        partenaire: reference,
        ...checking,
      },
      'not-text',
    ),
    regles: z
      .strictObject(
        {
          identifiant: slug,
          probleme: choice(PROBLEM_WORDS),
          effectif_a_partir_de: headCount,
          effectif_moins_de: headCount,
          territoires: territories,
          vers: slug,
          rang: z.number('number').int('number').min(1, 'range').max(999, 'range'),
          motif: requiredText,
          source: requiredLine,
          source_url: address,
          depuis: requiredDay,
          jusqu_au: nullableDay,
          demonstration: truth,
        },
        'not-text',
      )
      .superRefine((rule, context) => {
        const { effectif_a_partir_de: from, effectif_moins_de: below } = rule
        if (rule.jusqu_au !== null && rule.jusqu_au < rule.depuis)
          context.addIssue({ code: 'custom', message: 'dates-reversed', path: ['jusqu_au'] })
        if (from !== null && below !== null && below <= from)
          context.addIssue({ code: 'custom', message: 'range', path: ['effectif_moins_de'] })
      })
      .transform(({ vers, ...rule }) => {
        const target = meaningOf(TARGET_WORDS, vers)
        return { ...rule, target: target ?? ('body' as const), bodySlug: target ? null : vers }
      }),
    pratiques: z.strictObject(
      {
        partenaire: slug,
        services: many(
          z
            .strictObject({ nom: requiredLine, achete: line }, 'not-text')
            .transform(({ nom, achete }): BuyingService => ({ name: nom, buys: achete })),
        ),
        seuils: many(
          z
            .strictObject(
              {
                a_partir_de: z.number('number').min(0, 'range').max(1e9, 'range'),
                pratique: requiredLine,
              },
              'not-text',
            )
            .transform(({ a_partir_de: from, pratique }): InternalThreshold => ({
              from,
              practice: pratique,
            })),
        ).transform((seuils) => seuils.toSorted((one, other) => one.from - other.from)),
        allotissement: text,
        paiement: text,
        plateforme: text,
        petits_marches: text,
        ...checking,
      },
      'not-text',
    ),
  }
}

function unique<T>(values: T[]): T[] {
  return [...new Set(values)]
}

function problemOf(
  issue: z.core.$ZodIssue,
  { list, row, value }: { list: ListName; row: number; value: unknown },
): ContactProblem {
  const [field = null] = issue.path.filter((step) => typeof step === 'string')
  if (issue.code === 'unrecognized_keys')
    return { list, row, field, code: 'unknown-key', value: issue.keys.join(', ') }
  return {
    list,
    row,
    field,
    code: CONTACT_PROBLEM_CODES.find((code) => code === issue.message) ?? 'not-text',
    value: valueAt(value, issue.path),
  }
}

function valueAt(whole: unknown, path: PropertyKey[]): string {
  let value: unknown = whole
  for (const step of path)
    value = typeof value === 'object' && value !== null ? Reflect.get(value, step) : undefined
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}
