import { Tokenizer } from 'htmlparser2'
import { referredCharacter } from '../plain-text.ts'
import type { WarningCode } from '../reading.ts'

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
  /** What XML does not allow, at an offset of the document. Absent: nobody wants to know. */
  fault?(code: WarningCode, offset: number): void
}

/**
 * Walks any text as if it were XML, never failing and in time linear in its length: end tags that match nothing
 * are passed over, elements left open are closed with their parent. Elements still open at the end of the text
 * are not closed: the document was cut there. This stands on the tokenizer and not on htmlparser2's Parser,
 * whose element stack costs time quadratic in the depth. What is told of faults is not all that XML 1.0 forbids, but
 * what publishers get wrong.
 */
export function walkXml<Frame>(document: string, reader: XmlReader<Frame>): void {
  const text = document.replace(openDeclaration, '$&?')
  const stack: { name: string; written: string; frame: Frame }[] = []
  const openCount = new Map<string, number>()
  const declared = new Set<string>()
  let name = ''
  let written = ''
  let tagAt = 0
  /** Elements passed over because they are too deep. */
  let beyond = 0
  let roots = 0
  let inSubset = false
  /** An element that HTML closes by itself, and XML only does when its end tag follows. */
  let unclosed: { name: string; at: number } | null = null
  let attributes = new Map<string, string>()
  let attribute = ''
  let attributeAt = 0
  let value = ''

  const closeFrom = (at: number) => {
    for (const open of stack.splice(at).reverse()) {
      openCount.set(open.name, (openCount.get(open.name) ?? 0) - 1)
      reader.close(open.frame)
    }
  }
  /** Most end tags of an attack match nothing: those cost no search. */
  const isOpen = (name: string) => (openCount.get(name) ?? 0) > 0
  const lengthened = openDeclaration.exec(document)
  const insertedAt = lengthened ? lengthened.index + lengthened[0].length : text.length
  const fault = (code: WarningCode, at: number) =>
    reader.fault?.(code, at > insertedAt ? at - 1 : at)
  const settleUnclosed = (closed: string | null) => {
    if (unclosed === null) return false
    const { name: left, at } = unclosed
    unclosed = null
    if (left === closed) return true
    fault('unclosed-tag', at)
    return false
  }
  const checkText = (start: number, end: number) => {
    const written = text.slice(start, end)
    // The tokenizer takes the first « > » in a list of declarations for its end.
    if (inSubset) inSubset = !written.includes(']')
    else if (stack.length === 0 && /\S/.test(written)) fault('text-outside', start)
    checkReferences(written, start)
    const bracket = written.indexOf('<')
    if (bracket !== -1) fault('bare-bracket', start + bracket)
  }
  const checkReferences = (written: string, start: number) => {
    for (let at = written.indexOf('&'); at !== -1; at = written.indexOf('&', at + 1)) {
      const entity = /^&([\w.-]{1,50});/.exec(written.slice(at, at + 53))?.[1]
      if (entity === undefined) fault('bare-ampersand', start + at)
      else if (!declared.has(entity)) fault('unknown-entity', start + at)
    }
  }
  const openTag = (selfClosing: boolean) => {
    settleUnclosed(null)
    if (neverNested.has(name) && isOpen(name)) {
      fault('unclosed-tag', tagAt)
      closeFrom(stack.findIndex((open) => open.name === name))
    }
    if (stack.length === 0 && (roots += 1) > 1) fault('text-outside', tagAt)
    if (stack.length >= DEPTH_LIMIT) {
      if (!selfClosing) beyond += 1
      return
    }
    const frame = reader.open(name, attributes, stack.at(-1)?.frame ?? null)
    if (selfClosing || voidElements.has(name)) {
      reader.close(frame)
      if (!selfClosing) unclosed = { name, at: tagAt }
    } else {
      stack.push({ name, written, frame })
      openCount.set(name, (openCount.get(name) ?? 0) + 1)
    }
  }
  const tokenizer = new Tokenizer(
    { xmlMode: true, decodeEntities: true },
    {
      onopentagname: (start, end) => {
        written = text.slice(start, end)
        name = written.toLowerCase()
        tagAt = start - 1
        attributes = new Map()
      },
      onattribname: (start, end) => {
        attributeAt = start
        attribute = text.slice(start, end).toLowerCase()
        value = ''
      },
      onattribdata: (start, end) => {
        const data = text.slice(start, end)
        checkReferences(data, start)
        value += data
      },
      onattribentity: (codepoint) => (value += referredCharacter(codepoint)),
      onattribend: (quote) => {
        if (quote <= UNQUOTED) fault('unquoted-attribute', attributeAt)
        if (attributes.size < ATTRIBUTE_LIMIT && !attributes.has(attribute))
          attributes.set(attribute, value)
      },
      onopentagend: () => openTag(false),
      onselfclosingtag: () => openTag(true),
      onclosetag: (start, end) => {
        const said = text.slice(start, end)
        const closed = said.toLowerCase()
        if (settleUnclosed(closed)) return
        const top = stack.at(-1)
        if (isOpen(closed)) {
          if (beyond === 0 && top?.written !== said)
            fault(top?.name === closed ? 'unmatched-tag' : 'unclosed-tag', start - 2)
          closeFrom(stack.findLastIndex((open) => open.name === closed))
        } else if (beyond > 0) beyond -= 1
        else fault('unmatched-tag', start - 2)
      },
      ontext: (start, end) => {
        if (reader.fault) checkText(start, end)
        reader.text(text.slice(start, end))
      },
      ontextentity: (codepoint, end) => {
        if (FORBIDDEN.test(String.fromCodePoint(codepoint))) fault('forbidden-character', end - 1)
        reader.text(referredCharacter(codepoint))
      },
      oncdata: (start, end, offset) => reader.text(text.slice(start, end - offset)),
      ondeclaration: (start, end) => {
        const declaration = text.slice(start, end)
        inSubset ||= /^DOCTYPE[^[]*\[[^\]]*$/i.test(declaration)
        for (const [, entity = ''] of declaration.matchAll(/ENTITY\s+([\w.-]{1,50})\s/g))
          declared.add(entity)
        reader.declaration(declaration)
      },
      oncomment: () => {},
      onprocessinginstruction: (start) => {
        if (start > 2 && /^xml\s/i.test(text.slice(start, start + 4))) fault('text-outside', 0)
      },
      onend: () => {},
    },
  )
  tokenizer.write(text)
  tokenizer.end()
  settleUnclosed(null)
  if (text.lastIndexOf('<') > text.lastIndexOf('>')) fault('unclosed-tag', text.lastIndexOf('<'))
  if (lengthened) fault('unquoted-attribute', insertedAt)
  const forbidden = document.search(FORBIDDEN)
  if (forbidden !== -1) reader.fault?.('forbidden-character', forbidden)
}

/** What the tokenizer calls the quotes of an attribute without any: no value, or a bare one. */
const UNQUOTED = 1
/** XML 1.0, 2.2. */
const FORBIDDEN = /[^\t\n\r\P{Cc}\x7f-\x9f]|[\ufffe\uffff]/u

/** An XML declaration without the question mark at its end, which would go on to the end of the text. */
const openDeclaration = /<\?xml\s[^<>?]*(?=>)/i
/** HTML elements that publishers leave open inside descriptions, and that no feed format uses. */
const voidElements = new Set(['br', 'hr', 'img', 'input', 'wbr'])
/** Elements of a list: where the next one starts, the one before was left open by mistake. */
const neverNested = new Set(['item', 'entry'])
