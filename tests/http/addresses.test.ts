import { expect, test } from 'vitest'
import { useProgram } from '../support/use-program.ts'

const program = useProgram('2026-11-24T09:30:00Z')

test('an address that a sentence has left something at leads where it was meant to', async () => {
  for (const [typed, meant] of [
    ['/acheteurs/', '/acheteurs'],
    ['/acheteurs/narbonne/', '/acheteurs/narbonne'],
    ['/acheteurs/narbonne).', '/acheteurs/narbonne'],
    ['/acheteurs/narbonne »', '/acheteurs/narbonne'],
    ['/plan-du-site,', '/plan-du-site'],
    ['/flux/?type=travaux', '/flux?type=travaux'],
  ] as const) {
    const { status, headers } = await program.app.request(typed)
    expect([typed, status, headers.get('location')]).toEqual([typed, 301, meant])
    expect((await program.app.request(meant)).status).toBe(200)
  }
})

test('no address leads to another site, or round in a circle', async () => {
  for (const typed of ['//autre.example/', '//autre.example/.', '/nulle-part', '/.', '/%2F%2Fx/']) {
    const { headers } = await program.app.request(`http://localhost${typed}`)
    expect([typed, headers.get('location') ?? '/']).toEqual([
      typed,
      expect.stringMatching(/^\/(?!\/)/),
    ])
  }
  const posted = await program.app.request('/acheteurs/', { method: 'POST' })
  expect(posted.headers.get('location')).toBeNull()
})
