/**
 * A stretch of a notice as it was written, with a plain form to search in: lower case, no accents, one kind of
 * space, quote and dash. Places in the plain form lead back to the written characters, so that what was found can
 * be quoted exactly.
 */
export class Passage {
  readonly plain: string
  readonly #source: Source
  readonly #from: number
  readonly #to: number

  private constructor(source: Source, from: number, to: number) {
    this.#source = source
    this.#from = Math.max(0, Math.min(from, source.plain.length))
    this.#to = Math.max(this.#from, Math.min(to, source.plain.length))
    this.plain = source.plain.slice(this.#from, this.#to)
  }

  static of(written: string): Passage {
    const source = fold(written)
    return new Passage(source, 0, source.plain.length)
  }

  /** The part between two places of `plain`. */
  part(start: number, end: number = this.plain.length): Passage {
    return new Passage(
      this.#source,
      this.#from + start,
      this.#from + Math.min(end, this.plain.length),
    )
  }

  /** The same part without blanks and joining signs at its ends. */
  trimmed(): Passage {
    let start = 0
    let end = this.plain.length
    while (start < end && EDGE.has(this.plain.charAt(start))) start++
    while (end > start && EDGE.has(this.plain.charAt(end - 1))) end--
    return this.part(start, end)
  }

  /** From where this one begins to where the other, of the same text, ends. */
  through(other: Passage): Passage {
    return new Passage(this.#source, this.#from, other.#to)
  }

  /** The characters as written, without surrounding blanks. */
  get words(): string {
    if (this.#from === this.#to) return ''
    const { written } = this.#source
    return written
      .slice(writtenAt(this.#source, this.#from), writtenAt(this.#source, this.#to))
      .trim()
  }

  /** Whether a capital letter was written at this place of `plain`. */
  capitalAt(index: number): boolean {
    const at = writtenAt(this.#source, this.#from + index)
    return /^\p{Lu}/u.test(this.#source.written.slice(at, at + 2))
  }
}

interface Source {
  written: string
  plain: string
  /** For each character of `plain`, where it was written; null where both count alike. */
  starts: number[] | null
}

const EDGE = new Set([' ', '\n', '-', '*', '•', '·', '|', ',', ';', ':', '=', '>'])

const AS: Record<string, string> = {
  œ: 'oe',
  Œ: 'oe',
  æ: 'ae',
  Æ: 'ae',
  '’': "'",
  '‘': "'",
  ʼ: "'",
  '´': "'",
  '`': "'",
  '‐': '-',
  '‑': '-',
  '‒': '-',
  '–': '-',
  '—': '-',
  '−': '-',
  '«': '"',
  '»': '"',
  '“': '"',
  '”': '"',
  '…': '.',
  º: '°',
  '\r': '\n',
  '\u2028': '\n',
  '\u2029': '\n',
  '\t': ' ',
  '\u200b': '',
  '\u00ad': '',
  '\ufeff': '',
}

/** What is plain already: ASCII without capitals, controls and the grave accent. */
const TO_FOLD = /[^\n\x20-\x40\x5b-\x5f\x61-\x7e]/g

function fold(written: string): Source {
  let alike = true
  const plain = written.replace(TO_FOLD, (character) => {
    const folded = foldCharacter(character)
    if (folded.length !== 1) alike = false
    return folded
  })
  return { written, plain, starts: alike ? null : startsOf(written) }
}

function startsOf(written: string): number[] {
  const starts: number[] = []
  for (let index = 0; index < written.length; index++) {
    const { length } = foldCharacter(written.charAt(index))
    for (let each = 0; each < length; each++) starts.push(index)
  }
  return starts
}

/** Where a character of the plain form was written. */
function writtenAt({ written, starts }: Source, at: number): number {
  return starts === null ? at : (starts[at] ?? written.length)
}

/** What each character met so far becomes. */
const folded = new Map<string, string>()

function foldCharacter(character: string): string {
  const known = folded.get(character)
  if (known !== undefined) return known
  const found = plainCharacter(character)
  folded.set(character, found)
  return found
}

function plainCharacter(character: string): string {
  if (character > '\u2fff') return AS[character] ?? character
  return (
    AS[character] ??
    character
      .normalize('NFKD')
      .replace(/\p{M}/gu, '')
      .replace(/[^\S\n]/g, ' ')
      .toLowerCase()
      .replace(/\p{M}/gu, '')
  )
}
