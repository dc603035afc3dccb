import type { DecpList } from './contract.ts'
import type { DecpProblem } from './row.ts'
import {
  DEPTH_LIMIT,
  type Piece,
  RAW_LIMIT,
  RECORD_LIMIT,
  type Splitter,
  withoutHarm,
} from './splitter.ts'

/**
 * Takes a JSON document of essential data apart into its contracts, wherever the bytes are cut: `{"marches":[…]}` of
 * 1.5, `{"marches":{"marche":[…],"contrat-concession":[…]}}` of 2.0, a bare array, one contract alone, and JSON lines.
 * Only brackets and quotes are looked at; each contract is then parsed by itself, which takes a quarter of the time
 * of a parser that tells of every token, and lets one that cannot be parsed stand alone.
 */
export function splitJson(): Splitter {
  const found: Piece[] = []
  const containers: Container[] = []
  let expects: Expects = 'value'
  let problem: DecpProblem | null = null
  let line = 1
  let byte = 0
  let list: DecpList | 'array' | null = null

  /** Brackets open in a value that is only passed over, and where in it. */
  let depth = 0
  let inString = false
  let escaped = false
  let key = ''

  /** A value that will be a piece: bytes of it from chunks before, and where it starts in this one (-1: not here). */
  let capturing = false
  let kept: Uint8Array[] = []
  let keptLength = 0
  let from = -1
  let deepest = 0
  let capturedAs: DecpList | null = null

  const capture = (at: number, as: DecpList | null) => {
    capturing = true
    capturedAs = as
    kept = []
    keptLength = 0
    deepest = 0
    from = at
  }
  const keepUpTo = (chunk: Uint8Array, end: number) => {
    if (from < 0) return
    const length = end - from
    if (keptLength <= RECORD_LIMIT) kept.push(chunk.slice(from, end))
    keptLength += length
    from = -1
  }
  const captured = (chunk: Uint8Array, end: number) => {
    const whole = keptLength === 0 && from >= 0 ? chunk.subarray(from, end) : null
    if (whole === null) keepUpTo(chunk, end)
    const length = whole?.length ?? keptLength
    const bytes = whole ?? joined(kept)
    capturing = false
    from = -1
    kept = []
    keptLength = 0
    if (length > RECORD_LIMIT) found.push({ ok: false, refused: 'too-large', raw: rawOf(bytes) })
    else if (deepest > DEPTH_LIMIT)
      found.push({ ok: false, refused: 'not-a-contract', raw: rawOf(bytes) })
    else found.push(parsed(decoded(bytes), capturedAs))
  }
  const valueDone = (chunk: Uint8Array, end: number) => {
    const container = containers.at(-1)
    if (capturing && container?.kind !== 'undecided') captured(chunk, end)
    expects = container === undefined ? 'value' : 'separator'
  }

  /** A bracket, quote or other start of a value where one is expected; answers whether it belongs here. */
  const startValue = (chunk: Uint8Array, at: number): boolean => {
    const code = chunk[at]
    const container = containers.at(-1)
    const opens = code === BRACE || code === BRACKET
    if (container === undefined) {
      if (!opens) return false
      if (code === BRACE) capture(at, null)
      containers.push({ kind: code === BRACE ? 'undecided' : 'contracts', list: null })
      expects = code === BRACE ? 'key-or-end' : 'value-or-end'
      return true
    }
    if (container.kind === 'contracts') {
      capture(at, container.list)
    } else if (container.kind === 'undecided' || container.kind === 'document') {
      if (key === 'marches' || isList(key)) {
        if (container.kind === 'undecided') {
          capturing = false
          from = -1
          kept = []
          keptLength = 0
        }
        containers[containers.length - 1] = { kind: 'document', list: null }
        list ??= isList(key) ? key : code === BRACKET ? 'array' : 'marche'
        if (code === BRACKET) {
          containers.push({ kind: 'contracts', list: isList(key) ? key : null })
          expects = 'value-or-end'
          return true
        }
        if (code === BRACE && !isList(key)) {
          if (containers.length > DEPTH_LIMIT) return false
          containers.push({ kind: 'document', list: null })
          expects = 'key-or-end'
          return true
        }
        if (code === BRACE && isList(key)) capture(at, key)
      }
    }
    if (opens) {
      depth = 1
      expects = 'nested'
    } else if (code === QUOTE) {
      inString = true
      expects = 'string'
    } else if (code === COMMA || code === COLON || code === BRACE_END || code === BRACKET_END) {
      return false
    } else expects = 'scalar'
    return true
  }

  /** Passes over the inside of a value that starts with a bracket; answers where it, or the chunk, ends. */
  const passNested = (chunk: Uint8Array, start: number): number => {
    const { length } = chunk
    let at = start
    // Kept in variables of its own, which is three times faster.
    let [open, most, lines, quoted, passed] = [depth, deepest, line, inString, escaped]
    while (at < length && open > 0) {
      const code = chunk[at] ?? 0
      at += 1
      if (quoted) {
        if (passed) passed = false
        else if (code === BACKSLASH) passed = true
        else if (code === QUOTE) quoted = false
      } else if (code === QUOTE) quoted = true
      else if (code > QUOTE && code < BRACKET) continue
      else if (code === BRACE || code === BRACKET) {
        open += 1
        if (open > most) most = open
      } else if (code === BRACE_END || code === BRACKET_END) open -= 1
      else if (code === NEWLINE) lines += 1
    }
    depth = open
    deepest = most
    line = lines
    inString = quoted
    escaped = passed
    if (depth === 0) valueDone(chunk, at)
    return at
  }

  const passString = (chunk: Uint8Array, start: number): number => {
    for (let at = start; at < chunk.length; at += 1) {
      const code = chunk[at] ?? 0
      if (escaped) escaped = false
      else if (code === BACKSLASH) escaped = true
      else if (code === QUOTE) {
        inString = false
        if (expects === 'key') expects = 'colon'
        else valueDone(chunk, at + 1)
        return at + 1
      }
      if (expects === 'key' && key.length <= KEY_LIMIT) key += String.fromCharCode(code)
    }
    return chunk.length
  }

  const passScalar = (chunk: Uint8Array, start: number): number => {
    let at = start
    while (at < chunk.length && !ENDS_SCALAR.has(chunk[at] ?? 0)) at += 1
    if (at < chunk.length) valueDone(chunk, at)
    return at
  }

  /** One character between values; answers whether it may stand here. */
  const between = (chunk: Uint8Array, at: number): boolean => {
    const code = chunk[at] ?? 0
    if (expects === 'value') return startValue(chunk, at)
    if (expects === 'value-or-end')
      return code === BRACKET_END ? closed(chunk, at, 'contracts') : startValue(chunk, at)
    if (expects === 'colon') {
      expects = 'value'
      return code === COLON
    }
    if (expects === 'key-or-end' || expects === 'key-start') {
      if (code === BRACE_END && expects === 'key-or-end') return closed(chunk, at, 'object')
      key = ''
      expects = 'key'
      return code === QUOTE
    }
    const isArray = containers.at(-1)?.kind === 'contracts'
    if (code === COMMA) {
      expects = isArray ? 'value' : 'key-start'
      return true
    }
    return isArray
      ? code === BRACKET_END && closed(chunk, at, 'contracts')
      : code === BRACE_END && closed(chunk, at, 'object')
  }

  const closed = (chunk: Uint8Array, at: number, kind: 'contracts' | 'object'): boolean => {
    const container = containers.pop()
    if ((container?.kind === 'contracts') !== (kind === 'contracts')) return false
    if (container?.kind === 'contracts' && containers.length === 0) list ??= 'array'
    if (container?.kind === 'undecided') captured(chunk, at + 1)
    expects = containers.length === 0 ? 'value' : 'separator'
    return true
  }

  const taken = () => found.splice(0)
  return {
    push(chunk) {
      let at = 0
      if (capturing) from = 0
      while (at < chunk.length && problem === null) {
        if (expects === 'nested') at = passNested(chunk, at)
        else if (expects === 'string' || expects === 'key') at = passString(chunk, at)
        else if (expects === 'scalar') at = passScalar(chunk, at)
        else {
          const code = chunk[at] ?? 0
          if (code === NEWLINE) line += 1
          if (!isSpace(code) && !between(chunk, at)) {
            const seen = list !== null || containers.length > 0 || found.length > 0
            problem = seen ? 'malformed' : 'not-decp'
            byte += at
            return taken()
          }
          at += 1
        }
      }
      if (capturing) keepUpTo(chunk, chunk.length)
      byte += at
      return taken()
    },
    end() {
      if (problem === null && (containers.length > 0 || expects !== 'value')) problem = 'truncated'
      return taken()
    },
    state: () => ({ problem, line, byte, list }),
  }
}

interface Container {
  /**
   * undecided: the outermost object, until a name tells whether it holds contracts or is one; document: it holds
   * them; contracts: a list of them.
   */
  kind: 'undecided' | 'document' | 'contracts'
  list: DecpList | null
}

type Expects =
  | 'value'
  | 'value-or-end'
  | 'key-or-end'
  | 'key-start'
  | 'key'
  | 'colon'
  | 'separator'
  | 'nested'
  | 'string'
  | 'scalar'

const BRACE = 0x7b
const BRACE_END = 0x7d
const BRACKET = 0x5b
const BRACKET_END = 0x5d
const QUOTE = 0x22
const BACKSLASH = 0x5c
const COMMA = 0x2c
const COLON = 0x3a
const NEWLINE = 0x0a
const KEY_LIMIT = 32
const ENDS_SCALAR = new Set([BRACE_END, BRACKET_END, COMMA, NEWLINE, 0x20, 0x09, 0x0d])

function isList(key: string): key is DecpList {
  return key === 'marche' || key === 'contrat-concession'
}

function isSpace(code: number): boolean {
  return code === 0x20 || code === NEWLINE || code === 0x0d || code === 0x09 || code === 0
}

function joined(parts: Uint8Array[]): Uint8Array {
  const [only] = parts
  if (parts.length === 1 && only !== undefined) return only
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
const latin = new TextDecoder('windows-1252')

/** A contract in another encoding than JSON's is read as French programs of old wrote. */
function decoded(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes)
  } catch {
    return latin.decode(bytes)
  }
}

function rawOf(bytes: Uint8Array): string {
  return withoutHarm(latin.decode(bytes.subarray(0, RAW_LIMIT)))
}

function parsed(text: string, list: DecpList | null): Piece {
  const value = parse(text) ?? parse(repaired(text))
  if (value === undefined)
    return { ok: false, refused: 'not-a-contract', raw: withoutHarm(text.slice(0, RAW_LIMIT)) }
  const isHarmful = text.includes('\\u') && HARMFUL.test(text)
  return { ok: true, value: isHarmful ? withoutHarm(value) : value, list, text }
}

const HARMFUL = /\\u(?:0000|d[89a-f])/i

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** What programs write although JSON has no such thing: numbers that are none, line ends inside words. */
function repaired(text: string): string {
  return text.replace(/"[^"\\]*(?:\\.[^"\\]*)*"|-?\b(?:NaN|Infinity)\b/gs, (part) =>
    part.startsWith('"') ? part.replace(/\p{Cc}/gu, ' ') : 'null',
  )
}
