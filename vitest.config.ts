import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts', 'tests/**/*.test.tsx'],
    globalSetup: ['tests/support/global-setup.ts'],
    env: { TZ: 'America/New_York' },
    testTimeout: 30_000,
    hookTimeout: 120_000,
    // Nothing keeps anything in its modules: loading the program anew for each file was a fifth of the time.
    isolate: false,
    restoreMocks: true,
    // One worker more than cores: many tests wait for servers that they started.
    maxWorkers: availableParallelism() + 1,
  },
  oxc: { jsx: { runtime: 'automatic', importSource: 'hono/jsx' } },
})
