import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import * as z from 'zod'
import type { Division } from '../places/load.ts'

const require = createRequire(import.meta.url)

/** Reads the State's division of the country out of the installed @etalab/decoupage-administratif (about 15 MB of JSON). */
export async function readPlacesData(): Promise<Division> {
  return {
    communes: await readPart('communes', commune),
    epci: await readPart('epci', epci),
    departements: await readPart('departements', departement),
  }
}

const commune = z.object({
  code: z.string(),
  nom: z.string(),
  type: z.string(),
  departement: z.string().optional(),
  codesPostaux: z.array(z.string()).optional(),
  population: z.number().optional(),
  siren: z.string().optional(),
})
const epci = z.object({
  code: z.string(),
  nom: z.string(),
  membres: z.array(z.object({ code: z.string() })),
})
const departement = z.object({ code: z.string(), nom: z.string() })

async function readPart<T>(name: string, shape: z.ZodType<T>): Promise<T[]> {
  const path = require.resolve(`@etalab/decoupage-administratif/data/${name}.json`)
  return z.array(shape).parse(JSON.parse(await readFile(path, 'utf8')))
}
