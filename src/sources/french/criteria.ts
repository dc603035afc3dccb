import type { Criterion } from '../../consultations/facts.ts'
import type { Passage } from './passage.ts'

/**
 * Award criteria with their weights in per cent (« Prix : 60 %, valeur technique : 40 % »), or by name alone when a
 * short list gives none. Null when the words only point to the file.
 */
export function readCriteria(block: Passage): { value: Criterion[]; read: Passage } | null {
  return weighted(block, NAME_FIRST) ?? weighted(block, WEIGHT_FIRST) ?? unweighted(block)
}

const NAME_FIRST =
  /(?<name>[a-z](?:[^,;\n%]|,(?! )){1,80}?)[ :=(-]{1,5}(?:pondere(?:e|s)? (?:a|de) |ponderation ?:? ?|coefficient )?(?<weight>\d{1,3}(?:[.,]\d{1,2})?) ?(?:%|points?\b|\/ ?100\b)/g
const WEIGHT_FIRST =
  /(?<![\d.,])(?<weight>\d{1,3}(?:[.,]\d{1,2})?) ?%[ :-]{1,4}(?:pour )?(?:le |la |les |l')?(?<name>[a-z][^,;\n%\d]{1,80})/g

function weighted(block: Passage, pattern: RegExp): { value: Criterion[]; read: Passage } | null {
  const value: Criterion[] = []
  let end = 0
  for (const match of block.plain.matchAll(pattern)) {
    if (end > 0 && match.index - end > 60) break
    if (end === 0 && match.index > 60) return null
    const { name = '', weight = '' } = match.groups ?? {}
    const at = match.index + match[0].indexOf(name)
    const percent = Number(weight.replace(',', '.'))
    const { words } = block.part(at, at + name.length).trimmed()
    if (percent > 0 && percent <= 100)
      value.push({ name: words.replace(/\s+\(?$/, ''), weight: percent })
    end = match.index + match[0].length
  }
  const total = value.reduce((sum, { weight }) => sum + (weight ?? 0), 0)
  if (value.length === 0 || total > 100.5) return null
  return { value, read: block.part(0, end).trimmed() }
}

const ELSEWHERE = /reglement|cahier|dossier|\brc\b|documents?|ci-dessous|enonce|\d/

function unweighted(block: Passage): { value: Criterion[]; read: Passage } | null {
  const line = block.plain.indexOf('\n')
  const read = block.part(0, line === -1 ? undefined : line).trimmed()
  if (read.plain === '' || read.plain.length > 300 || ELSEWHERE.test(read.plain)) return null
  const value = [...read.plain.matchAll(/[^,;/]+/g)]
    .map((match) => read.part(match.index, match.index + match[0].length).trimmed().words)
    .map((name) => ({ name: name.replace(/\.$/, ''), weight: null }))
    .filter(({ name }) => name !== '')
  return value.length > 0 && value.length <= 10 ? { value, read } : null
}
