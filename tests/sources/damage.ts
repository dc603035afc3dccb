import fc from 'fast-check'

/** A text as it might arrive: cut and written over at some places. */
export function damaged(text: string): fc.Arbitrary<string> {
  const edit = fc.record({
    at: fc.nat(text.length),
    drop: fc.nat(40),
    put: fc.string({ maxLength: 12 }),
  })
  return fc
    .array(edit, { minLength: 1, maxLength: 4 })
    .map((edits) =>
      edits.reduce(
        (left, { at, drop, put }) => left.slice(0, at) + put + left.slice(at + drop),
        text,
      ),
    )
}
