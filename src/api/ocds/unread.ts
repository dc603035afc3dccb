import * as z from 'zod'
import { type Fault, pointerOf } from '../refusal.ts'

/** Notes of one package at most. */
const NOTE_LIMIT = 500

/** Fields that carry nothing about a consultation: whoever sends them need not be told that they are not read. */
const FORMAL = new Set(['license', 'publicationPolicy', 'publisher', 'extensions', '@context'])

/** What stands in a body beside the fields that its schema names, by JSON pointers. */
export function unreadFields(
  schema: z.ZodType,
  value: unknown,
  row: number,
  path: PropertyKey[],
): Fault[] {
  const notes: Fault[] = []
  walk(schema, value, path)
  return notes.slice(0, NOTE_LIMIT)

  function walk(at: z.ZodType, part: unknown, where: PropertyKey[]): void {
    if (notes.length >= NOTE_LIMIT) return
    if (at instanceof z.ZodOptional) walk(at.unwrap() as z.ZodType, part, where)
    else if (at instanceof z.ZodArray && Array.isArray(part))
      for (const [index, each] of part.entries())
        walk(at.element as z.ZodType, each, [...where, index])
    else if (at instanceof z.ZodObject && typeof part === 'object' && part !== null)
      for (const [key, each] of Object.entries(part)) {
        const field = Object.hasOwn(at.shape, key) ? (at.shape[key] as z.ZodType) : null
        if (field) walk(field, each, [...where, key])
        else if (!FORMAL.has(key))
          notes.push({ pointer: pointerOf([...where, key]), detail: 'not read', row })
      }
  }
}
