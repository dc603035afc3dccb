/** How documents to be edited look, the same in every format: A4, type and colours, measures in points. */
export const LOOK = {
  /** Metrically alike: whichever is there, lines break at the same words. */
  fonts: ['Liberation Sans', 'Arial'],
  ink: '251E19',
  quiet: '65594D',
  accent: '7B2240',
  line: 'C9BCA8',
  head: 'F5E8E4',
  blank: 'FFF2B3',
  page: { width: 595.3, height: 841.9, margin: 56.7 },
  sizes: { title: 20, 2: 14, 3: 11.5, text: 10.5, note: 9, figure: 18 },
} as const

/** Rows up to which a table stands on one page; a longer one may go on to the next. */
export const ROWS_TOGETHER = 10

/** Inside the margins. */
export const TEXT_WIDTH = LOOK.page.width - 2 * LOOK.page.margin

/** The width of each column in points, out of shares. */
export function columnWidths(columns: { width: number }[]): number[] {
  const all = columns.reduce((sum, { width }) => sum + width, 0)
  return columns.map(({ width }) => Math.round((TEXT_WIDTH * width * 10) / all) / 10)
}
