/**
 * Where a text ceases to be JSON (RFC 8259), counted in UTF-16 units from 0; its length where it only ends too early.
 * For texts that JSON.parse refuses: not every engine says where it stopped.
 */
export function jsonFault(text: string): number {
  const open: ('{' | '[')[] = []
  let at = 0
  let expected: 'value' | 'value-or-close' | 'key' | 'key-or-close' | 'colon' | 'after' = 'value'
  for (;;) {
    at = endOf(SPACE, text, at) ?? at
    const letter = text[at]
    if (letter === undefined) return at
    const closes = letter === '}' ? '{' : letter === ']' ? '[' : null
    if (closes !== null) {
      const mayClose =
        expected === 'after' || expected === (closes === '{' ? 'key-or-close' : 'value-or-close')
      if (!mayClose || open.pop() !== closes) return at
      at += 1
      expected = 'after'
    } else if (expected === 'after') {
      if (letter !== ',' || open.length === 0) return at
      at += 1
      expected = open.at(-1) === '{' ? 'key' : 'value'
    } else if (expected === 'colon') {
      if (letter !== ':') return at
      at += 1
      expected = 'value'
    } else if (expected === 'key' || expected === 'key-or-close' || letter === '"') {
      const { end, closed } = stringFrom(text, at)
      if (!closed) return end
      at = end
      expected = expected.startsWith('key') ? 'colon' : 'after'
    } else if (letter === '{' || letter === '[') {
      open.push(letter)
      at += 1
      expected = letter === '{' ? 'key-or-close' : 'value-or-close'
    } else {
      const end = endOf(SCALAR, text, at)
      if (end === null) return at
      at = end
      expected = 'after'
    }
  }
}

const SPACE = /[ \t\n\r]*/y
const SCALAR = /(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)(?![\w.+-])/y
const ESCAPE = /\\(?:["\\/bfnrt]|u[\da-fA-F]{4})/y

function endOf(pattern: RegExp, text: string, at: number): number | null {
  pattern.lastIndex = at
  return pattern.test(text) ? pattern.lastIndex : null
}

/** The end of the string that begins here, or where it ceases to be one. A pattern would overflow on a long one. */
function stringFrom(text: string, start: number): { end: number; closed: boolean } {
  if (text[start] !== '"') return { end: start, closed: false }
  let at = start + 1
  for (;;) {
    const letter = text[at]
    if (letter === '"') return { end: at + 1, closed: true }
    if (letter === undefined || letter < ' ') return { end: at, closed: false }
    const next = letter === '\\' ? endOf(ESCAPE, text, at) : at + 1
    if (next === null) return { end: at, closed: false }
    at = next
  }
}
