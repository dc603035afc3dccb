/**
 * Every match of a global pattern that matches no empty text, in order. Unlike matchAll it makes no new expression each
 * time, which costs more than the search itself in texts as short as those of a feed.
 */
export function matchesIn(pattern: RegExp, text: string): RegExpExecArray[] {
  const found: RegExpExecArray[] = []
  pattern.lastIndex = 0
  for (let match = pattern.exec(text); match; match = pattern.exec(text)) found.push(match)
  return found
}
