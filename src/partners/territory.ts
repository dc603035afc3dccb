import { eq } from 'drizzle-orm'
import type { Reader } from '../db/db.ts'
import { communes, departements, intercommunalities, type PlaceKind } from '../places/schema.ts'

export interface Territory {
  kind: PlaceKind
  code: string
}

/** Whether the official lists know this place. */
export async function isKnownPlace(reader: Reader, { kind, code }: Territory): Promise<boolean> {
  return (await nameOfPlace(reader, { kind, code })) !== null
}

/** Name and address word of a place by its code, null when unknown. */
export async function nameOfPlace(
  reader: Reader,
  { kind, code }: Territory,
): Promise<{ name: string; slug: string } | null> {
  const [found] =
    kind === 'commune'
      ? await reader
          .select({ name: communes.name, slug: communes.slug })
          .from(communes)
          .where(eq(communes.insee, code))
      : kind === 'epci'
        ? await reader
            .select({ name: intercommunalities.shortName, slug: intercommunalities.slug })
            .from(intercommunalities)
            .where(eq(intercommunalities.siren, code))
        : await reader
            .select({ name: departements.name, slug: departements.slug })
            .from(departements)
            .where(eq(departements.code, code))
  return found ?? null
}
