import { expect, test } from 'vitest'
import { isOutage } from '../../src/db/outage.ts'
import { fewAtATime } from '../../src/http/few-at-a-time.ts'

test('what is large is made a few at a time, in order, whatever fails; who waits too long is told so', async () => {
  const inTurn = fewAtATime(2, 60_000)
  const begun: number[] = []
  const ends = Array.from({ length: 5 }, () => Promise.withResolvers<number>())
  const asked = ends.map(({ promise }, each) =>
    inTurn(() => {
      begun.push(each)
      return promise
    }).catch(() => 'failed'),
  )
  await Promise.resolve()
  expect(begun).toEqual([0, 1])
  ends[1]?.reject(new Error('broken'))
  expect(await asked[1]).toBe('failed')
  await Promise.resolve()
  expect(begun).toEqual([0, 1, 2])
  for (const [each, { resolve }] of ends.entries()) resolve(each)
  expect(await Promise.all(asked)).toEqual([0, 'failed', 2, 3, 4])

  const impatient = fewAtATime(1, 1)
  const held = Promise.withResolvers<void>()
  const holder = impatient(() => held.promise)
  const turnedAway = await impatient(async () => null).catch((error: unknown) => error)
  expect(isOutage(turnedAway)).toBe(true)
  held.resolve()
  await holder
  expect(await impatient(async () => 'then')).toBe('then')
})
