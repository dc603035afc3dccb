import { defineConfig } from 'drizzle-kit'

export default defineConfig({
  dialect: 'postgresql',
  schema: [
    './src/*/schema.ts',
    './src/*/*/schema.ts',
    './src/db/versions.ts',
    './src/db/settings.ts',
    './src/consultations/records/references.ts',
  ],
  out: './migrations',
})
