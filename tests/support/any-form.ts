import fc from 'fast-check'

/** Fields of a form as they are sent, in order. */
export type SentFields = [name: string, value: string][]

/** What some field of some form has stumbled over, or might. */
const WRONG = [
  '',
  '-1',
  '0',
  '31',
  '1e9',
  '1e400',
  '999999999',
  '999999999999',
  '99999999999999999999',
  '9'.repeat(400),
  '\0',
  '\u{FFFE}',
  '\u{D800}'.toWellFormed(),
  '‮‭',
  'é'.repeat(3_000),
  '2026-02-30',
  '2026-02-30T25:99',
  // An hour that there is not in Paris.
  '2026-03-29',
  '2 h 30',
  '0001-01-01',
  '9999-12-31',
  '0 h',
  '23 h 59',
  '24 h',
  "'; drop schema public cascade; --",
  '=cmd()',
  'a@b.example\r\nBcc: c@d.example',
  '<script>alert(1)</script>',
  'javascript:alert(1)',
  'constructor',
  '1#2',
]

/**
 * Any fields of these names, with values that are `right` for some field, so that random forms get past the first check,
 * wrong for every one, more so for these, or any text.
 */
export function anyForm(
  names: string[],
  right: fc.Arbitrary<string> | string[],
  wrong: string[] = [],
): fc.Arbitrary<SentFields> {
  const value = fc.oneof(
    { weight: 4, arbitrary: Array.isArray(right) ? fc.constantFrom(...right) : right },
    fc.constantFrom(...WRONG, ...wrong),
    fc.string({ unit: 'binary', maxLength: 40 }).map((text) => text.toWellFormed()),
  )
  const name = fc.constantFrom(...names, '__proto__', 'constructor')
  return fc.array(fc.tuple(name, value), { maxLength: 40 })
}
