/** Placeholder replaced below. */
export interface Keeper {
  answer(request: Request): Response | null
}
