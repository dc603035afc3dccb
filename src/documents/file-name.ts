import { endingOf } from './recognise.ts'
import type { DocumentKind } from './kinds.ts'

const LONGEST = 120
/** What Windows keeps for its devices. */
const RESERVED = /^(?:con|prn|aux|nul|com\d|lpt\d)$/i

/**
 * The name under which a file is offered to save: the last part of what the browser sent, without control characters,
 * marks that turn the direction of writing (they disguise endings), what Windows forbids, and with the ending of its
 * kind. Accents stay.
 */
export function safeFileName(given: string, kind: DocumentKind): string {
  const [last = ''] = given.toWellFormed().split(/[/\\]/).slice(-1)
  const clean = last
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Cf}\p{Co}\u2028\u2029]/gu, '')
    .replace(/[<>:"|?*]/g, '_')
    .replace(/\s+/g, ' ')
    .replace(/^[. ]+|[. ]+$/g, '')
  const hasEnding = endingOf(clean) === kind
  const dot = hasEnding ? clean.lastIndexOf('.') : clean.length
  const ending = hasEnding ? clean.slice(dot) : `.${kind}`
  const stem = Array.from(clean.slice(0, dot)).slice(0, LONGEST).join('').trimEnd()
  if (stem === '') return `document${ending}`
  return RESERVED.test(stem) ? `document-${stem}${ending}` : `${stem}${ending}`
}

/**
 * The Content-Disposition of a file (RFC 6266): its whole name in the extended form (RFC 8187), and one in ASCII for
 * what does not know it.
 */
export function contentDisposition(how: 'inline' | 'attachment', name: string): string {
  const ascii = name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[^\x20-\x7e]|["\\%]/g, '_')
  const extended = encodeURIComponent(name).replace(
    /['()*!]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return `${how}; filename="${ascii}"; filename*=UTF-8''${extended}`
}
