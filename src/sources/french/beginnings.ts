/** What a part of a pattern can match that is not spelled out. */
const ANYTHING = '\0'
const LENGTH = 2

/**
 * The first two characters of every text that a pattern of words can match, so that it is only tried where a text has
 * them. Reads literal characters, `\.`, groups `(?:…|…)` and what may be left out (`?`). Throws where a class or another
 * repetition comes that early, or a text can be shorter.
 */
export function beginningsOf(pattern: string): string[] {
  let at = 0
  const oneOf = (): Set<string> => {
    const found = sequence()
    while (pattern[at] === '|') {
      at += 1
      for (const beginning of sequence()) found.add(beginning)
    }
    return found
  }
  const sequence = (): Set<string> => {
    let found = new Set([''])
    while (at < pattern.length && pattern[at] !== '|' && pattern[at] !== ')') {
      const next = part()
      found = new Set([...found].flatMap((before) => [...next].map((after) => before + after)))
      found = new Set([...found].map((text) => text.slice(0, LENGTH)))
    }
    return found
  }
  const part = (): Set<string> => {
    const found = pattern.startsWith('(?:', at) ? group() : new Set([character()])
    if (pattern[at] === '?') {
      at += 1
      found.add('')
    }
    return found
  }
  const group = (): Set<string> => {
    at += 3
    const found = oneOf()
    at += 1
    return found
  }
  const character = (): string => {
    const [written = '', named] = /^(?:\[[^\]]*\]|\{[^}]*\}|\\(.)|.)/.exec(pattern.slice(at)) ?? []
    at += written.length
    if (named !== undefined) return /[a-z]/i.test(named) ? ANYTHING : named
    return written.length > 1 || '.*+^$('.includes(written) ? ANYTHING : written
  }
  const found = [...oneOf()]
  if (found.some((text) => text.length < LENGTH || text.includes(ANYTHING)))
    throw new Error(`« ${pattern} » may begin in too many ways`)
  return found
}
