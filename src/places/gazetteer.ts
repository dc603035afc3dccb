import { getTableColumns, sql } from 'drizzle-orm'
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core'
import type { Reader } from '../db/db.ts'
import { KNOWN_DEPARTEMENTS } from './load.ts'
import { nameKey } from './name-key.ts'
import { communes, departements, intercommunalities, type PlaceKind } from './schema.ts'
import { readWrittenPlace } from './written-place.ts'

/** A place of the official lists. */
export interface KnownPlace {
  kind: PlaceKind
  code: string
  name: string
  slug: string
  departement: string
  epci: string | null
  centre: { latitude: number; longitude: number } | null
}

/** The official places of the territory, held in memory: some two thousand, changed once a year. */
export interface Gazetteer {
  /** The one place of this name, postcode with name, or code; null when unknown or when several bear it. */
  recognise(text: string): KnownPlace | null
  /** The place that an address word names: slug, postcode, INSEE code, or a name. */
  find(word: string): KnownPlace | null
  /** Addresses words close to one that is unknown, nearest first. */
  suggestions(word: string, limit: number): KnownPlace[]
  byKey(key: string): KnownPlace | null
  /** Keys of every place that counts as lying within `radius` kilometres of this one (itself, neighbours' centres, and what contains them). */
  keysWithin(place: KnownPlace, radius: number): string[]
  /** All communes, intercommunalities and départements. */
  all: KnownPlace[]
}

const KEY_LETTERS: Record<PlaceKind, string> = { commune: 'c', epci: 'e', departement: 'd' }

/** `c:11262`, `e:200035715`, `d:11`: a place in one text. */
export function placeKey(kind: PlaceKind, code: string): string {
  return `${KEY_LETTERS[kind]}:${code}`
}

type CommuneRow = typeof communes.$inferSelect
type EpciRow = typeof intercommunalities.$inferSelect
type DepartementRow = typeof departements.$inferSelect

/** Reads the official places from the database. */
export async function loadGazetteer(reader: Reader): Promise<Gazetteer> {
  const [communeRows, epciRows, departementRows] = [
    await allAtOnce<CommuneRow>(reader, communes, communes.insee),
    await allAtOnce<EpciRow>(reader, intercommunalities, intercommunalities.siren),
    await allAtOnce<DepartementRow>(reader, departements, departements.code),
  ]
  const places: KnownPlace[] = [
    ...departementRows.map((row): KnownPlace => ({
      kind: 'departement',
      code: row.code,
      name: row.name,
      slug: row.slug,
      departement: row.code,
      epci: null,
      centre: null,
    })),
    ...epciRows.map((row): KnownPlace => ({
      kind: 'epci',
      code: row.siren,
      name: row.shortName,
      slug: row.slug,
      departement: row.departement,
      epci: row.siren,
      centre: null,
    })),
    ...communeRows.map((row): KnownPlace => ({
      kind: 'commune',
      code: row.insee,
      name: row.name,
      slug: row.slug,
      departement: row.departement,
      epci: row.epciSiren,
      centre:
        row.latitude === null || row.longitude === null
          ? null
          : { latitude: row.latitude, longitude: row.longitude },
    })),
  ]
  return gazetteerOf(places, epciRows, communeRows)
}

/** A table of texts and numbers as one value: reading two thousand rows one by one takes a Worker ten times as long. */
async function allAtOnce<Row>(reader: Reader, table: PgTable, by: PgColumn): Promise<Row[]> {
  const fields = Object.entries(getTableColumns(table)).map(
    ([name, column]) => sql`${column} as ${sql.identifier(name)}`,
  )
  const [read] = await reader.execute<{ rows: Row[] | null }>(
    sql`select json_agg(each) as rows from (select ${sql.join(fields, sql`, `)} from ${table} order by ${by}) as each`,
  )
  return read?.rows ?? []
}

function gazetteerOf(
  places: KnownPlace[],
  epciRows: EpciRow[],
  communeRows: CommuneRow[],
): Gazetteer {
  const keys = new Map(places.map((place) => [placeKey(place.kind, place.code), place]))
  const slugs = new Map(places.map((place) => [place.slug, place]))
  const postcodes = onFirstUse(() => placesByPostcode(keys, communeRows))
  const recogniserOfAll = onFirstUse(() => recogniser(places, keys, epciRows, communeRows))
  const recognise = (text: string) => recogniserOfAll()(text)
  return {
    all: places,
    recognise,
    find: (word) =>
      slugs.get(word.toLowerCase()) ??
      postcodes().get(word) ??
      keys.get(`c:${word}`) ??
      recognise(word),
    suggestions: (word, limit) => {
      const key = nameKey(word)
      return places
        .map((place) => ({ place, rank: rankOf(place, key) }))
        .toSorted((one, other) => one.rank - other.rank)
        .slice(0, limit)
        .map(({ place }) => place)
    },
    byKey: (key) => keys.get(key) ?? null,
    keysWithin: (place, radius) => keysWithin(places, place, radius),
  }
}

/** What is made once, for the first who needs it: a Worker's first answer waits for all that is made before. */
function onFirstUse<T>(make: () => T): () => T {
  let made: { value: T } | undefined
  return () => (made ??= { value: make() }).value
}

/** Of the communes that share a postcode, the most peopled one. */
function placesByPostcode(
  keys: Map<string, KnownPlace>,
  communeRows: CommuneRow[],
): Map<string, KnownPlace> {
  const postcodes = new Map<string, KnownPlace>()
  for (const row of communeRows.toSorted((one, other) => other.population - one.population)) {
    const place = keys.get(placeKey('commune', row.insee))
    for (const postcode of row.postcodes)
      if (place && !postcodes.has(postcode)) postcodes.set(postcode, place)
  }
  return postcodes
}

/** Reads names against the official ones; what several places bear is recognised as none of them. */
function recogniser(
  places: KnownPlace[],
  keys: Map<string, KnownPlace>,
  epciRows: EpciRow[],
  communeRows: CommuneRow[],
): (text: string) => KnownPlace | null {
  const byName = Map.groupBy(communeRows, (row) => row.nameKey)
  const byPostcode = Map.groupBy(
    communeRows.flatMap((row) => row.postcodes.map((postcode) => ({ postcode, row }))),
    ({ postcode }) => postcode,
  )
  const epciByName = Map.groupBy(epciRows, (row) => row.nameKey)
  const departementByName = new Map(
    places.flatMap((place) =>
      place.kind === 'departement' ? [[nameKey(place.name), place] as const] : [],
    ),
  )
  return (text) => {
    const written = readWrittenPlace(text)
    const { postcode, departement } = written
    const inside = (place: { departement: string }) =>
      departement === null || place.departement === departement
    if (written.communeKey === '') {
      if (postcode === null) return keys.get(placeKey('departement', departement ?? '')) ?? null
      const all = byPostcode.get(postcode) ?? []
      return all.length === 1
        ? (keys.get(placeKey('commune', all[0]?.row.insee ?? '')) ?? null)
        : null
    }
    const named = (byName.get(written.communeKey) ?? []).filter(inside)
    const exact = named.filter((row) => postcode === null || row.postcodes.includes(postcode))
    // Postcodes of companies and services are no commune's, but tell the département.
    const near = named.filter((row) => postcode?.startsWith(row.departement) ?? false)
    const found = exact.length > 0 ? exact : near
    if (named.length > 0)
      return found.length === 1
        ? (keys.get(placeKey('commune', found[0]?.insee ?? '')) ?? null)
        : null
    const [epci, ...others] = epciByName.get(written.intercommunalityKey) ?? []
    if (epci && others.length === 0) return keys.get(placeKey('epci', epci.siren)) ?? null
    const whole = departementByName.get(written.departementKey)
    return whole && inside(whole) ? whole : null
  }
}

/** How far a place is from what was typed; those of the Aude before their neighbours. */
function rankOf(place: KnownPlace, key: string): number {
  const name = nameKey(place.name)
  const likeness =
    name === key
      ? 0
      : name.startsWith(key)
        ? 1
        : name.includes(key)
          ? 2
          : name[0] === key[0]
            ? 3
            : 4
  return likeness * 2 + (place.departement === KNOWN_DEPARTEMENTS[0] ? 0 : 1)
}

function keysWithin(places: KnownPlace[], place: KnownPlace, radius: number): string[] {
  const inside = places.filter((each) => {
    if (each.kind !== 'commune') return false
    if (place.kind === 'departement') return each.departement === place.code
    if (place.kind === 'epci') return each.epci === place.code
    return each.code === place.code || kilometres(place, each) <= radius
  })
  const containing = inside.flatMap((each) => (each.epci ? [placeKey('epci', each.epci)] : []))
  return [
    ...new Set([
      placeKey(place.kind, place.code),
      placeKey('departement', place.departement),
      ...containing,
      ...inside.map((each) => placeKey(each.kind, each.code)),
    ]),
  ]
}

/** Distance between two centres on the sphere; infinite where a centre is unknown. */
function kilometres(one: KnownPlace, other: KnownPlace): number {
  if (!one.centre || !other.centre) return Number.POSITIVE_INFINITY
  const radians = (degrees: number) => (degrees * Math.PI) / 180
  const [a, b] = [radians(one.centre.latitude), radians(other.centre.latitude)]
  const sine =
    Math.sin((b - a) / 2) ** 2 +
    Math.cos(a) *
      Math.cos(b) *
      Math.sin(radians(other.centre.longitude - one.centre.longitude) / 2) ** 2
  return 2 * 6371 * Math.asin(Math.sqrt(sine))
}
