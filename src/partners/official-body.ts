import { eq } from 'drizzle-orm'
import type { Reader } from '../db/db.ts'
import { placeKey } from '../places/gazetteer.ts'
import { nameKey } from '../places/name-key.ts'
import { communes, departements, intercommunalities } from '../places/schema.ts'
import { readWrittenPlace } from '../places/written-place.ts'
import type { Territory } from './territory.ts'

/** A commune, an intercommunality or a département as a body that buys. */
export interface OfficialBody {
  territory: Territory
  /** Its place's key (`c:11262`), which no two buyers share. */
  place: string
  /** From the official lists: « Commune de Narbonne », « Communauté de communes du Limouxin », « Département de l’Aude ». */
  name: string
}

/** The body whose SIREN begins this SIRET; null for all that is none of the known places. */
export async function bodyOfSiret(reader: Reader, siret: string): Promise<OfficialBody | null> {
  const siren = siret.slice(0, 9)
  const [commune] = await reader.select().from(communes).where(eq(communes.siren, siren))
  if (commune) return communeBody(commune)
  const [epci] = await reader
    .select()
    .from(intercommunalities)
    .where(eq(intercommunalities.siren, siren))
  if (epci) return epciBody(epci)
  const code = /^22(\d\d)0001\d$/.exec(siren)?.[1]
  return code === undefined ? null : departementBody(reader, code)
}

/**
 * The body that a name says: « Mairie d’Azille », « BEZIERS (VILLE DE) », « Ville de Quillan (11) », « C.C. du Limouxin »,
 * « Conseil départemental de l’Aude ». Null where it says none, or one of several: communes share names.
 */
export async function bodyNamed(reader: Reader, name: string): Promise<OfficialBody | null> {
  const words = nameKey(name).replace(INVERTED, '$2 $1')
  if (COMMUNE.test(words)) return communeNamed(reader, words)
  if (DEPARTEMENT.test(words)) return departementNamed(reader, words)
  const { intercommunalityKey } = readWrittenPlace(words)
  if (intercommunalityKey === '') return null
  const named = await reader
    .select()
    .from(intercommunalities)
    .where(eq(intercommunalities.nameKey, intercommunalityKey))
    .limit(2)
  return named.length === 1 && named[0] ? epciBody(named[0]) : null
}

const INVERTED = /^(.+?) ((?:ville|mairie|commune) (?:de la|de l|du|des|de|d))$/
const COMMUNE = /^(?:ville|mairie|commune) /
const DEPARTEMENT =
  /^(?:departement|conseil (?:departemental|general)) (?:de la |de l |du |des |de |d )?/

async function communeNamed(reader: Reader, words: string): Promise<OfficialBody | null> {
  const { communeKey, departement } = readWrittenPlace(words)
  const rows = await reader
    .select()
    .from(communes)
    .where(eq(communes.nameKey, communeKey.replace(COMMUNE, '')))
  const named = rows.filter((row) => departement === null || row.departement === departement)
  return named.length === 1 && named[0] ? communeBody(named[0]) : null
}

async function departementNamed(reader: Reader, words: string): Promise<OfficialBody | null> {
  const rest = words.replace(DEPARTEMENT, '')
  const rows = await reader.select().from(departements)
  const found = rows.find((row) => row.code === rest || nameKey(row.name) === rest)
  return found ? departementBody(reader, found.code) : null
}

function communeBody({ insee, name }: typeof communes.$inferSelect): OfficialBody {
  return {
    territory: { kind: 'commune', code: insee },
    place: placeKey('commune', insee),
    name: `Commune ${withOf(name)}`,
  }
}

function epciBody({ siren, name }: typeof intercommunalities.$inferSelect): OfficialBody {
  return {
    territory: { kind: 'epci', code: siren },
    place: placeKey('epci', siren),
    name: name.replace(/^C[ACU](?= )/, (type) => WRITTEN_OUT[type] ?? type),
  }
}

const WRITTEN_OUT: Record<string, string> = {
  CA: 'Communauté d’agglomération',
  CC: 'Communauté de communes',
  CU: 'Communauté urbaine',
}

async function departementBody(reader: Reader, code: string): Promise<OfficialBody | null> {
  const [row] = await reader.select().from(departements).where(eq(departements.code, code))
  if (!row) return null
  return {
    territory: { kind: 'departement', code },
    place: placeKey('departement', code),
    name: `Département ${ARTICLES[code] ?? 'de '}${row.name}`,
  }
}

/** Of the known départements. */
const ARTICLES: Record<string, string> = {
  '09': 'de l’',
  '11': 'de l’',
  '31': 'de la ',
  '34': 'de l’',
  '66': 'des ',
  '81': 'du ',
}

/** « de Trèbes », « d’Azille », « du Bousquet », « des Cassés », « de La Redorte ». */
function withOf(name: string): string {
  if (name.startsWith('Le ')) return `du ${name.slice(3)}`
  if (name.startsWith('Les ')) return `des ${name.slice(4)}`
  return /^[aeiouyh]/i.test(nameKey(name)) ? `d’${name}` : `de ${name}`
}
