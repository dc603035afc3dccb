import type { Statement } from '../notice.ts'
import { firstSaid, isObject, keysOf, type Node, prose } from '../tree.ts'

/**
 * `infosRectif`: one or several blocks of a heading (`rub…`), what stood (`auLieuDe…`) and what stands (`lire…`,
 * `ajouter…`), or a text that tells it all.
 */
export function statementsOf(corrections: Node): Statement[] {
  if (!isObject(corrections)) {
    const words = prose(corrections)
    return words === null ? [] : [textStatement(words)]
  }
  const blocks = blocksUnder(corrections)
  return blocks.map((block): Statement => {
    const said = (pattern: RegExp) =>
      firstSaid(
        ...keysOf(block)
          .filter((key) => pattern.test(key))
          .map((key) => prose(block, key)),
      )
    const heading = said(/^rub|rubrique/i) ?? ''
    const now = said(/^lire|^ajout/i)
    const rest = said(/texte|autre|info|complement/i)
    return {
      heading: HEADINGS[heading] ?? heading,
      mention: said(/mention/i) ?? '',
      before: said(/^auLieuDe/i),
      now: now ?? rest,
      dateLost: false,
      remark: now === null ? null : rest,
    }
  })
}

/** Headings that stand as codes, in the words of the other forms. */
const HEADINGS: Record<string, string> = {
  ReceptionOffres: 'Date limite de réception des offres',
  ReceptionCandidatures: 'Date limite de réception des candidatures',
}

function textStatement(now: string): Statement {
  return { heading: '', mention: '', before: null, now, dateLost: false, remark: null }
}

/** Every object that holds a text of its own, in the order of the document. */
function blocksUnder(node: Node): Node[] {
  if (Array.isArray(node)) return node.flatMap(blocksUnder)
  if (!isObject(node)) return []
  const values = Object.values(node)
  const own = values.some((value) => typeof value === 'string' && value.trim() !== '')
  return [...(own ? [node] : []), ...values.flatMap(blocksUnder)]
}
