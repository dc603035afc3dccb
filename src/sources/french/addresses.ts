import { matchesIn } from './matches.ts'
import type { Passage } from './passage.ts'

/** E-mail addresses of a passage, as written, each with its place in the plain form. */
export function emailsIn(passage: Passage): WrittenAddress[] {
  if (!passage.plain.includes('@')) return []
  return matchesIn(EMAIL, passage.plain).map((match) => {
    const end = match.index + match[0].length
    return { address: passage.part(match.index, end).words, start: match.index, end }
  })
}

/** An address with its place in the plain form. */
export interface WrittenAddress {
  address: string
  start: number
  end: number
}

/** Absolute http(s) addresses of a passage; « www. » is completed with https. */
export function linksIn(passage: Passage): WrittenAddress[] {
  if (!/https?:|www\./.test(passage.plain)) return []
  return matchesIn(LINK, passage.plain).flatMap((match) => linkOf(passage, match) ?? [])
}

/** The first address of a passage, or else its first host name (« marchespublics.aude.fr »), completed with https. */
export function siteIn(passage: Passage): WrittenAddress | null {
  const [link] = linksIn(passage)
  const host = HOST.exec(passage.plain)
  return link ?? (host === null ? null : linkOf(passage, host))
}

/** The first French telephone number of a passage, as written. */
export function phoneIn(passage: Passage): { phone: string; start: number; end: number } | null {
  const match = PHONE.exec(passage.plain)
  if (match === null) return null
  const end = match.index + match[0].length
  return { phone: passage.part(match.index, end).words, start: match.index, end }
}

const EMAIL = /(?<![a-z0-9._%+-])[a-z0-9._%+-]{1,64}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,5}/g
const LINK = /(?:https?:\/\/|(?<![a-z0-9.@-])www\.)[^\s<>"'|]{3,2000}/g
const HOST =
  /(?<![a-z0-9.@-])(?:[a-z0-9-]{1,63}\.){1,4}[a-z]{2,10}(?![a-z0-9@.])(?:\/[^\s<>"'|]{0,2000})?/
const PHONE = /(?<![\d.])(?:(?:\+|00) ?33 ?(?:\(0\) ?)?|0)[1-9](?:[ .-]?\d{2}){4}(?!\d)/

function linkOf(passage: Passage, match: RegExpExecArray): WrittenAddress | null {
  const end = match.index + match[0].replace(/[.,;:!?)\]}]{1,8}$/, '').length
  const { words } = passage.part(match.index, end)
  const address = /^https?:\/\//i.test(words) ? words : `https://${words}`
  return URL.canParse(address) ? { address, start: match.index, end } : null
}
