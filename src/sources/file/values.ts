import type { Amount, Place } from '../../consultations/facts.ts'
import {
  type CellReader,
  euros,
  moment,
  oneOf,
  prose,
  several,
  siret,
  wholeNumber,
  words,
} from './cell-values.ts'
import type { FileProblem, FileProblemCode } from './problems.ts'
import type { Cell } from './read-rows.ts'
import {
  CATEGORIES,
  type ColumnKey,
  COLUMNS,
  CONTRACT_FORMS,
  OUTCOMES,
  PROCEDURES,
  RESERVED,
  RESPONSES,
  STAGES,
  STATUSES,
  VISITS,
} from './template.ts'

/** How the cells of whole groups of columns are read. */
export const READ = {
  reference: words(100),
  object: words(2_000),
  line: words(500),
  text: prose(20_000),
  name: words(300),
  names: several(words(300)),
  place: words(200),
  places: several(words(200)),
  lotNumber: words(20),
  moments: several(moment),
  sirets: several(siret),
  lotCount: wholeNumber(1, 999),
  count: wholeNumber(0, 9_999),
  category: oneOf(CATEGORIES),
  stage: oneOf(STAGES),
  procedure: oneOf(PROCEDURES),
  contractForm: oneOf(CONTRACT_FORMS),
  reserved: oneOf(RESERVED),
  response: oneOf(RESPONSES),
  visit: oneOf(VISITS),
  status: oneOf(STATUSES),
  outcome: oneOf(OUTCOMES),
}

export interface PlacedCell extends Cell {
  row: number
}

/** The cells of some columns, read one by one; whatever is wrong is noted in `problems`. */
export class Values {
  readonly #cells: Map<ColumnKey, PlacedCell>
  readonly #row: number
  readonly #problems: FileProblem[]

  constructor(cells: Map<ColumnKey, PlacedCell>, row: number, problems: FileProblem[]) {
    this.#cells = cells
    this.#row = row
    this.#problems = problems
  }

  has(key: ColumnKey): boolean {
    return this.#cells.has(key)
  }

  /** Undefined where the cell is empty or refused; an empty cell of a compulsory column is a problem, but a deadline. */
  take<T>(key: ColumnKey, read: CellReader<T>): T | undefined {
    const cell = this.#cells.get(key)
    if (cell === undefined) {
      if (COLUMNS[key].compulsory && key !== 'deadline') this.refuse(key, 'missing')
      return undefined
    }
    const found = read(cell)
    if (found.ok) return found.value
    this.refuse(key, found.code)
    return undefined
  }

  refuse(column: ColumnKey | null, code: FileProblemCode): void {
    const cell = column === null ? undefined : this.#cells.get(column)
    this.#problems.push({
      row: cell?.row ?? this.#row,
      column,
      code,
      value: cell?.text.slice(0, 100) ?? '',
    })
  }
}

/** As written: which commune or département it is, is found when it is recorded. */
export function placeIn(values: Values, key: 'place' | 'lotPlace'): Place | undefined {
  const name = values.take(key, READ.place)
  return name === undefined ? undefined : { kind: 'unrecognised', name, code: null }
}

/** A framework's ceiling counts as the end of its band where no other is given. */
export function amountOf(
  values: Values,
  minKey: 'amountMin' | 'lotAmountMin',
  maxKey: 'amountMax' | 'lotAmountMax',
  maximum?: number,
): Amount | undefined {
  const min = values.take(minKey, euros) ?? null
  const max = values.take(maxKey, euros) ?? maximum ?? null
  if (min === null && max === null) return undefined
  if (min !== null && max !== null && min > max) values.refuse(minKey, 'amounts-reversed')
  return maximum !== undefined && max === maximum ? { min, max, maximum: true } : { min, max }
}
