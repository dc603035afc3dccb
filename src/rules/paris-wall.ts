/** Swedes write as ISO 8601 does. */
const PARIS = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Europe/Paris',
  dateStyle: 'short',
  timeStyle: 'short',
})

/** What the clocks of Paris show at an instant: `2026-11-21 14:05`. */
export function parisWall(at: Date): string {
  return PARIS.format(at)
}
