import { BLOCK_KEYS, type GlossaryEntry, type TemplateTexts, wantedIn } from './blocks.ts'
import type { TemplateProblem } from './problem.ts'

const LONGEST_BLOCK = 4_000
const LONGEST_NOTE = 500
const MOST_TERMS = 60
const LONGEST_TERM = 600

export interface VersionRead {
  note: string
  texts: TemplateTexts
  glossary: GlossaryEntry[]
  problems: TemplateProblem[]
}

/**
 * Reads the form of a version: each block's text under `block.<key>`, the glossary as lines of « mot : sens ». Refuses an
 * empty block and words between braces that are none of `known`: documents could not fill them in.
 */
export function readVersion(form: URLSearchParams, known: readonly string[]): VersionRead {
  const problems: TemplateProblem[] = []
  const take = (field: string, most: number, optional = false) => {
    const text = (form.get(field) ?? '').replaceAll(/\r\n?/g, '\n').trim()
    if (text === '' && !optional) problems.push({ field, code: 'missing' })
    if (text.length > most) problems.push({ field, code: 'too-long' })
    return text
  }
  const note = take('note', LONGEST_NOTE)
  const texts = Object.fromEntries(
    BLOCK_KEYS.map((key) => {
      const field = `block.${key}`
      const text = take(field, LONGEST_BLOCK)
      const unknown = wantedIn(text).filter((name) => !known.includes(name))
      if (unknown.length > 0)
        problems.push({
          field,
          code: 'unknown-value',
          words: unknown.map((name) => `{${name}}`).join(', '),
        })
      return [key, text]
    }),
  ) as TemplateTexts
  return { note, texts, glossary: glossaryIn(take('glossary', 20_000, true), problems), problems }
}

/** A glossary as its form has it. */
export function glossaryText(glossary: readonly GlossaryEntry[]): string {
  return glossary.map(({ term, meaning }) => `${term} : ${meaning}`).join('\n')
}

function glossaryIn(text: string, problems: TemplateProblem[]): GlossaryEntry[] {
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  const entries: GlossaryEntry[] = []
  const wrong: string[] = []
  for (const line of lines) {
    const [, term = '', meaning = ''] = /^\s*([^:]{1,80}?)\s*:\s*(\S.*)$/.exec(line) ?? []
    if (term === '' || line.length > LONGEST_TERM) wrong.push(line.trim().slice(0, 40))
    else entries.push({ term, meaning: meaning.trim() })
  }
  if (lines.length === 0 || lines.length > MOST_TERMS)
    problems.push({ field: 'glossary', code: lines.length === 0 ? 'empty-glossary' : 'too-long' })
  if (wrong.length > 0)
    problems.push({ field: 'glossary', code: 'glossary-line', words: wrong.join(' ; ') })
  return entries
}
