import { Worker } from 'node:worker_threads'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { createThreadParser } from '../../../src/runtime/node/parse-thread.ts'

const rss =
  '<rss><channel><item><title>Réfection</title><pubDate>21/11/2026</pubDate></item></channel></rss>'
const document = {
  bytes: new TextEncoder().encode(rss),
  contentType: null,
  url: 'https://a.example/',
}

let parser = createThreadParser()
afterEach(async () => {
  vi.restoreAllMocks()
  await parser.close()
  parser = createThreadParser()
})

describe('createThreadParser', () => {
  it('reads documents in a thread, each with its own answer', async () => {
    const other = { ...document, bytes: new TextEncoder().encode('nothing') }
    const answers = await Promise.all([document, other, document].map(parser.parse))
    expect(answers).toMatchObject([
      { ok: true, items: [{ title: 'Réfection' }] },
      { ok: false, code: 'not-a-feed' },
      { ok: true, items: [{ title: 'Réfection' }] },
    ])
  })

  it('gives up a document that takes too long, and reads the next one', async () => {
    await parser.parse(document)
    const lost = vi.spyOn(Worker.prototype, 'postMessage').mockImplementationOnce(() => {})
    const ended = vi.spyOn(Worker.prototype, 'terminate')
    expect(await parser.parse(document)).toMatchObject({ ok: false, code: 'too-slow' })
    expect(lost).toHaveBeenCalledOnce()
    expect(ended).toHaveBeenCalledOnce()
    expect(await parser.parse(document)).toMatchObject({ ok: true })
  })

  it('answers for a thread that died, and starts another', async () => {
    await parser.parse(document)
    vi.spyOn(Worker.prototype, 'postMessage').mockImplementationOnce(function (this: Worker) {
      void this.terminate()
    })
    expect(await parser.parse(document)).toMatchObject({ ok: false, code: 'too-slow' })
    expect(await parser.parse(document)).toMatchObject({ ok: true })
  })

  it('answers at once when it is closed', async () => {
    await parser.close()
    expect(await parser.parse(document)).toMatchObject({ ok: false })
  })
})
