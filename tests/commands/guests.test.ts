import { describe, expect, it } from 'vitest'
import { guestLinks } from '../../src/commands/demo/guests.ts'
import { markDemonstration } from '../../src/db/settings.ts'
import { useProgram } from '../support/use-program.ts'

const program = useProgram('2026-11-21T09:00:00Z')

describe('links for a newcomer', () => {
  it('are given in no database but a demonstration’s', async () => {
    expect(await guestLinks(on('http://localhost:8080'))).toEqual([])
  })

  it('are given on this machine only, one for each kind of agent', async () => {
    await program.deps.db.transaction((tx) => markDemonstration(tx))
    for (const baseUrl of ['https://guichet.example', 'http://localhost.example:8080'])
      expect(await guestLinks(on(baseUrl)), baseUrl).toEqual([])
    const links = await guestLinks(on('http://localhost:8080'))
    expect(links).toHaveLength(3)
    for (const { address } of links)
      expect((await program.app.request(new URL(address).pathname)).status).toBe(200)
  })
})

function on(baseUrl: string) {
  return { ...program.deps, config: { ...program.deps.config, baseUrl } }
}
