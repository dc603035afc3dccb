/** Whether a program filled in what people do not see: `Trap` and `Honeypot` have a field each. */
export function isTrapped(form: URLSearchParams): boolean {
  return ['site_web', 'website'].some((name) => (form.get(name) ?? '') !== '')
}
