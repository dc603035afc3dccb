import type * as z from 'zod'
import { consultationSchema } from '../consultation-schema.ts'
import { externalIdSchema } from '../external-id.ts'
import type { Operation } from '../operation.ts'
import { awardSchema, cancellationSchema } from '../outcome-schema.ts'
import { type Fault, invalid, invalidBody, pointerOf, type Refusal } from '../refusal.ts'
import { awardsIn, cancellationIn, consultationIn, MAPPINGS, notUnderstood } from './map-release.ts'
import { type OcdsPackage, packageSchema, type Release, releaseSchema } from './package-schema.ts'
import { unreadFields } from './unread.ts'

export type PackageReading =
  | {
      ok: true
      operations: Operation[]
      /** What was not understood, by release. */
      unread: Fault[]
    }
  | { ok: false; refusal: Refusal }

/**
 * The writes that a release package or a record package of OCDS 1.1 asks for: of each release its announcement, its
 * cancellation and its awards, those of one process in the order of their dates. The external id is the ocid.
 */
export function readPackage(body: unknown): PackageReading {
  const parsed = packageSchema.safeParse(body)
  if (!parsed.success) return { ok: false, refusal: invalidBody(parsed.error, 1) }
  const faults: Fault[] = []
  const unread: Fault[] = []
  const operations: Operation[] = []
  for (const { release, row, path } of releasesIn(parsed.data, faults)) {
    unread.push(
      ...tagNotes(release, row, path),
      ...notUnderstood(release).map(({ from, detail }) => ({
        pointer: `${pointerOf(path)}/${from}`,
        detail,
        row,
      })),
      ...unreadFields(releaseSchema, release, row, path),
    )
    const found = operationsIn(release, row, path, faults)
    if (found.length === 0 && faults.every((fault) => fault.row !== row))
      unread.push({
        pointer: pointerOf(path),
        detail: 'nothing in this release is about a consultation',
        row,
      })
    operations.push(...found)
  }
  if (faults.length > 0) return { ok: false, refusal: invalid(faults) }
  return { ok: true, operations, unread: unread.slice(0, 1_000) }
}

interface PlacedRelease {
  release: Release
  row: number
  path: PropertyKey[]
}

function releasesIn({ releases, records }: OcdsPackage, faults: Fault[]): PlacedRelease[] {
  const placed = releases
    ? releases.map((release, row) => ({ release, row, path: ['releases', row] }))
    : (records ?? []).flatMap(({ compiledRelease, releases: embedded = [] }, row) =>
        compiledRelease
          ? [{ release: compiledRelease, row, path: ['records', row, 'compiledRelease'] }]
          : embeddedIn(embedded, row, faults),
      )
  return placed.toSorted((one, other) =>
    (one.release.date ?? '') < (other.release.date ?? '') ? -1 : 1,
  )
}

/** Records may embed their releases, or only link to them. */
function embeddedIn(embedded: unknown[], row: number, faults: Fault[]): PlacedRelease[] {
  if (embedded.length === 0)
    faults.push({ pointer: `/records/${row}`, detail: 'neither compiledRelease nor releases', row })
  return embedded.slice(0, 100).flatMap((each, index) => {
    const path = ['records', row, 'releases', index]
    const parsed = releaseSchema.safeParse(each)
    if (parsed.success) return [{ release: parsed.data, row, path }]
    for (const { path: inner, message } of parsed.error.issues)
      faults.push({ pointer: pointerOf([...path, ...inner]), detail: message, row })
    return []
  })
}

const ANNOUNCING = /^(?:planning(?:Update)?|tender(?:Update|Amendment)?|compiled)$/
const AWARDING = /^(?:award(?:Update|Cancellation)?|compiled)$/
const ENDING = /^(?:tenderCancellation|tender(?:Update|Amendment)?|compiled)$/

function tagsOf({ tag, tender, awards }: Release): string[] {
  const given = [tag].flat().filter((each) => each !== undefined)
  if (given.length > 0) return given
  return [...(tender ? ['tender'] : []), ...(awards ? ['award'] : [])]
}

function tagNotes(release: Release, row: number, path: PropertyKey[]): Fault[] {
  return tagsOf(release)
    .filter((tag) => ![ANNOUNCING, AWARDING, ENDING].some((known) => known.test(tag)))
    .slice(0, 20)
    .map((tag) => ({
      pointer: pointerOf([...path, 'tag']),
      detail: `a release of ${tag.slice(0, 40)} is not read`,
      row,
    }))
}

function operationsIn(
  release: Release,
  row: number,
  path: PropertyKey[],
  faults: Fault[],
): Operation[] {
  const tags = tagsOf(release)
  const base = pointerOf(path)
  const id = externalIdSchema.safeParse(release.ocid)
  if (!id.success) {
    faults.push({ pointer: `${base}/ocid`, detail: 'not an identifier', row })
    return []
  }
  const common = { externalId: id.data, row }
  const found: Operation[] = []
  const put = (pointer: Operation['pointer']) => {
    const consultation = taken(consultationSchema, consultationIn(release), pointer, row, faults)
    if (consultation)
      found.push({ ...common, pointer, operation: 'put', consultation, elsewhere: true })
  }
  const cancel = (body: unknown, pointer: Operation['pointer']) => {
    const cancellation = taken(cancellationSchema, body, pointer, row, faults)
    if (cancellation) found.push({ ...common, pointer, operation: 'cancel', cancellation })
  }
  if (release.tender && tags.some((tag) => ANNOUNCING.test(tag)))
    put((field) => mappedPointer(base, field))
  const cancellation = cancellationIn(release)
  if (cancellation && tags.some((tag) => ENDING.test(tag)))
    cancel(cancellation, () => `${base}/tender/status`)
  if (!tags.some((tag) => AWARDING.test(tag))) return found
  const { awarded, failed } = awardsIn(release)
  const merged = mergedAwards(awarded)
  if (merged.length > 0) {
    const pointer = (field: string) => {
      const [, index, rest] = /^\/awards\/(\d+)(.*)$/.exec(field) ?? []
      return `${base}/awards/${merged[Number(index ?? 0)]?.from ?? 0}${awardedPointer(rest)}`
    }
    const body = { awards: merged.map(({ award }) => award) }
    const award = taken(awardSchema, body, pointer, row, faults)
    if (award) found.push({ ...common, pointer, operation: 'award', award })
  }
  for (const each of failed) cancel(each.cancellation, () => `${base}/awards/${each.from}`)
  return found
}

/** Several awards of one lot are several winners of it. */
function mergedAwards(awarded: ReturnType<typeof awardsIn>['awarded']): typeof awarded {
  const byLot = Map.groupBy(awarded, ({ award }) => award['lot'])
  return [...byLot.values()].flatMap(([first, ...others]) => {
    if (!first) return []
    const winners = [first, ...others].flatMap(({ award }) => award['winners'])
    return [{ ...first, award: { ...first.award, winners } }]
  })
}

/** The body, where the schema of the API allows it; what it refuses is told where the release has it. */
function taken<T>(
  schema: z.ZodType<T>,
  body: unknown,
  pointer: (field: string) => string,
  row: number,
  faults: Fault[],
): T | null {
  const parsed = schema.safeParse(body)
  if (parsed.success) return parsed.data
  for (const { path, message } of parsed.error.issues.slice(0, 20))
    faults.push({ pointer: pointer(pointerOf(path)), detail: message, row })
  return null
}

function mappedPointer(base: string, field: string): string {
  const [, name, rest = ''] = /^\/(\w+)(.*)$/.exec(field) ?? []
  const from = MAPPINGS.find((mapping) => mapping.field === name)?.from
  if (from === undefined) return base
  const inside = name === 'lots' ? rest.replace(/^(\/\d+)\/number/, '$1/id') : ''
  return `${base}/${from}${inside}`
}

/** Where the fields of one award stand in OCDS. */
function awardedPointer(field = ''): string {
  return field
    .replace(/^\/winners/, '/suppliers')
    .replace(/^\/notifiedOn/, '/date')
    .replace(/^\/amount/, '/value/amount')
    .replace(/^\/lot$/, '/relatedLots')
    .replace(/^\/bids/, '')
}
