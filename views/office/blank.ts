/** How what somebody must still fill in begins, in every document. */
export const BLANK = '[à compléter'

/** « [à compléter : la durée du marché] » */
export function blank(what: string): string {
  return `${BLANK} : ${what}]`
}
