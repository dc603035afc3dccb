/** Something with a day, to be drawn in its place. */
export interface Mark {
  /** `2026-12-15` */
  day: string
  label: string
  /** The day on which it was reached; null: not yet. */
  reachedOn: string | null
}

/** A mark with where it stands, and its label in lines that fit. Lengths in the units of the drawing. */
export interface PlacedMark extends Mark {
  /** Of its point on the line. */
  y: number
  /** Of the middle of its label's first line: never less than a line from the label above. */
  labelY: number
  lines: string[]
}

export interface TimelineLayout {
  width: number
  height: number
  marks: PlacedMark[]
  /** Where today stands; null where it is outside of what is drawn. */
  todayY: number | null
}

/** As wide as the narrowest phone shows. */
const WIDTH = 280
const LINE_HEIGHT = 20
const TOP = 16
/** Points are spread over as much as their labels need. */
const GAP = 8
/** Characters that fit beside the line, at the size that the style sheet gives. */
const LINE_LENGTH = 30
const MOST_LINES = 3

/**
 * Marks down a vertical line, the earliest first: points stand in proportion to their days where that leaves each label
 * its own place, and further apart where it does not. Labels never overlap and never leave the drawing: one drawing
 * serves phones and screens alike.
 */
export function timelineLayout(marks: readonly Mark[], today: string): TimelineLayout {
  const sorted = marks.toSorted((one, other) =>
    one.day < other.day ? -1 : one.day > other.day ? 1 : 0,
  )
  const texts = sorted.map(({ label }) => linesOf(label))
  const needed = texts.reduce((sum, lines) => sum + heightOf(lines) + GAP, 0)
  const [first, last] = [sorted[0]?.day ?? today, sorted.at(-1)?.day ?? today]
  const span = dayNumber(last) - dayNumber(first)
  const proportional = (day: string) =>
    TOP +
    (span === 0 ? 0 : ((dayNumber(day) - dayNumber(first)) / span) * Math.max(needed - TOP, 0))
  let free = TOP
  const placed = sorted.map((mark, index): PlacedMark => {
    const lines = texts[index] ?? []
    const labelY = Math.max(proportional(mark.day), free)
    free = labelY + heightOf(lines) + GAP
    return { ...mark, y: labelY, labelY, lines }
  })
  return {
    width: WIDTH,
    height: Math.ceil(free),
    marks: placed,
    todayY: today < first || today > last ? null : between(placed, today),
  }
}

/** The date stands above the label's lines. */
function heightOf(lines: string[]): number {
  return (lines.length + 1) * LINE_HEIGHT
}

/** Between the marks around it, in proportion to the days. */
function between(placed: PlacedMark[], today: string): number | null {
  const after = placed.findIndex(({ day }) => day >= today)
  const [next, before] = [placed[after], placed[after - 1]]
  if (!next) return null
  if (!before) return next.y
  const days = dayNumber(next.day) - dayNumber(before.day)
  const share = days === 0 ? 0 : (dayNumber(today) - dayNumber(before.day)) / days
  return before.y + share * (next.y - before.y)
}

function linesOf(label: string): string[] {
  const lines: string[] = []
  for (const word of label.split(/\s+/).filter((each) => each !== '')) {
    const last = lines.at(-1)
    if (last !== undefined && `${last} ${word}`.length <= LINE_LENGTH)
      lines[lines.length - 1] = `${last} ${word}`
    else lines.push(word.length > LINE_LENGTH ? `${word.slice(0, LINE_LENGTH - 1)}…` : word)
  }
  if (lines.length <= MOST_LINES) return lines
  const kept = lines.slice(0, MOST_LINES)
  const last = kept[MOST_LINES - 1] ?? ''
  kept[MOST_LINES - 1] = `${last.slice(0, LINE_LENGTH - 1)}…`
  return kept
}

function dayNumber(day: string): number {
  return Date.parse(`${day}T00:00:00Z`) / 86_400_000
}
