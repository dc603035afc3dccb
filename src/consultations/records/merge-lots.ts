import type { LotFacts } from '../facts.ts'
import { lotKey } from '../lot-key.ts'
import type { MergedList, PartOrigin } from './merge-buyers.ts'
import { byLatest, chosenDeadline, type Statement } from './precedence.ts'

/**
 * One list of lots out of those that several records tell, the strongest first: each lot by its number, each of its
 * fields by the rules of the whole's (an award that names one lot only adds its outcome to that one). Where two records
 * number the lots in different ways, only the stronger is heard. Null where nobody tells any.
 */
export function mergeLots(statements: Statement<LotFacts[]>[]): MergedList<LotFacts> | null {
  const [first] = statements
  if (!first) return null
  const heard = statements.filter((each) => each === first || isNumberedLike(first, each))
  if (heard.length === 1) return { value: first.reading.value, parts: [] }
  const tellings = Map.groupBy(
    heard.flatMap((statement) => statement.reading.value.map((lot) => ({ statement, lot }))),
    ({ lot }) => lotKey(lot.number),
  )
  const merged = [...tellings.values()].map((each) => mergeLot(first, each))
  const hasMore = merged.length > first.reading.value.length
  return {
    value: (hasMore ? merged.toSorted(byNumber) : merged).map(({ lot }) => lot),
    parts: merged.flatMap(({ parts }) => parts),
  }
}

interface Telling {
  statement: Statement<LotFacts[]>
  lot: LotFacts
}

type MergedLot = { lot: LotFacts; parts: PartOrigin[] }

function isNumberedLike(one: Statement<LotFacts[]>, other: Statement<LotFacts[]>): boolean {
  const keys = ({ reading }: Statement<LotFacts[]>) =>
    reading.value.map((lot) => lotKey(lot.number))
  const [own, others] = [keys(one), keys(other)]
  if ([own, others].some((each) => new Set(each).size < each.length)) return false
  const inFigures = (each: string[]) => each.every((key) => /^\d+$/.test(key))
  return others.some((key) => own.includes(key)) || (inFigures(own) && inFigures(others))
}

function mergeLot(first: Statement<LotFacts[]>, tellings: Telling[]): MergedLot {
  const [strongest] = tellings
  if (!strongest) throw new Error('a lot that nobody tells')
  const { number } = strongest.lot
  const lot: LotFacts = { ...strongest.lot }
  const isFirst = strongest.statement === first
  const parts: PartOrigin[] = isFirst ? [] : [{ of: number, ...originOf(strongest.statement) }]
  const fields = new Set(tellings.flatMap((each) => Object.keys(each.lot) as (keyof LotFacts)[]))
  for (const field of fields) {
    if (field === 'number') continue
    const chosen = choose(field, tellings)
    if (!chosen) continue
    Object.assign(lot, { [field]: chosen.value })
    if (chosen.statement.record !== strongest.statement.record)
      parts.push({ of: number, field, ...originOf(chosen.statement) })
  }
  return { lot, parts }
}

function originOf({ record, reading }: Statement<unknown>) {
  return { recordId: record.id, basis: reading.basis }
}

interface Chosen {
  statement: Statement<unknown>
  value: unknown
}

function choose(field: keyof LotFacts, tellings: Telling[]): Chosen | null {
  const said = tellings.filter(({ lot }) => lot[field] !== undefined && lot[field] !== '')
  if (field === 'deadline') {
    const chosen = chosenDeadline(
      said.flatMap(({ statement: { record, reading }, lot }) =>
        lot.deadline ? [{ record, reading: { ...reading, value: lot.deadline } }] : [],
      ),
    )
    return chosen && { statement: chosen, value: chosen.reading.value }
  }
  const [best] =
    field === 'outcome' ? said.toSorted((a, b) => byLatest(a.statement, b.statement)) : said
  return best ? { statement: best.statement, value: best.lot[field] } : null
}

/** Made when lots are first merged: readers never do. */
let numbers: Intl.Collator | undefined

function byNumber(one: MergedLot, other: MergedLot): number {
  numbers ??= new Intl.Collator('fr', { numeric: true })
  return numbers.compare(lotKey(one.lot.number), lotKey(other.lot.number))
}
