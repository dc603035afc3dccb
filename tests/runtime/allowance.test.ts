import { expect, test } from 'vitest'
import { createAllowance } from '../../src/runtime/allowance.ts'

test('an invocation begins nothing more when little is left, and sends nothing beyond its allowance', async () => {
  let sent = 0
  const { fetch, low, spent } = createAllowance(async () => {
    sent += 1
    return new Response()
  }, 12)
  for (let request = 1; request <= 12; request += 1) {
    await fetch('https://a.example/')
    expect([request, low.aborted, spent.aborted]).toEqual([request, request >= 4, false])
  }
  await expect(fetch('https://a.example/')).rejects.toThrow('No request is left')
  expect([sent, spent.aborted]).toEqual([12, true])
})
