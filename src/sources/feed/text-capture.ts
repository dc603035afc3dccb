import { decodeDocument } from '../decode.ts'
import { type Field, fieldOf, isItem, type QualifiedName } from './vocabulary.ts'
import { isHtmlElement } from '../plain-text.ts'

/** How the characters of an element are meant: HTML, plain characters, or bytes in base64 (Atom, 4.1.3 of RFC 4287). */
type Mode = 'markup' | 'literal' | 'base64'

/** Characters kept of one element. */
const LENGTH_LIMIT = 200_000

/** Gathers what stands in one element of an item, as HTML source. */
export class TextCapture {
  readonly #field: Field
  readonly #mode: Mode
  readonly #foreign: boolean
  #text = ''
  #ended = false
  /** Some characters were beyond the limit. */
  overflowed = false

  constructor(field: Field, attributes: Map<string, string>) {
    this.#field = field
    this.#mode = isText(field) ? modeOf(attributes) : 'markup'
    this.#foreign =
      /\/(?:.*\+)?xml$/i.test(attributes.get('type')?.trim() ?? '') && this.#mode === 'literal'
  }

  /**
   * Whether an element that opens inside shows that this one was left open by mistake: a text may hold what HTML has,
   * anything else no element of an item at all. Another vocabulary inside (Atom's content of an XML type) may use the
   * same names.
   */
  isEndedBy(name: QualifiedName, attributes: Map<string, string>): boolean {
    if (isItem(name)) return true
    const field = fieldOf(name)
    if (field === null || name.space === 'xhtml' || this.#foreign) return false
    const isLong = this.#field === 'summary' || this.#field === 'content'
    const isHtml = isHtmlElement(name.local) && !(field === 'link' && attributes.size === 0)
    return !(isLong && isHtml)
  }

  append(text: string): void {
    this.#add(this.#mode === 'literal' ? escapeText(text) : text)
  }

  /** Takes the start tag of an element inside; answers what its end tag does. */
  openInside(local: string): () => void {
    if (this.#field === 'author') return this.#openInPerson(local)
    if (!isHtmlElement(local)) return () => {}
    this.#add(`<${local}>`)
    return () => this.#add(`</${local}>`)
  }

  written(): string {
    return this.#mode === 'base64' ? decodeBase64(this.#text) : this.#text
  }

  /** Atom's persons have a name among other things; RSS's are a line of text. */
  #openInPerson(local: string): () => void {
    const before = local === 'name' ? '' : this.#text
    if (local === 'name') this.#text = ''
    return () => {
      if (local === 'name') this.#ended = true
      else if (!this.#ended) this.#text = before
    }
  }

  #add(text: string): void {
    if (this.#ended) return
    const room = LENGTH_LIMIT - this.#text.length
    if (text.length > room) this.overflowed = true
    this.#text += text.slice(0, room)
  }
}

function isText(field: Field): boolean {
  return field === 'title' || field === 'summary' || field === 'content'
}

function modeOf(attributes: Map<string, string>): Mode {
  const type = (attributes.get('type') ?? '').trim().toLowerCase()
  const mode = attributes.get('mode')?.trim().toLowerCase()
  if (mode === 'base64') return 'base64'
  if (mode === 'escaped' || type === '' || type.endsWith('html')) {
    return type.endsWith('xhtml') || (type.endsWith('xhtml+xml') && mode !== 'escaped')
      ? 'literal'
      : 'markup'
  }
  if (type === 'text' || type.startsWith('text/') || type.endsWith('xml')) return 'literal'
  return type.includes('/') ? 'base64' : 'markup'
}

function escapeText(text: string): string {
  if (!/[&<]/.test(text)) return text
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
}

/** What is no base64 was not meant to be: it stays as written. */
function decodeBase64(text: string): string {
  const compact = text.replace(/\s/g, '')
  if (compact.length % 4 !== 0 || !/^[A-Za-z\d+/]+={0,2}$/.test(compact)) return text
  const bytes = Uint8Array.from(atob(compact), (character) => character.charCodeAt(0))
  return decodeDocument(bytes, null).text
}
