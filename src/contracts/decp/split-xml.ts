import { SaxesParser } from 'saxes'
import type { DecpList, Fields } from './contract.ts'
import type { DecpProblem } from './row.ts'
import { DEPTH_LIMIT, type Piece, RAW_LIMIT, RECORD_LIMIT, type Splitter } from './splitter.ts'

/**
 * Takes an XML document of essential data apart into its elements `marche` and `contrat-concession`, wherever they
 * stand and the bytes are cut. `encoding` is what the document says of itself. An ampersand that means nothing is
 * taken as it is, as programs forget to write it in full; whatever else breaks XML's rules is the end.
 */
export function splitXml(encoding: string): Splitter {
  const found: Piece[] = []
  const decoder = decoderOf(encoding)
  const parser = new SaxesParser()
  let problem: DecpProblem | null = null
  let isClosing = false
  let list: DecpList | null = null
  let bytes = 0
  /** Characters since something last began or ended: of one endless word, all would be kept. */
  let silent = 0

  const open: Element[] = []
  /** Characters of the contract that is being read, and where it began. */
  let size = 0
  let isTooDeep = false

  parser.on('error', ({ message }) => {
    if (/entit/.test(message)) return
    problem ??= isClosing ? 'truncated' : 'malformed'
  })
  parser.on('opentag', ({ name, attributes }) => {
    silent = 0
    if (problem !== null) return
    const local = name.slice(name.indexOf(':') + 1)
    if (open.length === 0) {
      if (!isList(local)) {
        if (local === 'marches') list ??= 'marche'
        return
      }
      list ??= local
      size = 0
      isTooDeep = false
    }
    size += local.length
    if (open.length > DEPTH_LIMIT) isTooDeep = true
    const isNil = attributes['xsi:nil'] === 'true'
    open.push({ name: local, text: '', fields: null, isNil })
  })
  const text = (part: string) => {
    silent = 0
    const element = open.at(-1)
    if (element === undefined || problem !== null) return
    size += part.length
    if (size <= RECORD_LIMIT)
      element.text += part.includes(AMPERSAND) ? part.replaceAll(AMPERSAND, '&') : part
  }
  parser.on('text', text)
  parser.on('cdata', text)
  parser.on('closetag', ({ name }) => {
    silent = 0
    if (problem !== null) return
    const element = open.pop()
    if (element === undefined) return
    const value = element.fields ?? (element.isNil ? null : element.text.trim())
    const parent = open.at(-1)
    if (parent === undefined) finish(name.slice(name.indexOf(':') + 1), value)
    else if (size <= RECORD_LIMIT && !isTooDeep) add(parent, element.name, value)
  })
  const finish = (name: string, value: unknown) => {
    if (!isList(name)) return
    if (size > RECORD_LIMIT || isTooDeep)
      found.push({
        ok: false,
        refused: isTooDeep ? 'not-a-contract' : 'too-large',
        raw: (JSON.stringify(value) ?? '').slice(0, RAW_LIMIT).toWellFormed(),
      })
    // Words cut out of a part of the document would keep the whole part in memory as long as they are held: copied.
    else found.push({ ok: true, value: JSON.parse(JSON.stringify(value)), list: name, text: null })
  }

  let tail = ''
  const feed = (part: string, isLast: boolean) => {
    silent += part.length
    if (silent > SILENCE_LIMIT) problem ??= 'malformed'
    if (problem !== null) return
    const { now, later } = isLast ? { now: tail + part, later: '' } : splitAtReference(tail + part)
    tail = later
    parser.write(tidied(now))
  }
  const taken = () => found.splice(0)
  return {
    push(chunk) {
      feed(decoder.decode(chunk, { stream: true }), false)
      if (problem === null) bytes += chunk.length
      return taken()
    },
    end() {
      feed(decoder.decode(), true)
      isClosing = true
      if (problem === null) parser.close()
      return taken()
    },
    state: () => ({ problem, line: parser.line, byte: bytes, list }),
  }
}

/** Stands for an ampersand that means nothing, until it is out of the parser's hands: no text has this character. */
const AMPERSAND = '\ue000'
const REFERENCE_LIMIT = 40

/** What comes from an ampersand at the end on, which may be the start of a reference, is left for later. */
function splitAtReference(text: string): { now: string; later: string } {
  const at = text.lastIndexOf('&')
  return at === -1 || at < text.length - REFERENCE_LIMIT
    ? { now: text, later: '' }
    : { now: text.slice(0, at), later: text.slice(at) }
}

/** Without bare ampersands, and without U+0000, which XML does not allow and PostgreSQL refuses. */
function tidied(text: string): string {
  const known = text.includes('&') ? text.replace(/&(?!#?\w{1,31};)/g, AMPERSAND) : text
  return known.includes('\0') ? known.replaceAll('\0', '') : known
}

interface Element {
  name: string
  text: string
  /** Null as long as it has no elements of its own. */
  fields: Fields | null
  isNil: boolean
}

const SILENCE_LIMIT = 16_777_216

function isList(name: string): name is DecpList {
  return name === 'marche' || name === 'contrat-concession'
}

/** The second element of a name makes a list of both. */
function add(parent: Element, name: string, value: unknown): void {
  parent.fields ??= Object.create(null) as Fields
  const before = parent.fields[name]
  if (before === undefined) parent.fields[name] = value
  else if (Array.isArray(before)) before.push(value)
  else parent.fields[name] = [before, value]
}

function decoderOf(encoding: string): TextDecoder {
  try {
    return new TextDecoder(encoding)
  } catch {
    return new TextDecoder()
  }
}
