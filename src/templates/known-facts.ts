import type { Facts } from '../consultations/facts.ts'
import { readTyped } from '../posting/read-typed.ts'
import type { TypedFields } from '../posting/schema.ts'
import { withBand } from '../posting/typed-fields.ts'
import type { FileContext } from '../sources/file/read-consultations.ts'
import type { ColumnKey } from '../sources/file/template.ts'

/** What can be read of a form that is not finished, and the fields that cannot be read: they are left out. */
export interface KnownFacts {
  facts: Partial<Facts>
  leftOut: ColumnKey[]
}

/**
 * The facts of a draft as far as they go: what is missing is unknown, what is wrong is left out and named. Nothing is
 * refused.
 */
export function knownFacts(fields: TypedFields, context: FileContext): KnownFacts {
  const isTyped = (name: string) => fields[name]?.some((value) => value.trim() !== '') ?? false
  let kept: TypedFields = {
    ...withBand(fields),
    ...(isTyped('object') ? {} : { object: [STAND_IN] }),
    ...(isTyped('category') ? {} : { category: ['travaux'] }),
    // Only what is announced may lack its deadline.
    status: ['à venir'],
  }
  const leftOut = new Set<ColumnKey>()
  for (let turn = 0; turn < MOST_TURNS; turn += 1) {
    const read = readTyped(kept, context)
    if (read.ok) {
      const { status: _, object, category, ...facts } = read.facts
      return {
        facts: {
          ...facts,
          ...(isTyped('object') && !leftOut.has('object') && object !== undefined
            ? { object }
            : {}),
          ...(isTyped('category') && !leftOut.has('category') && category !== undefined
            ? { category }
            : {}),
        },
        leftOut: [...leftOut],
      }
    }
    const wrong = read.problems.flatMap(({ column, lot }) =>
      lot === null && column !== null && !column.startsWith('lot') ? [column] : [],
    )
    for (const column of wrong) leftOut.add(column)
    const isOfLots = wrong.length < read.problems.length
    if (isOfLots) leftOut.add('lotTitle')
    kept = Object.fromEntries(
      Object.entries(kept).filter(([name]) => {
        const field = name.replace(/\.(?:day|month|year|time)$/, '')
        return (
          !wrong.some((column) => column === field || withItsBand(column) === field) &&
          !(isOfLots && name.startsWith('lot'))
        )
      }),
    )
    if (wrong.includes('object')) kept.object = [STAND_IN]
    if (wrong.includes('category')) kept.category = ['travaux']
  }
  return { facts: {}, leftOut: [...leftOut] }
}

/** What an object that is not said is read as, and taken back. */
const STAND_IN = 'Objet'
/** A field that is wrong may only show what is wrong in another. */
const MOST_TURNS = 5

function withItsBand(column: ColumnKey): string | null {
  return column === 'amountMin' || column === 'amountMax' ? 'amountBand' : null
}
