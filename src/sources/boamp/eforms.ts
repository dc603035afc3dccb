import { readEformsTree } from '../eforms/read-eforms.ts'
import { elementAt, type XmlElement } from '../xml-tree.ts'
import type { BoampNoticeKind, NoticeBody } from './notice.ts'
import { branch, isObject, keysOf, type Node, structured } from './tree.ts'

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
    facts,
    kind: kindOf(notice.kind, changes && (changes.reason?.code ?? '')),
    whole: changes !== undefined && notice.kind !== 'result',
    statements: [],
    ground: changes?.reason?.description ? structured(changes.reason.description) : null,
    folder: notice.procedure,
  }
}

const NOTHING: NoticeBody = { facts: {}, kind: null, whole: false, statements: [], ground: null }

const KINDS: Record<'planning' | 'call' | 'result', BoampNoticeKind> = {
  planning: 'planned',
  call: 'call',
  result: 'award',
}

/** A call that is corrected or cancelled; results that are corrected stay results, cancelled ones tell nothing. */
function kindOf(kind: 'planning' | 'call' | 'result', reason: string | undefined): BoampNoticeKind {
  if (reason === undefined) return KINDS[kind]
  if (kind === 'result') return reason === 'cancel' ? 'correction' : 'award'
  return reason === 'cancel' ? 'cancellation' : 'correction'
}

/** The elements that a value stands for: a list is several of one name, a text one without children. */
function elementsOf(name: string, node: Node): XmlElement[] {
  if (Array.isArray(node)) return node.flatMap((each) => elementsOf(name, each))
  const keys = keysOf(node)
  return [
    {
      name: name.slice(name.lastIndexOf(':') + 1),
      attributes: new Map(
        keys.flatMap((key) =>
          key.startsWith('@') ? [[key.slice(1), textOf(branch(node, key))] as const] : [],
        ),
      ),
      children: keys.flatMap((key) =>
        key.startsWith('@') || key.startsWith('#') || !isObject(node)
          ? []
          : elementsOf(key, node[key]),
      ),
      text: textOf(isObject(node) ? node['#text'] : node),
    },
  ]
}

function textOf(node: Node): string {
  return typeof node === 'string' || typeof node === 'number' || typeof node === 'boolean'
    ? String(node)
    : ''
}

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
