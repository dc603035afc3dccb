import { Tokenizer } from 'htmlparser2'
import { referredCharacter } from './plain-text.ts'

/** Elements open at once; deeper ones are passed over, their text stays. */
const DEPTH_LIMIT = 100
const ATTRIBUTE_LIMIT = 50

/** What the reader of a document is told, in order; names are in lower case, prefixes kept. */
export interface XmlReader<Frame> {
  /** Answers the frame that stands for this element until it is closed. */
  open(name: string, attributes: Map<string, string>, parent: Frame | null): Frame
  close(frame: Frame): void
  /** Character data and CDATA alike, the five XML entities and numeric references resolved. */
  text(text: string): void
  /** What stands between `<!` and `>`. */
  declaration(text: string): void
}

/**
 * Walks any text as if it were XML, never failing and in time linear in its length: end tags that match nothing
 * are passed over, elements left open are closed with their parent. Elements still open at the end of the text
 * are not closed: the document was cut there. This stands on the tokenizer and not on htmlparser2's Parser,
 * whose element stack costs time quadratic in the depth.
 */
export function walkXml<Frame>(document: string, reader: XmlReader<Frame>): void {
  const text = document.replace(openDeclaration, '$&?')
  const stack: { name: string; frame: Frame }[] = []
  const openCount = new Map<string, number>()
  let name = ''
  let attributes = new Map<string, string>()
  let attribute = ''
  let value = ''

  const closeFrom = (at: number) => {
    for (const open of stack.splice(at).reverse()) {
      openCount.set(open.name, (openCount.get(open.name) ?? 0) - 1)
      reader.close(open.frame)
    }
  }
  /** Most end tags of an attack match nothing: those cost no search. */
  const isOpen = (name: string) => (openCount.get(name) ?? 0) > 0
  const openTag = (selfClosing: boolean) => {
    if (neverNested.has(name) && isOpen(name))
      closeFrom(stack.findIndex((open) => open.name === name))
    if (stack.length >= DEPTH_LIMIT) return
    const frame = reader.open(name, attributes, stack.at(-1)?.frame ?? null)
    if (selfClosing || voidElements.has(name)) reader.close(frame)
    else {
      stack.push({ name, frame })
      openCount.set(name, (openCount.get(name) ?? 0) + 1)
    }
  }
  const tokenizer = new Tokenizer(
    { xmlMode: true, decodeEntities: true },
    {
      onopentagname: (start, end) => {
        name = text.slice(start, end).toLowerCase()
        attributes = new Map()
      },
      onattribname: (start, end) => {
        attribute = text.slice(start, end).toLowerCase()
        value = ''
      },
      onattribdata: (start, end) => (value += text.slice(start, end)),
      onattribentity: (codepoint) => (value += referredCharacter(codepoint)),
      onattribend: () => {
        if (attributes.size < ATTRIBUTE_LIMIT && !attributes.has(attribute))
          attributes.set(attribute, value)
      },
      onopentagend: () => openTag(false),
      onselfclosingtag: () => openTag(true),
      onclosetag: (start, end) => {
        const closed = text.slice(start, end).toLowerCase()
        if (isOpen(closed)) closeFrom(stack.findLastIndex((open) => open.name === closed))
      },
      ontext: (start, end) => reader.text(text.slice(start, end)),
      ontextentity: (codepoint) => reader.text(referredCharacter(codepoint)),
      oncdata: (start, end, offset) => reader.text(text.slice(start, end - offset)),
      ondeclaration: (start, end) => reader.declaration(text.slice(start, end)),
      oncomment: () => {},
      onprocessinginstruction: () => {},
      onend: () => {},
    },
  )
  tokenizer.write(text)
  tokenizer.end()
}

/** An XML declaration without the question mark at its end, which would go on to the end of the text. */
const openDeclaration = /<\?xml\s[^<>?]*(?=>)/i
/** HTML elements that publishers leave open inside descriptions, and that no feed format uses. */
const voidElements = new Set(['br', 'hr', 'img', 'input', 'wbr'])
/** Elements of a list: where the next one starts, the one before was left open by mistake. */
const neverNested = new Set(['item', 'entry'])
