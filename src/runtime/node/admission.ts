import type { IncomingHttpHeaders } from 'node:http'

/** What is looked at of a request, whatever version of HTTP it came over. */
interface Asking {
  method?: string
  url?: string
  headers: IncomingHttpHeaders
  once(event: 'end', listener: () => void): unknown
}

/**
 * Addresses that are made for readers at the same time. Beyond that more would not be answered sooner: one thread makes
 * them, and ten connections read for them. At 50 ms each, whoever is let in waits three seconds at most.
 */
const MOST_READS = 64
/** Readers who wait for these addresses together: what is kept is made once for all who ask for it. */
const MOST_READERS = 512
/** Forms, and what those ask who send a session or a token: each in a lane of its own, so that readers crowd out neither. */
const MOST_WRITES = 64
const MOST_OF_AGENTS = 64

/** Who is let in while too many ask at once. */
export interface Admission {
  /** Whether there is room for this request. */
  admits(request: Asking): boolean
  /** Does the work for one that is let in, and counts it from when it has arrived whole until its answer begins. */
  during(request: Asking, work: () => Response | Promise<Response>): Promise<Response>
}

/**
 * Counts what one process works at, in three lanes. Slow bodies and slow downloads are no work: they fill no lane. The
 * state of the service is told whatever else goes on.
 */
export function createAdmission(): Admission {
  const reads = new Map<string, number>()
  const busy = { readers: 0, writes: 0, agents: 0 }
  return {
    admits(request) {
      switch (laneOf(request)) {
        case 'open':
          return true
        case 'agents':
          return busy.agents < MOST_OF_AGENTS
        case 'writes':
          return busy.writes < MOST_WRITES
        case 'readers':
          return (
            busy.readers < MOST_READERS && (reads.size < MOST_READS || reads.has(request.url ?? ''))
          )
      }
    },
    async during(request, work) {
      let answered = false
      let leave = () => {}
      if (bringsBody(request))
        request.once('end', () => {
          if (!answered) leave = enter(request)
        })
      else leave = enter(request)
      try {
        return await work()
      } finally {
        answered = true
        leave()
      }
    },
  }

  function enter(request: Asking): () => void {
    const lane = laneOf(request)
    if (lane === 'open') return () => {}
    busy[lane] += 1
    if (lane !== 'readers')
      return () => {
        busy[lane] -= 1
      }
    const target = request.url ?? ''
    reads.set(target, (reads.get(target) ?? 0) + 1)
    return () => {
      busy.readers -= 1
      const left = (reads.get(target) ?? 1) - 1
      if (left === 0) reads.delete(target)
      else reads.set(target, left)
    }
  }
}

/** Whether a body follows the headers (RFC 9112, 6.3). */
export function bringsBody({ headers }: Pick<Asking, 'headers'>): boolean {
  return headers['transfer-encoding'] !== undefined || (headers['content-length'] ?? '0') !== '0'
}

function laneOf({ method, url = '', headers }: Asking) {
  if (/^\/(?:sante|metrics)\b/.test(url)) return 'open'
  // Only looked at from afar: who forges one crowds agents, and neither readers nor those who send a form.
  if (headers.authorization !== undefined || headers.cookie?.includes('session=')) return 'agents'
  return method === 'GET' || method === 'HEAD' ? 'readers' : 'writes'
}
