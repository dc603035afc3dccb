import type * as z from 'zod'

/** Kinds of problems, with the status that each is answered with: the anchors of /api/v1/problemes. */
export const PROBLEM_STATUS = {
  json: 400,
  query: 400,
  token: 401,
  scope: 403,
  'not-found': 404,
  method: 405,
  state: 409,
  precondition: 412,
  size: 413,
  'media-type': 415,
  invalid: 422,
  checks: 422,
  rate: 429,
  broken: 500,
  unavailable: 503,
} as const

export type ProblemKind = keyof typeof PROBLEM_STATUS

/** One thing that is wrong, with where it stands in the body (JSON pointer, RFC 6901). */
export interface Fault {
  pointer: string
  detail: string
  /** The place of the operation in a batch. */
  row?: number
}

/** Why a call is refused, in English; nothing was written. */
export interface Refusal {
  kind: ProblemKind
  detail: string
  errors?: Fault[]
}

/** Faults told of one call at most, and of one row of a batch. */
const FAULT_LIMIT = 2_000
const ROW_LIMIT = 5

/** The refusal of a body that the schema does not allow. `rowAt`: at which depth of a path the row of a batch stands. */
export function invalidBody(error: z.ZodError, rowAt: number | null = null): Refusal {
  return invalid(error.issues.flatMap((issue) => faultsOf(issue, rowAt)))
}

/** The refusal for these faults, a few of each row: all rows that are wrong are told. */
export function invalid(faults: Fault[], kind: ProblemKind = 'invalid'): Refusal {
  const told = new Map<number, number>()
  const errors = faults
    .filter(({ row }) => {
      if (row === undefined) return true
      const count = (told.get(row) ?? 0) + 1
      told.set(row, count)
      return count <= ROW_LIMIT
    })
    .slice(0, FAULT_LIMIT)
  const rows = told.size > 0 ? ` in ${told.size} of the rows` : ''
  return { kind, detail: `${faults.length} faults${rows}: nothing was written.`, errors }
}

/** The JSON pointer of a path. */
export function pointerOf(path: PropertyKey[]): string {
  return path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
}

function faultsOf(issue: z.core.$ZodIssue, rowAt: number | null): Fault[] {
  const found = rowAt === null ? undefined : issue.path[rowAt]
  const row = typeof found === 'number' ? { row: found } : {}
  if (issue.code === 'unrecognized_keys')
    return issue.keys.slice(0, 50).map((key) => ({
      pointer: pointerOf([...issue.path, key]).slice(0, 500),
      detail: 'there is no such field',
      ...row,
    }))
  return [{ pointer: pointerOf(issue.path), detail: issue.message, ...row }]
}
