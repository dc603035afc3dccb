import type { PactProblem } from '../problem.ts'
import type { ActionStatus } from './schema.ts'

/** In the order in which an action goes through them. */
export const STATUSES: readonly ActionStatus[] = [
  'to-launch',
  'launched',
  'partly-done',
  'done',
  'abandoned',
]

/** What evidence may show that an action has become. */
export const FURTHER = ['launched', 'partly-done', 'done'] as const satisfies ActionStatus[]

/** Statuses of which nothing more is expected. */
export function isOver(status: ActionStatus): boolean {
  return status === 'done' || status === 'abandoned'
}

/** What a change of status rests on. */
export interface StatusGrounds {
  /** Days of the evidence that stands, of the action and of councils. */
  evidence: { datedOn: string; councilId: number | null }[]
  /** Councils that took the action up, by name. */
  councils: { id: number; name: string }[]
  reason: string
  /** Calendar day in Paris. */
  today: string
}

/**
 * What stands against a change of status; empty: nothing. Anything beyond « lancée » demands dated evidence; « réalisée »
 * that every council which took the action up has its own; going back, and giving up, a reason.
 */
export function checkStatus(
  from: ActionStatus,
  to: ActionStatus,
  { evidence, councils, reason, today }: StatusGrounds,
): PactProblem[] {
  if (from === to) return [{ field: 'status', code: 'same-status' }]
  const problems: PactProblem[] = []
  const standing = evidence.filter(({ datedOn }) => datedOn <= today)
  if (rank(to) > rank('launched') && standing.length === 0)
    problems.push({ field: 'status', code: 'evidence-missing' })
  const shown = new Set(standing.map(({ councilId }) => councilId))
  const without = councils.filter(({ id }) => !shown.has(id)).map(({ name }) => name)
  if (to === 'done' && without.length > 0)
    problems.push({
      field: 'status',
      code: 'councils-without-evidence',
      value: without.join(', '),
    })
  if ((to === 'abandoned' || rank(to) < rank(from)) && reason.trim() === '')
    problems.push({ field: 'reason', code: 'reason-missing' })
  return problems
}

function rank(status: ActionStatus): number {
  return STATUSES.indexOf(status)
}
