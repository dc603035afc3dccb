import { Counter, Histogram, type Registry } from 'prom-client'
import type { Watch } from '../../../deps.ts'

/** Those of routes: whoever asks in thirty other ways makes no series of numbers for each. */
const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'OPTIONS'])
const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

/**
 * Counts answers by the pattern of their route. Kept renderings are sent by the ten thousand a second: they are counted
 * in plain numbers, which enter the metric when it is read, and their time is not taken.
 */
export function measureRequests(register: Registry): Pick<Watch, 'answered' | 'sentKept'> {
  const kept = { GET: new Map<string, Sent>(), HEAD: new Map<string, Sent>() }
  const requests = new Counter({
    name: 'guichet_http_requests_total',
    help: 'Answers, by pattern of the route (none: no route; turned-away: too many at once), method and class of status',
    labelNames: ['route', 'method', 'status'],
    registers: [register],
    collect() {
      for (const method of ['GET', 'HEAD'] as const)
        for (const [route, sent] of kept[method]) {
          this.inc({ route, method, status: '2xx' }, sent.whole)
          this.inc({ route, method, status: '3xx' }, sent.unchanged)
          sent.whole = 0
          sent.unchanged = 0
        }
    },
  })
  const durations = new Histogram({
    name: 'guichet_http_request_duration_seconds',
    help: 'Time until an answer of the application stood; kept renderings, sent at once, are not among them',
    labelNames: ['route', 'method'],
    buckets: SECONDS,
    registers: [register],
  })
  return {
    answered({ route, method: asked, status, ms }) {
      const method = METHODS.has(asked) ? asked : 'other'
      requests.inc({ route, method, status: `${Math.floor(status / 100)}xx` })
      durations.observe({ route, method }, ms / 1000)
    },
    sentKept(route, method, status) {
      const those = kept[method]
      const sent = those.get(route) ?? { whole: 0, unchanged: 0 }
      if (status === 304) sent.unchanged += 1
      else sent.whole += 1
      if (sent.whole + sent.unchanged === 1) those.set(route, sent)
    },
  }
}

interface Sent {
  whole: number
  unchanged: number
}
