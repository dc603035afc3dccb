import { packageSchema, type Release, releaseSchema } from '../../api/ocds/package-schema.ts'
import { pointerOf } from '../../api/refusal.ts'

/** The releases of one line or file, by process; or in English what it is not. */
export type LineRead =
  { ok: true; processes: { ocid: string; releases: Release[] }[] } | { ok: false; problem: string }

/**
 * Reads a release package, a record package, a record or a release. Of a record the releases that it embeds are taken,
 * because they are its history; where it only links to them, the compiled one.
 */
export function readLine(text: string): LineRead {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return { ok: false, problem: 'not JSON' }
  }
  const parsed = packageSchema.safeParse(packaged(value))
  if (!parsed.success) return refused(parsed.error.issues[0])
  const { releases = [], records = [] } = parsed.data
  const found = [...releases]
  for (const [index, { compiledRelease, releases: embedded = [] }] of records.entries()) {
    const whole = embedded.filter((each) => !isLink(each))
    if (whole.length === 0 && compiledRelease) found.push(compiledRelease)
    else if (whole.length === 0) return { ok: false, problem: `/records/${index}: no release` }
    for (const [position, each] of whole.entries()) {
      const release = releaseSchema.safeParse(each)
      if (!release.success)
        return refused(release.error.issues[0], ['records', index, 'releases', position])
      found.push(release.data)
    }
  }
  const byProcess = Map.groupBy(found, ({ ocid }) => ocid)
  return {
    ok: true,
    processes: [...byProcess].map(([ocid, those]) => ({ ocid, releases: those })),
  }
}

/** Releases in the order of their dates; those of one instant keep the order that they stand in. */
export function inOrder(releases: Release[]): Release[] {
  return releases.toSorted((one, other) => instantOf(one) - instantOf(other))
}

function instantOf({ date }: Release): number {
  const instant = Date.parse(date ?? '')
  return Number.isNaN(instant) ? 0 : instant
}

/** A record or a release that stands alone, as a package of it. */
function packaged(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !('ocid' in value)) return value
  return 'compiledRelease' in value || 'releases' in value
    ? { records: [value] }
    : { releases: [value] }
}

function isLink(release: unknown): boolean {
  return typeof release === 'object' && release !== null && 'url' in release
}

function refused(
  issue: { path: PropertyKey[]; message: string } | undefined,
  path: PropertyKey[] = [],
): LineRead {
  return {
    ok: false,
    problem: issue ? `${pointerOf([...path, ...issue.path])}: ${issue.message}` : 'not OCDS',
  }
}
