import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  failed,
  GRACE_MS,
  stepOf,
  type Subscription,
  verified,
} from '../../../src/sources/websub/lease.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const NOW = new Date('2026-11-23T09:00:00Z')
const at = (milliseconds: number) => new Date(NOW.getTime() + milliseconds)

function subscription(changes: Partial<Subscription> = {}): Subscription {
  return {
    id: 1,
    sourceId: 1,
    token: 'mot',
    secret: 'secret',
    topic: 'https://ville.example/flux',
    hubs: ['https://a.example/', 'https://b.example/'],
    hub: 'https://a.example/',
    intent: 'subscribe',
    askedAt: null,
    failures: 0,
    errorCode: null,
    retryAt: null,
    aliveSince: null,
    leaseEndsAt: null,
    renewAt: null,
    pushedAt: null,
    ignored: 0,
    missedAt: null,
    trustedAt: null,
    distrustedAt: null,
    ...changes,
  }
}
const alive = { aliveSince: at(-DAY), leaseEndsAt: at(DAY), renewAt: at(HOUR) }

describe('what is to be done about a subscription', () => {
  test('it is asked for, then waits ten minutes for the hub', () => {
    expect(stepOf(subscription(), NOW)).toEqual({ to: 'ask' })
    const asked = subscription({ askedAt: at(-MINUTE) })
    expect(stepOf(asked, NOW)).toEqual({ to: 'wait', until: at(9 * MINUTE) })
    expect(stepOf(asked, at(9 * MINUTE))).toEqual({ to: 'give-up-waiting' })
  })

  test('it is renewed before its lease ends, and asked for again once it has', () => {
    expect(stepOf(subscription(alive), NOW)).toEqual({ to: 'wait', until: at(HOUR) })
    expect(stepOf(subscription(alive), at(HOUR))).toEqual({ to: 'ask' })
    expect(stepOf(subscription(alive), at(2 * DAY))).toEqual({ to: 'ask' })
  })

  test('it waits as long as its hub’s failure asks', () => {
    const broken = subscription({ retryAt: at(HOUR), failures: 2 })
    expect(stepOf(broken, NOW)).toEqual({ to: 'wait', until: at(HOUR) })
    expect(stepOf(broken, at(HOUR))).toEqual({ to: 'ask' })
  })

  test('it is distrusted ten minutes after a look has found what no push told of', () => {
    const missed = subscription({ ...alive, missedAt: NOW })
    expect(stepOf(missed, NOW)).toEqual({ to: 'wait', until: at(GRACE_MS) })
    expect(stepOf(missed, at(GRACE_MS))).toEqual({ to: 'distrust' })
  })

  test('its end is told while the lease lasts, and given up after four times', () => {
    const ending = subscription({ ...alive, intent: 'unsubscribe' })
    expect(stepOf(ending, NOW)).toEqual({ to: 'ask' })
    expect(stepOf({ ...ending, failures: 4 }, NOW)).toEqual({ to: 'forget' })
    expect(stepOf(ending, at(DAY))).toEqual({ to: 'forget' })
  })
})

describe('a verified subscription', () => {
  test.each([
    ['864000', 10 * DAY],
    ['3600', HOUR],
    ['1', MINUTE],
    ['0', MINUTE],
    ['999999999', 30 * DAY],
    [undefined, 10 * DAY],
    ['', 10 * DAY],
    ['-5', 10 * DAY],
    ['toujours', 10 * DAY],
    ['1e9', 10 * DAY],
  ])('lasts as long as the hub says, within reason: %s', (lease, lasts) => {
    const { leaseEndsAt, renewAt } = verified(subscription(), lease, NOW)
    expect(leaseEndsAt).toEqual(at(lasts))
    expect(renewAt).toEqual(at(lasts * 0.75))
  })

  test('has been alive since before its renewal, but not through a gap', () => {
    expect(verified(subscription(alive), '3600', NOW).aliveSince).toEqual(at(-DAY))
    const lapsed = subscription({ ...alive, leaseEndsAt: at(-1) })
    expect(verified(lapsed, '3600', NOW).aliveSince).toEqual(NOW)
  })
})

describe('a request that came to nothing', () => {
  const why = { code: 'refused', retryAfter: null, random: 0 }

  test('goes to the next hub at once, and back to the first later and later', () => {
    let current = subscription()
    const pauses: (number | null)[] = []
    const asked: string[] = []
    for (let time = 0; time < 8; time += 1) {
      asked.push(new URL(current.hub).hostname)
      current = { ...current, ...failed(current, why, NOW) }
      pauses.push(current.retryAt && (current.retryAt.getTime() - NOW.getTime()) / HOUR)
    }
    expect(asked.slice(0, 4)).toEqual(['a.example', 'b.example', 'a.example', 'b.example'])
    expect(pauses).toEqual([null, 0.5, null, 1, null, 2, null, 4])
  })

  test('is tried again after what the hub asks for, a day at most', () => {
    const one = subscription({ hubs: ['https://a.example/'] })
    const after = (milliseconds: number) =>
      failed(one, { ...why, retryAfter: at(milliseconds) }, NOW).retryAt
    expect(after(3 * HOUR)).toEqual(at(3 * HOUR))
    expect(after(90 * DAY)).toEqual(at(DAY))
    expect(after(-HOUR)).toEqual(at(HOUR / 2))
  })

  test('is tried again within a day, however often it failed, and stays with a known hub', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 100_000 }),
        fc.uniqueArray(fc.webUrl(), { minLength: 1, maxLength: 5 }),
        fc.webUrl(),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (failures, hubs, hub, random) => {
          const next = failed(subscription({ failures, hubs, hub }), { ...why, random }, NOW)
          expect([...hubs, hub]).toContain(next.hub)
          expect(next.retryAt === null || next.retryAt <= at(DAY)).toBe(true)
        },
      ),
    )
  })
})
