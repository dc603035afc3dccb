import type { Question } from '../kind.ts'

/** Most records of one page, and the last record that pages reach (Explore API v2.1). */
const PAGE_SIZE = 100
const PAGED_LIMIT = 10_000
/** Numbers asked for at a time, so that addresses stay short. */
const NUMBERS_AT_A_TIME = 50

/** Whose notices are asked for: published for these départements, or naming these establishments. */
export interface BoampScope {
  /** The dataset's own address, without a slash at its end. */
  dataset: string
  /** Two digits, « 2A », « 2B » or three digits. */
  departements: string[]
  /** Fourteen digits. */
  sirets: string[]
}

/**
 * What the address of a source of this kind asks for: the dataset's own address in the Explore API with `departement`
 * and `siret`, each once or several times, values separated by commas
 * (`…/datasets/boamp?departement=11,66&siret=21110262500014`). Null where it asks for nothing, or for something else.
 */
export function scopeOf({ origin, pathname, searchParams }: URL): BoampScope | null {
  const valuesOf = (name: string) =>
    searchParams.getAll(name).flatMap((values) => values.toUpperCase().split(','))
  const departements = valuesOf('departement').map((value) => value.trim())
  const sirets = valuesOf('siret').map((value) => value.replaceAll(/\s/g, ''))
  const isUnderstood =
    [...searchParams.keys()].every((name) => name === 'departement' || name === 'siret') &&
    departements.every((value) => /^(?:\d{2}|2[AB]|9[78]\d)$/.test(value)) &&
    sirets.every((value) => /^\d{14}$/.test(value))
  if (!isUnderstood || departements.length + sirets.length === 0) return null
  const dataset = origin + pathname.replace(/\/(?:records\/?)?$/, '')
  return { dataset, departements, sirets }
}

/**
 * What is new or may have changed since an instant: published since, two days of overlap included, because BOAMP dates
 * its two editions a day by the day alone; and everything still open, because a notice that is cancelled changes its
 * state without being published again.
 */
export function changedSince({ dataset, departements, sirets }: BoampScope, since: Date): Question {
  const codes = [...new Set(departements.flatMap(codesOf))]
  const scope = [
    ...(codes.length > 0 ? [`code_departement in (${codes.map(quoted).join(', ')})`] : []),
    // No column holds the SIRET: it is searched in the document, as digits and as it is often spaced.
    ...sirets.flatMap((siret) =>
      [siret, siret.replace(/^(\d{3})(\d{3})(\d{3})(\d{5})$/, '$1 $2 $3 $4')].map(
        (each) => `search(donnees, ${quoted(each)})`,
      ),
    ),
  ]
  const from = new Date(since.getTime() - OVERLAP_MS).toISOString().slice(0, 10)
  const open = since.toISOString().slice(0, 10)
  return pagesOf(
    dataset,
    `(${scope.join(' or ')}) and (dateparution >= date'${from}' or datelimitereponse >= date'${open}')`,
  )
}

/** The notices of these numbers and those that follow them: what mergeNotices needs of a procedure. */
export function withNumbers({ dataset }: BoampScope, numbers: string[]): Question[] {
  const questions: Question[] = []
  for (let at = 0; at < numbers.length; at += NUMBERS_AT_A_TIME) {
    const list = numbers
      .slice(at, at + NUMBERS_AT_A_TIME)
      .map(quoted)
      .join(', ')
    questions.push(pagesOf(dataset, `idweb in (${list}) or annonce_lie in (${list})`))
  }
  return questions
}

const OVERLAP_MS = 2 * 86_400_000

/** BOAMP writes « 6 » for 06 and « 20A » for 2A; both spellings are asked for. */
function codesOf(departement: string): string[] {
  if (/^0\d$/.test(departement)) return [departement, departement.slice(1)]
  return /^2[AB]$/.test(departement) ? [departement, `20${departement.slice(1)}`] : [departement]
}

/** A text of the query language; what could end it is left out. */
function quoted(text: string): string {
  return `"${text.replaceAll(/["\\]/g, '')}"`
}

/** The pages of a hundred records that answer a condition (ODSQL), oldest first; beyond what pages reach, all at once. */
function pagesOf(dataset: string, condition: string): Question {
  const asked = { where: condition, order_by: 'dateparution, idweb' }
  const page = (offset: number) =>
    `${dataset}/records?${new URLSearchParams({ ...asked, limit: `${PAGE_SIZE}`, offset: `${offset}` })}`
  return {
    first: page(0),
    rest(total) {
      if (total > PAGED_LIMIT)
        return {
          addresses: [`${dataset}/exports/jsonl?${new URLSearchParams(asked)}`],
          again: true,
        }
      const left = Math.max(0, Math.ceil(total / PAGE_SIZE) - 1)
      const addresses = Array.from({ length: left }, (_, index) => page((index + 1) * PAGE_SIZE))
      return { addresses, again: false }
    },
  }
}
