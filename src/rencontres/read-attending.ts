import { typedForm } from '../trainings/typed-text.ts'
import { MINUTES_OF_A_DAY, readClock } from './clock.ts'
import { MOST_SLOTS, overlap, SLOT_LENGTHS, slotsOf } from './grid.ts'
import { joined, type Outcome, type RencontreProblem } from './problem.ts'
import type { Grid } from './schema.ts'

export interface TypedAttending {
  seeks: string
  spot: string
  /** Null: it comes to the plenary only. */
  grid: Grid | null
  purchaseIds: number[]
}

export const MOST_BREAKS = 3

/** What a buyer comes for, when it receives firms, and which planned purchases it shows (`offered` are its own). */
export function readAttending(
  form: URLSearchParams,
  offered: readonly number[],
): Outcome<{ typed: TypedAttending }> {
  const typed = typedForm(form)
  const seeks = typed.text('recherche', 2_000, 'optional')
  const spot = typed.line('table', 80, 'optional')
  const { grid, problems } = gridOf(form)
  const ticked = form.getAll('achat').map(Number)
  const purchaseIds = offered.filter((id) => ticked.includes(id))
  const all = joined(typed, ...problems)
  if (all.length > 0) return { ok: false, problems: all }
  return { ok: true, typed: { seeks, spot, grid, purchaseIds } }
}

function gridOf(form: URLSearchParams): { grid: Grid | null; problems: RencontreProblem[] } {
  const problems: RencontreProblem[] = []
  const refuse = (field: string, code: RencontreProblem['code']) => {
    if (!problems.some((problem) => problem.field === field)) problems.push({ field, code })
  }
  const clock = (field: string): number | null => {
    const minute = readClock(form.get(field) ?? '')
    if (minute === null) refuse(field, 'clock')
    return minute
  }
  const filled = (field: string) => (form.get(field) ?? '').trim() !== ''
  if (!filled('de') && !filled('a')) return { grid: null, problems }
  const from = clock('de')
  const to = clock('a')
  const length = SLOT_LENGTHS.find((each) => String(each) === form.get('duree'))
  if (length === undefined) refuse('duree', 'choice')
  if (from !== null && to !== null && (to <= from || to > MINUTES_OF_A_DAY)) refuse('a', 'span')
  const breaks: Grid['breaks'] = []
  for (let number = 1; number <= MOST_BREAKS; number += 1) {
    const [start, end] = [`pause${number}-de`, `pause${number}-a`]
    if (!filled(start) && !filled(end)) continue
    const pause = { from: clock(start), to: clock(end) }
    if (pause.from === null || pause.to === null) continue
    const { from: pauseFrom, to: pauseTo } = pause
    if (pauseTo <= pauseFrom) refuse(end, 'span')
    else if (breaks.some((each) => overlap(each, { from: pauseFrom, to: pauseTo })))
      refuse(start, 'span')
    else breaks.push({ from: pauseFrom, to: pauseTo })
  }
  if (problems.length > 0 || from === null || to === null || length === undefined)
    return { grid: null, problems }
  const grid = { from, to, length, breaks }
  const count = slotsOf(grid).length
  if (count === 0) refuse('a', 'no-slot')
  if (count > MOST_SLOTS) refuse('a', 'too-many-slots')
  return { grid, problems }
}
