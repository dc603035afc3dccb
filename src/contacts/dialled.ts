/** A telephone number without the words in brackets after it: « 04 68 00 00 00 (standard) ». */
export function dialled(phone: string): string {
  return phone.replace(/\s*\([^()\d]*\)\s*$/, '').trim()
}
