import type { Measure } from './measure.ts'

/** The measures as people read them: one line each, the spread of the rounds behind the ratio. */
export function writeTable(measures: Measure[]): string {
  const rows = [
    ['what', 'ours', 'limit or peer', 'ratio', 'target', 'ok'],
    ...measures.map((each) => [
      each.what,
      written(each.ours),
      `${written(each.limit)} (${each.beside})`,
      each.spread
        ? `${each.ratio.toFixed(2)} (${each.spread.map((ratio) => ratio.toFixed(2)).join('–')})`
        : each.ratio.toFixed(2),
      each.target,
      each.ok ? 'yes' : 'NO',
    ]),
  ]
  const widths =
    rows[0]?.map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length))) ?? []
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

/** The measures as machines read them. */
export function writeJson(measures: Measure[]): string {
  const told = measures.map(({ name, ours, limit, ratio, target, ok }) => ({
    name,
    ours,
    limit,
    ratio,
    target,
    ok,
  }))
  return JSON.stringify(told, null, 2)
}

function written(value: number): string {
  return value >= 100 ? String(Math.round(value)) : value.toFixed(1)
}
