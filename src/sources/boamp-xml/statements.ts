import type { Statement } from '../boamp/notice.ts'
import { lineAt, proseAt } from '../structured-facts.ts'
import { elementAt, elementsAt, type XmlElement } from '../xml-tree.ts'

/** What a correction (RECTIF) says: a statement for each MODIFICATION, or its remark where it has none. */
export function readStatements(correction: XmlElement): Statement[] {
  const remark = proseAt(correction, 'INFO_COMPLEMENTAIRE')
  const statements = elementsAt(correction, 'MODIFICATION').map((change): Statement => {
    const date = lineAt(change, 'DATE/LIRE')
    return {
      heading: lineAt(change, 'RUB_INIT') ?? lineAt(change, 'RUB') ?? '',
      mention: [lineAt(change, 'APRES_MENTION'), lineAt(change, 'LOT')].filter(Boolean).join(' '),
      before: firstProse(change, BEFORE),
      now: date ?? firstProse(change, NOW),
      dateLost: date === null && elementAt(change, 'DATE/LIRE') !== undefined,
      remark,
    }
  })
  if (statements.length > 0 || remark === null) return statements
  return [{ heading: '', mention: '', before: null, now: remark, dateLost: false, remark: null }]
}

const BEFORE = ['TXT_INIT', 'DATE/INIT', 'TEXTE/INIT', 'CPV/INIT/PRINCIPAL', 'SUPPRIMER']
const NOW = ['LIRE', 'AJOUTER', 'TEXTE/LIRE', 'CPV/LIRE/PRINCIPAL']

function firstProse(change: XmlElement, paths: string[]): string | null {
  return paths.map((path) => proseAt(change, path)).find((text) => text !== null) ?? null
}
