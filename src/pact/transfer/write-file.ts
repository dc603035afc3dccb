import { writeCsv } from '../../feeds/csv.ts'
import type { Cells, Exporting, Nature } from './nature.ts'
import { NATURE } from './read-file.ts'

/** The lines of each nature that there are any of. */
export type Written = { nature: Nature; lines: Cells[] }[]

/** Everything that files hold, nature by nature. */
export async function exportLines(
  exporting: Exporting,
  natures: readonly Nature[],
): Promise<Written> {
  const written: Written = []
  for (const nature of natures) {
    const lines = await nature.exportLines(exporting)
    if (lines.length > 0) written.push({ nature, lines })
  }
  return written
}

/** A JSON list, one object for each line, without what is empty. */
export function writeJson(written: Written): string {
  const rows = written.flatMap(({ nature, lines }) =>
    lines.map((line) => ({
      [NATURE]: nature.word,
      ...Object.fromEntries(
        nature.columns.flatMap((column) => {
          const value = line[column] ?? ''
          return value === '' ? [] : [[column, value]]
        }),
      ),
    })),
  )
  return `${JSON.stringify(rows, null, 2)}\n`
}

/** One table with the columns of all its natures. */
export function writeTable(written: Written): string {
  const columns = [...new Set(written.flatMap(({ nature }) => nature.columns))]
  return writeCsv(
    [NATURE, ...columns],
    written.flatMap(({ nature, lines }) =>
      lines.map((line) => [nature.word, ...columns.map((column) => line[column] ?? null)]),
    ),
  )
}
