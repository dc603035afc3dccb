import type { ReadItems } from './kind.ts'
import { SOURCE_KINDS } from './kinds/all.ts'

/** What the items of one document say of consultations, in this very thread: where there is no other (Workers, tests). */
export const readItems: ReadItems = async (kind, items) => SOURCE_KINDS[kind]?.read(items) ?? []
