import { sql } from 'drizzle-orm'
import * as z from 'zod'
import type { Tx } from '../db/db.ts'
import { bumpVersions } from '../db/versions.ts'
import { csvRows } from './csv-rows.ts'
import { KNOWN_DEPARTEMENTS } from './load.ts'

/** Centre of a commune, in degrees (WGS 84). */
export interface Centre {
  insee: string
  latitude: number
  longitude: number
}

/** `row` counts the file's communes from 1; 0 is the file itself. The French sentences are in views/words/centre-problems.ts. */
export interface CentreProblem {
  row: number
  code: 'unreadable' | 'empty' | 'insee' | 'position'
  value: string
}

export type CentresRead =
  { ok: true; centres: Centre[] } | { ok: false; problems: [CentreProblem, ...CentreProblem[]] }

/**
 * Reads centres out of a file: a JSON list of objects, or a CSV with a header line (commas or semicolons), both
 * with `insee`, `latitude` and `longitude`; other columns are ignored. Refuses the whole file when an INSEE code
 * is not five characters or a position is outside metropolitan France (as when the two numbers are swapped).
 */
export function readCentres(text: string, format: 'json' | 'csv'): CentresRead {
  const rows = rowsOf(text, format)
  if (!rows) return { ok: false, problems: [{ row: 0, code: 'unreadable', value: format }] }
  if (rows.length === 0) return { ok: false, problems: [{ row: 0, code: 'empty', value: '' }] }
  const centres: Centre[] = []
  const problems: CentreProblem[] = []
  for (const [index, row] of rows.entries()) {
    const insee = String(row['insee'] ?? '').trim()
    const latitude = degrees(row['latitude'])
    const longitude = degrees(row['longitude'])
    if (!/^\d[\dAB]\d{3}$/.test(insee))
      problems.push({ row: index + 1, code: 'insee', value: insee })
    else if (!isInFrance(latitude, longitude))
      problems.push({
        row: index + 1,
        code: 'position',
        value: `${String(row['latitude'] ?? '')}, ${String(row['longitude'] ?? '')}`,
      })
    else centres.push({ insee, latitude, longitude })
  }
  const [first, ...others] = problems
  return first ? { ok: false, problems: [first, ...others] } : { ok: true, centres }
}

export type CentresFetched =
  { ok: true; centres: Centre[] } | { ok: false; url: string; status: number | null }

/**
 * Asks the State's geo API for the centres of the known départements, one request each. Gives up at the first
 * that does not answer as documented (`status` null: no answer, or not the expected shape).
 */
export async function fetchCentres(get: typeof fetch): Promise<CentresFetched> {
  const centres: Centre[] = []
  for (const departement of KNOWN_DEPARTEMENTS) {
    const url = `https://geo.api.gouv.fr/departements/${departement}/communes?fields=code,centre`
    let response: Response
    let body: unknown
    try {
      response = await get(url, {
        headers: { accept: 'application/json' },
        signal: AbortSignal.timeout(30_000),
      })
      if (!response.ok) return { ok: false, url, status: response.status }
      body = await response.json()
    } catch {
      return { ok: false, url, status: null }
    }
    const read = geoApiCommunes.safeParse(body)
    if (!read.success) return { ok: false, url, status: null }
    for (const { code, centre } of read.data) {
      if (centre)
        centres.push({
          insee: code,
          longitude: centre.coordinates[0],
          latitude: centre.coordinates[1],
        })
    }
  }
  return { ok: true, centres }
}

/** Sets the centres of known communes and returns how many; the others are returned by their INSEE code and left out. */
export async function importCentres(
  tx: Tx,
  centres: Centre[],
): Promise<{ updated: number; unknown: string[] }> {
  const updated = await tx.execute<{ insee: string }>(sql`
    update communes set latitude = given.latitude, longitude = given.longitude
    from json_to_recordset(${JSON.stringify(centres)}::json)
      as given(insee text, latitude double precision, longitude double precision)
    where communes.insee = given.insee
    returning communes.insee`)
  await bumpVersions(tx, ['board'])
  const known = new Set(updated.map(({ insee }) => insee))
  return {
    updated: known.size,
    unknown: centres.flatMap(({ insee }) => (known.has(insee) ? [] : [insee])),
  }
}

const geoApiCommunes = z.array(
  z.object({
    code: z.string(),
    centre: z
      .object({ type: z.literal('Point'), coordinates: z.tuple([z.number(), z.number()]) })
      .optional(),
  }),
)

function rowsOf(text: string, format: 'json' | 'csv'): Record<string, unknown>[] | null {
  try {
    const rows: unknown = format === 'json' ? JSON.parse(text) : csvRows(text)
    const read = z.array(z.record(z.string(), z.unknown())).safeParse(rows)
    return read.success ? read.data : null
  } catch {
    return null
  }
}

function degrees(value: unknown): number {
  return typeof value === 'string' && value.trim() !== ''
    ? Number(value)
    : z.number().catch(NaN).parse(value)
}

function isInFrance(latitude: number, longitude: number): boolean {
  return latitude > 41 && latitude < 52 && longitude > -6 && longitude < 10
}
