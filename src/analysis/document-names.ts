/** Name under which a published year's document is kept and saved. */
export function documentName(year: number): string {
  return `analyse-${year}.pdf`
}
