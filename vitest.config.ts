import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts', 'tests/**/*.test.tsx'],
    env: { TZ: 'America/New_York' },
    testTimeout: 30_000,
    hookTimeout: 120_000,
  },
  esbuild: { jsx: 'automatic', jsxImportSource: 'hono/jsx' },
})
