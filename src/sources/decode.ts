/** What a document's bytes say once read as text. */
export interface DecodedDocument {
  /** Without byte order mark; never throws whatever the bytes. */
  text: string
  /** Some bytes fit no declared encoding and were read one by one as windows-1252. */
  repaired: boolean
  /** Where in the text the first byte stands that fits no declared encoding and was read by itself; null: none. */
  repairedAt: number | null
  /** The declared encoding is not that of the text. */
  mislabelled: boolean
}

/**
 * Reads a feed's bytes as text, trusting in this order: byte order mark (or the zero bytes of UTF-16 and UTF-32),
 * valid UTF-8 whatever is declared, the XML declaration, the charset of the Content-Type, windows-1252.
 * Latin-1 and ASCII labels mean windows-1252 (WHATWG Encoding); in a text that is in part UTF-8, the other bytes are
 * read as windows-1252 one by one.
 */
export function decodeDocument(bytes: Uint8Array, contentType: string | null): DecodedDocument {
  const wide = wideEncodingOf(bytes)
  if (wide) return whole(decodeWide(bytes, wide))
  const utf8 = decodeStrictly(bytes, 'utf-8')
  if (utf8 !== null) return { ...whole(utf8), mislabelled: isMislabelled(utf8, bytes, contentType) }

  const label = [xmlLabel(bytes), httpLabel(contentType)].find(isPossible) ?? null
  if (label && !singleByte.has(label) && !utf8Labels.has(label)) {
    const declared = decodeLoosely(bytes, label)
    const lost = declared?.indexOf('\uFFFD') ?? -1
    if (declared !== null) return lost === -1 ? whole(declared) : repaired(declared, lost)
  }
  const { sure, sequences, strays, firstStray } = countUtf8(bytes)
  const mostly = sequences > strays
  if (mostly || sure > 0) {
    const before = decodeMixed(bytes.subarray(0, firstStray), mostly)
    return repaired(decodeMixed(bytes, mostly), before.length)
  }
  const text = decodeWindows1252(bytes)
  return label === null || utf8Labels.has(label) ? repaired(text, firstStray) : whole(text)
}

function whole(text: string): DecodedDocument {
  return { text, repaired: false, repairedAt: null, mislabelled: false }
}

function repaired(text: string, repairedAt: number): DecodedDocument {
  return { text, repaired: true, repairedAt, mislabelled: false }
}

/** Whether UTF-8 with more than ASCII in it calls itself something else (RFC 7303: the Content-Type decides). */
function isMislabelled(text: string, bytes: Uint8Array, contentType: string | null): boolean {
  const label = [httpLabel(contentType), xmlLabel(bytes)].find(isPossible) ?? 'utf-8'
  return !utf8Labels.has(label) && /\P{ASCII}/u.test(text)
}

/**
 * Puts right the C1 controls U+0080–U+009F, which in texts from the Web are always windows-1252 characters that
 * someone took for Latin-1 (`&#146;` for an apostrophe); the five that windows-1252 leaves empty stay controls.
 */
export function repairC1(text: string): string {
  return text.replace(/[\x80-\x9f]/g, (control) => windows1252[control.charCodeAt(0) - 0x80] ?? '')
}

/** 0x80–0x9F of windows-1252, kept here because runtimes have confused it with Latin-1. */
const windows1252 = [...'€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f', ...'\x90‘’“”•–—˜™š›œ\x9džŸ']

const singleByte = new Set([
  'iso-8859-1',
  'iso8859-1',
  'iso_8859-1',
  'latin1',
  'latin-1',
  'l1',
  'ascii',
  'us-ascii',
  'windows-1252',
  'cp1252',
  'cp-1252',
  'x-cp1252',
])
const utf8Labels = new Set(['utf-8', 'utf8', 'unicode-1-1-utf-8'])

/** What publishers call an encoding that the standard calls otherwise. */
const aliases: Record<string, string> = { latin9: 'iso-8859-15', 'latin-9': 'iso-8859-15' }

/** Bytes one by one cannot be what these labels say, whoever declares it. */
const wideLabel = /^(?:utf-?(?:16|32)|ucs|iso-10646)/

function isPossible(label: string | null): label is string {
  return label !== null && !wideLabel.test(label)
}

interface WideEncoding {
  width: 2 | 4
  littleEndian: boolean
  /** Bytes of the mark to pass over. */
  mark: number
}

/** UTF-16 and UTF-32, by mark or by where the zero bytes of the first `<` or `{` stand; null for anything else. */
function wideEncodingOf(bytes: Uint8Array): WideEncoding | null {
  const [a = -1, b = -1, c = -1, d = -1] = bytes
  if (a === 0 && b === 0 && c === 0xfe && d === 0xff)
    return { width: 4, littleEndian: false, mark: 4 }
  if (a === 0xff && b === 0xfe && c === 0 && d === 0)
    return { width: 4, littleEndian: true, mark: 4 }
  if (a === 0xfe && b === 0xff) return { width: 2, littleEndian: false, mark: 2 }
  if (a === 0xff && b === 0xfe) return { width: 2, littleEndian: true, mark: 2 }
  if (a === 0 && b === 0 && c === 0 && d > 0) return { width: 4, littleEndian: false, mark: 0 }
  if (a > 0 && b === 0 && c === 0 && d === 0) return { width: 4, littleEndian: true, mark: 0 }
  if (a === 0 && b > 0 && c === 0 && d > 0) return { width: 2, littleEndian: false, mark: 0 }
  if (a > 0 && b === 0 && c > 0 && d === 0) return { width: 2, littleEndian: true, mark: 0 }
  return null
}

/** TextDecoder knows no UTF-32, and not every runtime's knows big-endian UTF-16. */
function decodeWide(bytes: Uint8Array, { width, littleEndian, mark }: WideEncoding): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const parts: string[] = []
  for (let at = mark; at + width <= bytes.length; at += width) {
    const value = width === 2 ? view.getUint16(at, littleEndian) : view.getUint32(at, littleEndian)
    if (width === 2) parts.push(String.fromCharCode(value))
    else parts.push(value <= 0x10ffff ? String.fromCodePoint(value) : '\uFFFD')
  }
  return parts.join('')
}

function decodeStrictly(bytes: Uint8Array, label: string): string | null {
  try {
    return new TextDecoder(label, { fatal: true }).decode(bytes)
  } catch {
    return null
  }
}

function xmlLabel(bytes: Uint8Array): string | null {
  const head = String.fromCharCode(...bytes.subarray(0, 1024))
  return /<\?xml[^>]*?\sencoding\s*=\s*["']\s*([^"'\s]+)/i.exec(head)?.[1]?.toLowerCase() ?? null
}

function httpLabel(contentType: string | null): string | null {
  const label = /charset\s*=\s*["']?\s*([^"';,\s]+)/i.exec(contentType ?? '')?.[1]
  return label?.toLowerCase() ?? null
}

/** Null when the runtime does not know the label. */
function decodeLoosely(bytes: Uint8Array, label: string): string | null {
  try {
    return new TextDecoder(aliases[label] ?? label).decode(bytes)
  } catch {
    return null
  }
}

/**
 * How many sequences of several bytes are UTF-8, how many of these can hardly be anything else, how many bytes belong to
 * none, and where the first of those stands.
 */
function countUtf8(bytes: Uint8Array) {
  let firstStray = bytes.length
  let sure = 0
  let sequences = 0
  let strays = 0
  for (let at = 0; at < bytes.length;) {
    const length = sequenceLength(bytes, at)
    if (length === 0) {
      strays += 1
      firstStray = Math.min(firstStray, at)
    } else if (length > 1) sequences += 1
    if (length > 1 && isSureLead(bytes[at])) sure += 1
    at += length || 1
  }
  return { sure, sequences, strays, firstStray }
}

/**
 * In windows-1252 these are Â, Ã, Å and â, which no French word has before a sign; in UTF-8 they begin accented
 * letters, œ, guillemets, apostrophes and the euro. É before a no-break space is another matter.
 */
function isSureLead(byte: number | undefined): boolean {
  return byte === 0xc2 || byte === 0xc3 || byte === 0xc5 || byte === 0xe2
}

/**
 * UTF-8 where the bytes are UTF-8 (unless `mostly`, only where they can hardly be anything else), windows-1252 for
 * each byte that is not.
 */
function decodeMixed(bytes: Uint8Array, mostly: boolean): string {
  const repaired = new Uint8Array(bytes.length * 3)
  let end = 0
  for (let at = 0; at < bytes.length;) {
    const found = sequenceLength(bytes, at)
    const length = found < 2 || mostly || isSureLead(bytes[at]) ? found : 0
    const sound = length === 0 ? utf8Of1252[bytes[at] ?? 0] : undefined
    repaired.set(sound ?? bytes.subarray(at, at + length), end)
    end += sound?.length ?? length
    at += length || 1
  }
  return new TextDecoder().decode(repaired.subarray(0, end))
}

/** Length of the well-formed UTF-8 sequence at this place (Unicode table 3-7), 0 when there is none. */
function sequenceLength(bytes: Uint8Array, at: number): 0 | 1 | 2 | 3 | 4 {
  const lead = bytes[at] ?? 0
  if (lead < 0x80) return 1
  const second = bytes[at + 1] ?? 0
  const low = lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80
  const high = lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf
  if (lead < 0xc2 || lead > 0xf4 || second < low || second > high) return 0
  if (lead < 0xe0) return 2
  if (!isContinuation(bytes[at + 2])) return 0
  if (lead < 0xf0) return 3
  return isContinuation(bytes[at + 3]) ? 4 : 0
}

function isContinuation(byte = 0): boolean {
  return byte >= 0x80 && byte <= 0xbf
}

function decodeWindows1252(bytes: Uint8Array): string {
  const parts: string[] = []
  for (let at = 0; at < bytes.length; at += 8192)
    parts.push(String.fromCharCode(...bytes.subarray(at, at + 8192)))
  return repairC1(parts.join(''))
}

/** The UTF-8 bytes of each windows-1252 character. */
const utf8Of1252 = Array.from({ length: 256 }, (_, byte) =>
  new TextEncoder().encode(repairC1(String.fromCharCode(byte))),
)
