import { consultations, sources } from '../../consultations/schema.ts'
import type { Reader } from '../../db/db.ts'
import { partners } from '../../partners/schema.ts'

/** Whether anything has been entered into this database yet that invented data must not stand beside. */
export async function holdsAnything(reader: Reader): Promise<boolean> {
  for (const table of [consultations, sources, partners]) {
    const found = await reader.select({ id: table.id }).from(table).limit(1)
    if (found.length > 0) return true
  }
  return false
}
