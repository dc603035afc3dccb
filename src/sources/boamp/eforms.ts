import { noticeKindOf } from '../eforms/procedure-notice.ts'
import { readEformsTree } from '../eforms/read-eforms.ts'
import { elementAt, type XmlElement } from '../xml-tree.ts'
import { elementsOf } from './document.ts'
import type { NoticeBody } from './notice.ts'
import { structured } from '../structured-facts.ts'
import { branch, keysOf, type Node } from './tree.ts'

/**
 * What an eForms notice says that BOAMP gives as JSON: one root such as `ContractNotice` under `EFORMS`. It is read as
 * the document it was made of. `folder` is the identifier of the procedure; a notice without a number or a title of
 * its own takes those of the record.
 */
export function readEformsDocument(
  document: Node,
  record: { id: string; object: string | null },
): NoticeBody & { folder: string | null } {
  const [name = ''] = keysOf(document)
  const [root] = elementsOf(name, branch(document, name))
  const reading = root && readEformsTree(completed(root, record), '')
  if (!reading?.ok) return { ...NOTHING, folder: null }
  const { draft, notice, changes } = reading
  const { noticeUrl: _, ...facts } = draft.facts
  if (record.object === null && facts.object?.value === record.id) delete facts.object
  return {
    // Said to be unknown: what is still open, or taken back, has none.
    facts: { ...facts, status: facts.status },
    kind: noticeKindOf(notice.kind, changes, facts),
    whole: notice.kind !== 'result' || changes !== undefined,
    statements: [],
    ground: changes?.reason?.description ? structured(changes.reason.description) : null,
    folder: notice.procedure,
  }
}

const NOTHING: NoticeBody = { facts: {}, kind: null, whole: false, statements: [], ground: null }

function completed(root: XmlElement, { id, object }: { id: string; object: string | null }) {
  const missing: XmlElement[] = []
  if (elementAt(root, 'ID') === undefined) missing.push(leaf('ID', id))
  if (elementAt(root, 'ProcurementProject/Name') !== undefined)
    return { ...root, children: [...root.children, ...missing] }
  const name = leaf('Name', object ?? id)
  const project = elementAt(root, 'ProcurementProject') ?? leaf('ProcurementProject', '')
  const others = root.children.filter((child) => child !== project)
  missing.push({ ...project, children: [...project.children, name] })
  return { ...root, children: [...others, ...missing] }
}

function leaf(name: string, text: string): XmlElement {
  return { name, attributes: new Map(), children: [], text }
}
