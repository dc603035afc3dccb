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
    if (size <= RECORD_LIMIT) element.text += part
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
    else found.push({ ok: true, value, list: name, text: null })
  }

  const feed = (part: string) => {
    silent += part.length
    // PostgreSQL would refuse it, XML does as well, and nothing is lost without.
    if (problem === null) parser.write(part.includes('\0') ? part.replaceAll('\0', '') : part)
    if (silent > SILENCE_LIMIT) problem ??= 'malformed'
  }
  const taken = () => found.splice(0)
  return {
    push(chunk) {
      feed(decoder.decode(chunk, { stream: true }))
      if (problem === null) bytes += chunk.length
      return taken()
    },
    end() {
      feed(decoder.decode())
      isClosing = true
      if (problem === null) parser.close()
      return taken()
    },
    state: () => ({ problem, line: parser.line, byte: bytes, list }),
  }
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
