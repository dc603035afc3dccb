import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type * as Thread from '../../../src/runtime/node/parse-thread.ts'

const ROOT = fileURLToPath(new URL('../../../', import.meta.url))

describe('the compiled program', () => {
  let folder = ''
  beforeAll(() => {
    // Inside node_modules, where its packages are found; what runs in production is compiled like this.
    folder = mkdtempSync(join(ROOT, 'node_modules', '.compiled-'))
    writeFileSync(join(folder, 'package.json'), '{"type":"module"}')
    const compiler = join(ROOT, 'node_modules/typescript/bin/tsc')
    // Types are the check's business: it emits all the same.
    spawnSync(process.execPath, [compiler, '-p', 'tsconfig.build.json', '--outDir', folder], {
      cwd: ROOT,
    })
  }, 120_000)
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  it('reads a document in its thread', async () => {
    const file = pathToFileURL(join(folder, 'src/runtime/node/parse-thread.js')).href
    const { createReadingThread }: typeof Thread = await import(/* @vite-ignore */ file)
    const thread = createReadingThread()
    const bytes = new TextEncoder().encode(
      '<rss><channel><item><title>Réfection de la voirie</title></item></channel></rss>',
    )
    const reading = await thread.read('rss', {
      bytes,
      contentType: null,
      url: 'https://a.example/',
    })
    await thread.close()
    expect(reading).toMatchObject({
      ok: true,
      drafts: [{ facts: { object: { value: 'Réfection de la voirie' } } }],
    })
  })
})
