import { EventEmitter } from 'node:events'
import { expect, test } from 'vitest'
import { createAdmission } from '../../../src/runtime/node/admission.ts'

function request(url: string, method = 'GET', headers: Record<string, string> = {}) {
  return Object.assign(new EventEmitter(), { url, method, headers })
}
type Asked = ReturnType<typeof request>

/** An admission with work that goes on until it is told to end. */
function underWay() {
  const admission = createAdmission()
  const held = Promise.withResolvers<Response>()
  const work: Promise<Response>[] = []
  return {
    admits: (asked: Asked) => admission.admits(asked),
    begin: (asked: Asked) => void work.push(admission.during(asked, () => held.promise)),
    async end() {
      held.resolve(new Response())
      await Promise.all(work)
    },
  }
}

/** How many of these are let in, each being worked at from then on. */
function fill({ admits, begin }: ReturnType<typeof underWay>, next: (number: number) => Asked) {
  let count = 0
  while (count < 5_000 && admits(next(count))) begin(next(count++))
  return count
}

test('readers, forms and agents each have their share, and none takes another one’s', async () => {
  const load = underWay()
  const page = (each: number) => request(`/?q=${each}`)
  const form = () => request('/connexion', 'POST')
  const agent = () => request('/espace', 'GET', { cookie: '__Host-session=x' })
  const api = () => request('/api/v1/consultations', 'POST', { authorization: 'Bearer x' })
  expect(fill(load, page)).toBe(64)
  expect(load.admits(form())).toBe(true)
  expect(fill(load, form)).toBe(64)
  expect(fill(load, agent)).toBe(64)
  expect([page(99), form(), agent(), api()].map(load.admits)).toEqual([false, false, false, false])
  expect([request('/sante'), request('/metrics')].map(load.admits)).toEqual([true, true])
  await load.end()
  expect([page(99), form(), agent(), api()].map(load.admits)).toEqual([true, true, true, true])
})

test('many may wait for one address, though no other one can be made', () => {
  const load = underWay()
  fill(load, (each) => request(`/?q=${each}`))
  const before = fill(load, () => request('/?q=1'))
  expect(before).toBeGreaterThan(400)
  expect(load.admits(request('/?q=1'))).toBe(false)
})

test('a form counts from when it has arrived whole', async () => {
  const load = underWay()
  const slow = Array.from({ length: 100 }, () =>
    request('/saisines/nouvelle', 'POST', { 'content-length': '9' }),
  )
  slow.forEach(load.begin)
  expect(load.admits(request('/connexion', 'POST'))).toBe(true)
  for (const form of slow) form.emit('end')
  expect(load.admits(request('/connexion', 'POST'))).toBe(false)
  await load.end()
  expect(load.admits(request('/connexion', 'POST'))).toBe(true)
})
