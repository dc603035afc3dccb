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
    const { written, starts } = this.#source
    if (this.#from === this.#to) return ''
    return written.slice(starts[this.#from], starts[this.#to] ?? written.length).trim()
  }

  /** Whether a capital letter was written at this place of `plain`. */
  capitalAt(index: number): boolean {
    const { written, starts } = this.#source
    return /^\p{Lu}/u.test(written.slice(starts[this.#from + index] ?? written.length).slice(0, 2))
  }
}

interface Source {
  written: string
  plain: string
  /** For each character of `plain`, where it was written. */
  starts: number[]
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

function fold(written: string): Source {
  let plain = ''
  const starts: number[] = []
  for (let index = 0; index < written.length; index++) {
    const folded = foldCharacter(written.charAt(index))
    plain += folded
    for (let each = 0; each < folded.length; each++) starts.push(index)
  }
  return { written, plain, starts }
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
