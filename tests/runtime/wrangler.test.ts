import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { unstable_readConfig } from 'wrangler'

const read = (env: 'readers' | 'desk') => unstable_readConfig({ config: 'wrangler.toml', env })

test('the readers’ Worker stands in front, behind a cache of its own, and hands the rest to the desk', () => {
  const { name, main, cache, services, hyperdrive, triggers, placement } = read('readers')
  expect(name).toBe('guichet')
  expect(main).toMatch(/src\/runtime\/worker\.ts$/)
  expect(cache).toEqual({ enabled: true })
  expect(services).toEqual([{ binding: 'DESK', service: 'guichet-desk' }])
  expect(hyperdrive).toMatchObject([{ binding: 'HYPERDRIVE' }])
  expect(triggers.crons ?? []).toEqual([])
  expect(placement).toEqual({ mode: 'smart' })
})

test('the desk is reached through the readers’ Worker only, and polls every minute', () => {
  const { name, main, cache, workers_dev, triggers, hyperdrive, vars } = read('desk')
  expect(name).toBe('guichet-desk')
  expect(main).toMatch(/src\/runtime\/worker-desk\.ts$/)
  expect(cache).toBeUndefined()
  expect(workers_dev).toBe(false)
  expect(triggers.crons).toEqual(['* * * * *'])
  expect(hyperdrive).toMatchObject([{ binding: 'HYPERDRIVE' }])
  expect(Number(vars['SUBREQUESTS'])).toBeGreaterThan(50)
})

test('both keep our own lines of log and no address that somebody asked for', () => {
  for (const { observability, compatibility_flags, preview_urls } of [
    read('readers'),
    read('desk'),
  ]) {
    expect(observability).toMatchObject({
      enabled: true,
      redact_query_string: true,
      logs: { enabled: true, invocation_logs: false },
    })
    expect(compatibility_flags).toEqual(['nodejs_compat'])
    expect(preview_urls).toBe(false)
  }
})

test('the page on deployment has Hyperdrive keep no answer', () => {
  expect(readFileSync('docs/workers.md', 'utf8')).toContain('--caching-disabled')
})
