import type { FetchFailureCode } from '../fetch/failure.ts'

const WINDOW_MS = 10 * 60_000
const FEWEST_HOSTS = 4
const UNREACHED = new Set<string>([
  'dns',
  'refused',
  'timeout',
  'tls',
  'network',
] satisfies FetchFailureCode[])

/** What one process lately saw of other people's hosts. */
export interface OutageWatch {
  /** Notes a look at a host; `code` is that of its failure, null after any answer. */
  note(host: string, code: string | null, now: Date): void
  /** Whether more than half of the hosts looked at lately could not be reached: then our own network is down, not they. */
  isOurs(now: Date): boolean
}

/** A watch that has seen nothing yet. */
export function createOutageWatch(): OutageWatch {
  const seen = new Map<string, { unreached: boolean; at: number }>()
  return {
    note: (host, code, now) =>
      seen.set(host, { unreached: code !== null && UNREACHED.has(code), at: now.getTime() }),
    isOurs(now) {
      const lately = [...seen.values()].filter(({ at }) => Math.abs(now.getTime() - at) < WINDOW_MS)
      const unreached = lately.filter((look) => look.unreached).length
      return lately.length >= FEWEST_HOSTS && unreached * 2 > lately.length
    },
  }
}
