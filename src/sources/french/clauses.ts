/** What official notices tick rather than write, in the words a consultation is told with. */
export const PRICE = 'Prix'
export const FORESEEN = 'Prévues'
export const NO_RENEWAL = 'Sans reconduction'
export const UNLIMITED_DURATION = 'Durée indéterminée'

/** « 3 reconductions au plus » */
export function renewalsText(most: number): string {
  return most < 2 ? '1 reconduction au plus' : `${most} reconductions au plus`
}

/** Renewals, and the options on a line of their own; null where there is neither. */
export function withOptions(renewals: string | null, options: string | null): string | null {
  const said = [renewals, options === null ? null : `Options : ${options}`]
  return said.filter((part) => part !== null).join('\n') || null
}
