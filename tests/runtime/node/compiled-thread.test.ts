import { pathToFileURL } from 'node:url'
import { describe, expect, it } from 'vitest'
import type * as Thread from '../../../src/runtime/node/parse-thread.ts'
import { compiledProgram } from '../../support/compiled.ts'

describe('the compiled program', () => {
  it('reads a document in its thread', async () => {
    const file = pathToFileURL(`${await compiledProgram()}/src/runtime/node/parse-thread.js`).href
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
