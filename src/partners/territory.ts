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

/**
 * The territory that a SIRET tells by itself: SIREN of communes are made of their INSEE code (21 11 0 262 9), those
 * of départements of their number (22 11 0001 9), and those of intercommunalities are listed. Null for other bodies
 * and for places out of the known départements.
 */
export async function territoryOfSiret(reader: Reader, siret: string): Promise<Territory | null> {
  const siren = siret.slice(0, 9)
  const commune = /^21(\d\d)0(\d{3})\d$/.exec(siren)
  const departement = /^22(\d\d)0001\d$/.exec(siren)
  const territory: Territory = commune
    ? { kind: 'commune', code: `${commune[1]}${commune[2]}` }
    : departement
      ? { kind: 'departement', code: departement[1] ?? '' }
      : { kind: 'epci', code: siren }
  return (await isKnownPlace(reader, territory)) ? territory : null
}
