import type { BenchServer } from './databases.ts'

/** One line of the table. */
export interface Measure {
  name: string
  /** What was measured and its unit. */
  what: string
  ours: number
  /** What the limit or the peer is. */
  beside: string
  limit: number
  /** Ours divided by the limit; 0 where the limit is 0. */
  ratio: number
  /** Lowest and highest ratio of the rounds; absent where there is one round. */
  spread?: [number, number]
  target: string
  ok: boolean
}

/** A file of this folder that measures something; it may answer several lines. */
export interface Bench {
  name: string
  run(server: BenchServer, options: BenchOptions): Promise<Measure[]>
}

export interface BenchOptions {
  /** How many of what it measures, for a quick run; absent: as many as the target is for. */
  size?: number
}

/** A ratio must be at least, or at most, so much. */
export type Target = { atLeast: number } | { atMost: number }

/** A line out of rounds in which ours and the limit were measured one after the other: medians, and the spread of their ratios. */
export function compare(
  { name, what, beside }: Pick<Measure, 'name' | 'what' | 'beside'>,
  rounds: { ours: number; limit: number }[],
  target: Target,
): Measure {
  const ours = median(rounds.map((round) => round.ours))
  const limit = median(rounds.map((round) => round.limit))
  const ratio = ours / limit
  const ratios = rounds.map((round) => round.ours / round.limit)
  return {
    name,
    what,
    ours,
    beside,
    limit,
    ratio,
    ...(rounds.length > 1 ? { spread: [Math.min(...ratios), Math.max(...ratios)] } : {}),
    target: 'atLeast' in target ? `≥ ${rounded(target.atLeast)}` : `≤ ${rounded(target.atMost)}`,
    ok: 'atLeast' in target ? ratio >= target.atLeast : ratio <= target.atMost,
  }
}

/** The middle value, or the mean of the two in the middle. */
function median(values: number[]): number {
  const sorted = values.toSorted((one, other) => one - other)
  const middle = sorted.length / 2
  const low = sorted[Math.ceil(middle) - 1] ?? Number.NaN
  const high = sorted[Math.floor(middle)] ?? Number.NaN
  return (low + high) / 2
}

/** The value that so large a share of these (0.95) does not exceed. */
export function percentile(values: number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other)
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN
}

/** Milliseconds that the work took. */
export async function milliseconds(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await work()
  return performance.now() - start
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100
}
