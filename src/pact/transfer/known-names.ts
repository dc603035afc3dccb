import type { Reader } from '../../db/db.ts'
import { nameKey } from '../../places/name-key.ts'
import { partners } from '../../partners/schema.ts'
import { axes } from '../schema.ts'

/** Keys of axes and organisations, by every way of writing them (`nameKey`). */
export interface KnownNames {
  axes: Map<string, number>
  partners: Map<string, number>
}

/** Axes by address word, title and rank; organisations by address word, names and SIRET. */
export async function knownNames(reader: Reader): Promise<KnownNames> {
  const axisRows = await reader.select().from(axes)
  const partnerRows = await reader.select().from(partners)
  return {
    axes: named(
      axisRows.map(({ id, slug, title, position }) => ({
        id,
        names: [slug, title, String(position)],
      })),
    ),
    partners: named(
      partnerRows.map(({ id, slug, name, shortName, siret }) => ({
        id,
        names: [slug, name, shortName, siret],
      })),
    ),
  }
}

function named(rows: { id: number; names: (string | null)[] }[]): Map<string, number> {
  return new Map(
    rows.flatMap(({ id, names }) =>
      names.flatMap((name) => (name === null ? [] : [[nameKey(name), id] as const])),
    ),
  )
}
