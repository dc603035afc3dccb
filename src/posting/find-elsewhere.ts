import { arrayOverlaps, asc, desc, eq, or, sql } from 'drizzle-orm'
import { pathOf } from '../consultations/listing.ts'
import { consultations, sourceRecords, sources } from '../consultations/schema.ts'
import type { Reader } from '../db/db.ts'
import type { Deps } from '../deps.ts'
import { scopeOf, withNumbers } from '../sources/boamp/query.ts'
import { fetchDocument } from '../sources/fetch/fetch.ts'
import { valuesOf } from '../consultations/records/draft.ts'
import type { TypedFields } from './schema.ts'
import { fieldsOf } from './typed-fields.ts'

/** What was found of a consultation that is published elsewhere. */
export type Elsewhere =
  /** It stands on the board already. */
  | { kind: 'known'; reference: string; path: string; title: string }
  /** The fields of a form, as they were read there. */
  | { kind: 'read'; fields: TypedFields }
  | { kind: 'unknown'; why: 'malformed' | 'not-found' | 'unreachable' }

/** Where BOAMP's open data stands when no source of the instance says so. */
const BOAMP =
  'https://boamp-datadila.opendatasoft.com/api/explore/v2.1/catalog/datasets/boamp?departement=11'

/**
 * Looks for a consultation by its BOAMP number, or by the address of its notice: among those that sources have brought,
 * then in BOAMP itself. Pages are not read: what their platform's feed brings is.
 */
export async function findElsewhere(deps: Deps, address: string): Promise<Elsewhere> {
  const [number] = /\b\d{2}-\d{1,7}\b/.exec(address) ?? []
  const isPage = /^https?:\/\//i.test(address) && URL.canParse(address)
  if (number === undefined && !isPage) return { kind: 'unknown', why: 'malformed' }
  const known = await knownAt(deps.db, number ?? null, isPage ? new URL(address).href : null)
  if (known) return { kind: 'known', ...known }
  if (number === undefined) return { kind: 'unknown', why: 'not-found' }
  return readInBoamp(deps, number)
}

async function knownAt(reader: Reader, number: string | null, address: string | null) {
  const [found] = await reader
    .select({
      reference: consultations.reference,
      slug: consultations.slug,
      title: consultations.title,
    })
    .from(sourceRecords)
    .innerJoin(consultations, eq(consultations.id, sourceRecords.consultationId))
    .where(
      or(
        number === null ? undefined : eq(sourceRecords.boampId, number),
        number === null ? undefined : arrayOverlaps(sourceRecords.alternateIds, [number]),
        address === null
          ? undefined
          : arrayOverlaps(sourceRecords.alternateIds, [`link:${address}`]),
      ),
    )
    .orderBy(desc(sourceRecords.id))
    .limit(1)
  return found ? { reference: found.reference, path: pathOf(found), title: found.title } : null
}

async function readInBoamp(deps: Deps, number: string): Promise<Elsewhere> {
  const [source] = await deps.db
    .select({ url: sources.url })
    .from(sources)
    .where(sql`${sources.kind} = 'boamp'`)
    .orderBy(asc(sources.id))
    .limit(1)
  const scope = scopeOf(new URL(source?.url ?? BOAMP))
  const [question] = scope ? withNumbers(scope, [number]) : []
  if (!question) throw new Error('the address of BOAMP asks for nothing')
  const fetched = await fetchDocument(deps, {
    url: question.first,
    etag: null,
    lastModified: null,
    allowPrivate: deps.config.allowPrivateSources,
    contact: deps.config.baseUrl,
  })
  if (fetched.kind !== 'document') return { kind: 'unknown', why: 'unreachable' }
  const { bytes, contentType, finalUrl } = fetched
  const reading = await deps.read('boamp', { bytes, contentType, url: finalUrl })
  if (!reading.ok) return { kind: 'unknown', why: 'unreachable' }
  const fresh = reading.drafts.map(({ raw }) => raw)
  if (fresh.length === 0) return { kind: 'unknown', why: 'not-found' }
  const [merged] = (await deps.merge('boamp', [{ stored: null, fresh }])) ?? []
  if (!merged) return { kind: 'unknown', why: 'not-found' }
  return { kind: 'read', fields: fieldsOf(valuesOf(merged.facts)) }
}
