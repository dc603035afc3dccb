import { Tokenizer } from 'htmlparser2'
import { repairC1 } from './decode.ts'

/** Longest text kept of one item, in UTF-16 units. */
const TEXT_LIMIT = 50_000
/** Longest title, name or label kept. */
const LINE_LIMIT = 2_000

/**
 * The plain text of a piece of HTML: entities resolved, a line break where the markup had a block, scripts and
 * styles left out. Only names of HTML elements are markup: « Lot <HT> » keeps its words.
 */
export function plainText(markup: string): string {
  if (!/[&<]/.test(markup)) return cleanText(markup)
  const source = escapeBareAmpersands(markup.replaceAll(BLOCK, ''))
  const asWritten = !anyElement.test(source)
  const parts: string[] = []
  let consumed = 0
  let opening = -1
  let name = ''
  let silent = ''

  const say = (text: string) => {
    if (!silent) parts.push(asWritten ? text : text.replace(/[\r\n]/g, ' '))
  }
  const endTag = (end: number) => {
    consumed = end + 1
    if (!elements.has(name)) say(source.slice(opening, consumed))
    else if (name === 'br') parts.push('\n')
    else if (blocks.has(name)) parts.push(BLOCK)
    else if (name === 'td' || name === 'th') parts.push(' ')
    if (silenced.has(name)) silent = name
  }
  const ignore = () => {}
  const tokenizer = new Tokenizer(
    { xmlMode: false, decodeEntities: true },
    {
      ontext: (start, end) => {
        say(source.slice(start, end))
        consumed = end
      },
      ontextentity: (codepoint, end) => {
        // HTML also takes « &reg » for a sign at the start of « &region; ».
        const whole = source.charAt(end - 1) === ';'
        say(whole ? referredCharacter(codepoint) : source.slice(consumed, end))
        consumed = end
      },
      onopentagname: (start, end) => {
        opening = start - 1
        name = source.slice(start, end).toLowerCase()
      },
      onopentagend: endTag,
      onselfclosingtag: endTag,
      onclosetag: (start, end) => {
        const closed = source.slice(start, end).toLowerCase()
        if (closed === silent) silent = ''
        if (blocks.has(closed)) parts.push(BLOCK)
        const angle = source.indexOf('>', end)
        consumed = angle < 0 ? source.length : angle + 1
        if (!elements.has(closed)) say(source.slice(start - 2, consumed))
      },
      oncomment: (_start, end) => (consumed = end + 1),
      oncdata: (start, end, offset) => say(source.slice(start, end - offset)),
      ondeclaration: ignore,
      onprocessinginstruction: ignore,
      onattribname: ignore,
      onattribdata: ignore,
      onattribentity: ignore,
      onattribend: ignore,
      onend: ignore,
    },
  )
  tokenizer.write(source)
  tokenizer.end()

  const rest = source.slice(consumed)
  const unfinished = /^<\/?([a-z][a-z\d]*)/i.exec(rest)?.[1]?.toLowerCase()
  if (unfinished && !elements.has(unfinished)) say(rest)
  return cleanText(joinBlocks(parts))
}

/**
 * The plain text of a title, on one line. Entities that were encoded once too often (`R&amp;eacute;fection`) are
 * decoded a second time, unless that would make a tag appear.
 */
export function plainTitle(markup: string): string {
  const once = plainText(markup)
  if (!once.includes('&')) return cleanLine(once)
  const twice = plainText(once.replaceAll('<', '&lt;'))
  return cleanLine(countTags(twice) > countTags(once) ? once : twice)
}

/** One HTML or XML entity reference (`&eacute;`) as its character; what is none stays as it is. */
export function decodeReference(reference: string): string {
  return plainText(`"${reference}"`).slice(1, -1)
}

/** The character of a numeric reference or an entity; nothing for a number that is no character. */
export function referredCharacter(codepoint: number): string {
  return codepoint >= 0xfffd && codepoint <= 0xffff ? '' : String.fromCodePoint(codepoint)
}

/** Whether a name in lower case is that of an HTML element. */
export function isHtmlElement(name: string): boolean {
  return elements.has(name)
}

/** Text over several lines: no control characters, spaces collapsed, at most one empty line in a row, bounded. */
export function cleanText(text: string): string {
  const lines = cleanCharacters(text)
    .replace(/[^\S\n ][^\S\n]*| [^\S\n]+/g, ' ')
    .replace(/ \n ?|\n /g, '\n')
  return cut(lines.replace(/\n{3,}/g, '\n\n'), TEXT_LIMIT)
}

/** Text on one line: no control characters, spaces collapsed, bounded. */
export function cleanLine(text: string): string {
  return cut(cleanCharacters(text).replace(/[^\S ]\s*| \s+/g, ' '), LINE_LIMIT)
}

/** Marks the edge of a block: becomes one line break however many edges meet. U+FFFF is no character. */
const BLOCK = '\uFFFF'

const blocks = new Set(
  (
    'address article aside blockquote center dd details dialog div dl dt fieldset figcaption figure footer form ' +
    'h1 h2 h3 h4 h5 h6 header hr li main nav ol optgroup option p pre section summary table tbody tfoot thead title ' +
    'tr ul'
  ).split(' '),
)
const silenced = new Set(['script', 'style', 'template'])
const elements = new Set([
  ...blocks,
  ...silenced,
  ...(
    'a abbr acronym area audio b base basefont bdi bdo big blink body br button caption cite code col colgroup ' +
    'data datalist del dfn em embed font frame frameset head html i iframe img input ins kbd label legend link ' +
    'map mark marquee meta meter nobr noembed noframes noscript object output param picture plaintext progress q ' +
    'rp rt ruby s samp select small source span strike strong sub sup svg td textarea th time tt u var ' +
    'video wbr xmp'
  ).split(' '),
])
const anyElement = new RegExp(`</?(?:${[...elements].join('|')})[\\s/>]`, 'i')

/** HTML lets some entities do without semicolon, which would turn « Eau&region » into « Eau®ion ». */
function escapeBareAmpersands(text: string): string {
  return text.replace(/&(?!#\d{1,7};|#x[\da-f]{1,6};|[a-z][a-z\d]{1,30};)/gi, '&amp;')
}

function joinBlocks(parts: string[]): string {
  const runs = parts.join('').split(BLOCK)
  return runs
    .map((run) => run.trim())
    .filter((run) => run !== '')
    .join('\n')
}

function countTags(text: string): number {
  return text.match(/<\/?[a-z]/gi)?.length ?? 0
}

/** The characters of nearly all texts: composed already, none of them forbidden. */
const usual = /^[\t\n\x20-\x7e\u00a0-\u024f\u2010-\u2027\u20ac]*$/

/**
 * Without what XML forbids (control characters, lone surrogates, the two that are no characters), composed (NFC).
 * Composing takes time quadratic in the marks on one letter: no word has more than a few.
 */
function cleanCharacters(text: string): string {
  if (usual.test(text)) return text
  return repairC1(text.replace(/\r\n?/g, '\n'))
    .replace(/(?![\t\n])\p{Control}|[\uFFFE\uFFFF]|\p{Surrogate}/gu, '')
    .replace(/(\p{M}{8})\p{M}+/gu, '$1')
    .normalize('NFC')
}

/** Cut at the limit, never inside a surrogate pair. */
function cut(text: string, limit: number): string {
  const trimmed = text.trim()
  if (trimmed.length <= limit) return trimmed
  return trimmed
    .slice(0, limit)
    .replace(/[\uD800-\uDBFF]$/, '')
    .trim()
}
