import { Parser } from 'htmlparser2'

/**
 * What is wrong with the text and the structure of a page, without looking at it: title, headings, identifiers and what
 * refers to them, tables, links, typography, and what only programs write.
 */
export function wordFaults(html: string, { code = false } = {}): string[] {
  const page = read(html)
  return [
    ...new Set([...structureFaults(page), ...page.texts.flatMap((text) => textFaults(text, code))]),
  ]
}

interface ReadPage {
  language: string | undefined
  title: string
  headings: number[]
  ids: string[]
  /** Identifiers that something refers to. */
  wanted: string[]
  links: string[]
  faults: string[]
  texts: string[]
}

/** Elements whose text is code, or what somebody typed into a field. */
const AS_TYPED = new Set(['script', 'style', 'code', 'pre', 'textarea', 'kbd', 'title'])
const VOID = new Set(['input', 'br', 'hr', 'meta', 'link', 'img', 'path', 'col', 'wbr'])

function read(html: string): ReadPage {
  const page: ReadPage = {
    language: undefined,
    title: '',
    headings: [],
    ids: [],
    wanted: [],
    links: [],
    faults: [],
    texts: [],
  }
  const open: string[] = []
  let link: string | null = null
  let caption = true
  const parser = new Parser(
    {
      onopentag(name, given) {
        if (!VOID.has(name)) open.push(name)
        if (name === 'html') page.language = given['lang']
        if (/^h[1-6]$/.test(name)) page.headings.push(Number(name.slice(1)))
        if (given['id'] !== undefined) page.ids.push(given['id'])
        for (const by of ['for', 'aria-labelledby', 'aria-describedby', 'aria-controls'])
          page.wanted.push(...(given[by]?.split(' ') ?? []))
        if (name === 'a' && given['href']?.startsWith('#')) page.wanted.push(given['href'].slice(1))
        if (name === 'a') link = given['aria-label'] ?? ''
        if (name === 'table') caption = 'aria-label' in given || 'aria-labelledby' in given
        if (name === 'caption') caption = true
        if (name === 'tr' && !caption) {
          page.faults.push('a table without a caption')
          caption = true
        }
        if (name === 'th' && given['scope'] === undefined) page.faults.push('a <th> without scope')
        if (name === 'img' && given['alt'] === undefined) page.faults.push('an image without alt')
        if (given['tabindex'] !== undefined && Number(given['tabindex']) > 0)
          page.faults.push('an order of tabs of its own')
        if (given['style'] !== undefined) page.faults.push(`style="${given['style']}"`)
        for (const said of [
          given['aria-label'],
          given['placeholder'],
          given['title'],
          given['data-label'],
        ])
          if (said && !/^(link|input)$/.test(name))
            page.texts.push(
              said.replaceAll(/ (?=[:;?!»%€])/g, '\u00A0').replaceAll('« ', '«\u00A0'),
            )
      },
      ontext(text) {
        if (open.at(-1) === 'title' && open.at(-2) === 'head') page.title += text
        if (link !== null) link += text
        if (!open.some((name) => AS_TYPED.has(name)) && text.trim() !== '') page.texts.push(text)
      },
      onclosetag(name) {
        if (!VOID.has(name)) open.pop()
        if (name === 'a' && link !== null) {
          page.links.push(link.trim())
          link = null
        }
      },
    },
    { decodeEntities: true },
  )
  parser.end(html)
  return page
}

const EMPTY_WORDS = /^(?:|ici|cliquez ici|lien|plus|en savoir plus|lire la suite|voir|détails?)$/i

function structureFaults(page: ReadPage): string[] {
  const { language, title, headings, ids, wanted, links, faults } = page
  const twice = ids.filter((id, rank) => ids.indexOf(id) !== rank)
  const nowhere = wanted.filter((id) => id !== '' && !ids.includes(id))
  const jumps = headings.filter((level, rank) => level > (headings[rank - 1] ?? 0) + 1)
  const [first, ...others] = headings
  return [
    ...faults,
    ...(language === 'fr' ? [] : [`in the language ${language}`]),
    ...(/^\S.* – Guichet$/.test(title) ? [] : [`the title « ${title} »`]),
    ...(first === 1 && !others.includes(1) ? [] : [`headings ${headings.join(' ')}`]),
    ...jumps.map(
      (level) => `a heading of level ${level} below none of ${level - 1}: ${headings.join(' ')}`,
    ),
    ...twice.map((id) => `two elements are #${id}`),
    ...nowhere.map((id) => `nothing is #${id}`),
    ...links.filter((text) => EMPTY_WORDS.test(text)).map((text) => `a link that says « ${text} »`),
  ]
}

/** Faults of typography. */
const TEXT_FAULTS: [RegExp, string][] = [
  [/(?<=[\p{L}\d)»…]) [:;?!»%€]/u, 'an ordinary space before a sign'],
  [/«(?!\u00A0)/, 'no unbreakable space inside guillemets'],
  [/\p{L}'\p{L}/u, 'a straight apostrophe'],
  [/(?<![\d:.\u00A0])\d{5,} ?(?:€|euros)/, 'an amount without its spaces'],
  [/\d €/, 'an ordinary space before €'],
  [/\.{3}/, 'three points for an ellipsis'],
  [/"[^"]*"/, 'straight quotation marks'],
]

/** What stands only on pages for those who write programs. */
const CODE_FAULTS: [RegExp, string][] = [
  [/(?<![\w-]|sous la forme )\d{4}-\d\d-\d\d(?![\w-])/, 'a date as programs write it'],
  [/\d\dT\d\d:\d\d/, 'an instant as programs write it'],
  [/\bundefined\b|\bNaN\b|\[object |\bnull\b|Invalid Date/, 'what only programs write'],
]

function textFaults(text: string, code: boolean): string[] {
  const faults = code ? TEXT_FAULTS : [...TEXT_FAULTS, ...CODE_FAULTS]
  return faults
    .filter(([pattern]) => pattern.test(text))
    .map(([, fault]) => `${fault}: ${text.trim().slice(0, 100)}`)
}
