import type { MergeRecords, ReadDocument, SourceKind } from './kind.ts'
import { SOURCE_KINDS } from './kinds/all.ts'

/** Reads a document in this very thread: where there is no other (Workers, tests). */
export const readDocument: ReadDocument = (kind, document) =>
  kindNamed(kind).read(document, () => {})

/** Makes the records of procedures in this very thread. */
export const mergeRecords: MergeRecords = async (kind, procedures) =>
  procedures.map(({ stored, fresh }) => merged(kindNamed(kind), stored, fresh))

/** The kind of source of this name. Throws where there is none: addSources lets no other in. */
export function kindNamed(name: string): SourceKind {
  const kind = SOURCE_KINDS[name]
  if (!kind) throw new Error(`no kind of source « ${name} »`)
  return kind
}

function merged({ merge }: SourceKind, stored: string | null, [first, ...others]: string[]) {
  let record = first === undefined ? null : (merge?.(stored, first) ?? null)
  for (const raw of others) record = merge?.(record?.raw ?? stored, raw) ?? record
  return record
}
