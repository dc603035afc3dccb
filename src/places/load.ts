import { notInArray, sql } from 'drizzle-orm'
import type { Tx } from '../db/db.ts'
import { bumpVersions } from '../db/versions.ts'
import { intercommunalityKey, shortIntercommunalityName } from './intercommunality-name.ts'
import { nameKey } from './name-key.ts'
import { communes, departements, intercommunalities } from './schema.ts'

/** The Aude first, then its neighbours: Ariège, Haute-Garonne, Hérault, Pyrénées-Orientales, Tarn. */
export const KNOWN_DEPARTEMENTS = ['11', '09', '31', '34', '66', '81']

/** The State's division of the country, in the field names of @etalab/decoupage-administratif. */
export interface Division {
  communes: {
    code: string
    nom: string
    type: string
    departement?: string | undefined
    codesPostaux?: string[] | undefined
    population?: number | undefined
    siren?: string | undefined
  }[]
  epci: { code: string; nom: string; membres: { code: string }[] }[]
  departements: { code: string; nom: string }[]
}

/**
 * Fills the places of the known départements: today's communes, their intercommunalities and départements.
 * Loading again changes what changed and removes what is no longer there; centres already imported stay.
 */
export async function loadPlaces(
  tx: Tx,
  division: Division,
): Promise<{ communes: number; intercommunalities: number }> {
  const known = division.communes.filter(
    (commune) =>
      commune.type === 'commune-actuelle' && KNOWN_DEPARTEMENTS.includes(commune.departement ?? ''),
  )
  const departementOf = new Map(known.map((each) => [each.code, each.departement ?? '']))
  const epci = division.epci.filter((each) =>
    each.membres.some(({ code }) => departementOf.has(code)),
  )
  const epciOf = new Map(epci.flatMap((each) => each.membres.map(({ code }) => [code, each.code])))

  await saveDepartements(tx, division.departements)
  await tx.delete(communes).where(notInArray(communes.insee, [...departementOf.keys()]))
  await saveIntercommunalities(
    tx,
    epci.map(({ code, nom, membres }) => ({
      siren: code,
      name: nom,
      shortName: shortIntercommunalityName(nom),
      nameKey: intercommunalityKey(nom),
      slug: slugOf(shortIntercommunalityName(nom)),
      departement: mostFrequent(membres.flatMap((member) => departementOf.get(member.code) ?? [])),
    })),
  )
  const homonyms = repeated(known.map((commune) => nameKey(commune.nom)))
  await saveCommunes(
    tx,
    known.map(({ code, nom, departement, codesPostaux, population, siren }) => ({
      insee: code,
      siren: siren ?? null,
      name: nom,
      nameKey: nameKey(nom),
      slug: homonyms.has(nameKey(nom)) ? `${slugOf(nom)}-${code.toLowerCase()}` : slugOf(nom),
      postcodes: codesPostaux ?? [],
      departement: departement ?? '',
      epciSiren: epciOf.get(code) ?? null,
      population: population ?? 0,
    })),
  )
  await tx.delete(intercommunalities).where(
    notInArray(
      intercommunalities.siren,
      epci.map((each) => each.code),
    ),
  )
  await bumpVersions(tx, ['board'])
  return { communes: known.length, intercommunalities: epci.length }
}

async function saveDepartements(tx: Tx, all: Division['departements']): Promise<void> {
  await tx
    .insert(departements)
    .values(
      all
        .filter(({ code }) => KNOWN_DEPARTEMENTS.includes(code))
        .map(({ code, nom }) => ({ code, name: nom, slug: slugOf(nom) })),
    )
    .onConflictDoUpdate({
      target: departements.code,
      set: { name: sql`excluded.name`, slug: sql`excluded.slug` },
    })
}

async function saveIntercommunalities(
  tx: Tx,
  rows: (typeof intercommunalities.$inferInsert)[],
): Promise<void> {
  await tx
    .insert(intercommunalities)
    .values(rows)
    .onConflictDoUpdate({
      target: intercommunalities.siren,
      set: {
        name: sql`excluded.name`,
        shortName: sql`excluded.short_name`,
        nameKey: sql`excluded.name_key`,
        slug: sql`excluded.slug`,
        departement: sql`excluded.departement`,
      },
    })
}

async function saveCommunes(tx: Tx, rows: (typeof communes.$inferInsert)[]): Promise<void> {
  for (let start = 0; start < rows.length; start += 500) {
    await tx
      .insert(communes)
      .values(rows.slice(start, start + 500))
      .onConflictDoUpdate({
        target: communes.insee,
        set: {
          siren: sql`excluded.siren`,
          name: sql`excluded.name`,
          nameKey: sql`excluded.name_key`,
          slug: sql`excluded.slug`,
          postcodes: sql`excluded.postcodes`,
          departement: sql`excluded.departement`,
          epciSiren: sql`excluded.epci_siren`,
          population: sql`excluded.population`,
        },
      })
  }
}

function slugOf(name: string): string {
  return nameKey(name).replaceAll(' ', '-')
}

function repeated(keys: string[]): Set<string> {
  return new Set(keys.filter((key, index) => keys.indexOf(key) !== index))
}

function mostFrequent(values: string[]): string {
  const counts = Map.groupBy(values, (value) => value)
  return [...counts].toSorted((a, b) => b[1].length - a[1].length)[0]?.[0] ?? ''
}
