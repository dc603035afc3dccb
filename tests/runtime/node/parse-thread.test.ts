import { Worker } from 'node:worker_threads'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { createReadingThread } from '../../../src/runtime/node/parse-thread.ts'
import { readDocument } from '../../../src/sources/read-document.ts'

const utf8 = (text: string) => new TextEncoder().encode(text)
const feed =
  '<rss><channel><item><title>Réfection</title><pubDate>21/11/2026</pubDate></item></channel></rss>'
const document = {
  bytes: utf8(feed),
  contentType: null,
  url: 'https://a.example/',
}

let thread = createReadingThread()
const read = (given: typeof document) => thread.read('rss', given)
afterEach(async () => {
  vi.restoreAllMocks()
  await thread.close()
  thread = createReadingThread()
})

describe('createReadingThread', () => {
  it('reads documents in a thread, each with its own answer, as their kind of source does', async () => {
    const other = { ...document, bytes: utf8('nothing') }
    const answers = await Promise.all([document, other, document].map(read))
    const alone = await readDocument('rss', document)
    expect(alone).toMatchObject({ ok: true, drafts: [{ raw: expect.stringContaining('Réf') }] })
    expect(answers).toEqual([alone, expect.objectContaining({ code: 'not-a-feed' }), alone])
  })

  it('gives up a document that never comes back, and reads the next one', async () => {
    await read(document)
    const lost = vi.spyOn(Worker.prototype, 'postMessage').mockImplementationOnce(() => {})
    const ended = vi.spyOn(Worker.prototype, 'terminate')
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const reading = read(document)
    await vi.advanceTimersByTimeAsync(10_000)
    vi.useRealTimers()
    expect(await reading).toMatchObject({ ok: false, code: 'too-slow' })
    expect(lost).toHaveBeenCalledOnce()
    expect(ended).toHaveBeenCalledOnce()
    expect(await read(document)).toMatchObject({ ok: true })
  })

  it('bears with a document while the machine is busy with others, not with the document', async () => {
    await read(document)
    let spent = 1_900_000
    vi.spyOn(Worker.prototype, 'cpuUsage').mockImplementation(async () => ({
      user: spent,
      system: 90_000,
    }))
    vi.spyOn(Worker.prototype, 'postMessage').mockImplementationOnce(() => {})
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    let answered = false
    const reading = read(document).then((answer) => {
      answered = true
      return answer
    })
    await vi.advanceTimersByTimeAsync(9_000)
    expect(answered).toBe(false)
    spent += 10_000
    await vi.advanceTimersByTimeAsync(100)
    vi.useRealTimers()
    expect(await reading).toMatchObject({ ok: false, code: 'too-slow' })
    vi.restoreAllMocks()
    expect(await read(document)).toMatchObject({ ok: true })
  })

  it('answers for a thread that died, and starts another', async () => {
    await read(document)
    vi.spyOn(Worker.prototype, 'postMessage').mockImplementationOnce(function (this: Worker) {
      void this.terminate()
    })
    expect(await read(document)).toMatchObject({ ok: false, code: 'too-slow' })
    expect(await read(document)).toMatchObject({ ok: true })
  })

  it('stops a document that really takes too long, while everything else goes on', async () => {
    await read(document)
    const ended = vi.spyOn(Worker.prototype, 'terminate')
    // Each of its relative links is resolved from an address of 20 million characters.
    const slow = {
      bytes: utf8(`<rss><channel>${'<item><link>a</link></item>'.repeat(2_000)}</channel></rss>`),
      contentType: null,
      url: `https://a.example/${'a'.repeat(20_000_000)}/`,
    }
    let beats = 0
    const heart = setInterval(() => (beats += 1), 5)
    const [first, second] = await Promise.all([read(slow), read(document)])
    clearInterval(heart)
    expect(first).toMatchObject({ ok: false, code: 'too-slow' })
    expect(second).toMatchObject({ ok: true, items: 1 })
    expect(ended).toHaveBeenCalledOnce()
    expect(beats).toBeGreaterThan(20)
  })

  it('lets everything else go on while it reads 5 MB', async () => {
    const item = `<item><title>École</title><description>${'<p>Lot 1 &amp; 2</p>'.repeat(100)}</description></item>`
    const bytes = utf8(`<rss><channel>${item.repeat(2_000)}</channel></rss>`)
    let beats = 0
    const heart = setInterval(() => (beats += 1), 5)
    const reading = await read({ ...document, bytes })
    clearInterval(heart)
    if (!reading.ok) throw new Error(reading.code)
    expect(reading.drafts).toHaveLength(1)
    expect(beats).toBeGreaterThan(20)
  })

  it('gives a document whose shape is known the time that its words take', async () => {
    await read(document)
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const heard = new Promise<Worker>((resolve) => {
      vi.spyOn(Worker.prototype, 'postMessage').mockImplementationOnce(function (this: Worker) {
        resolve(this)
      })
    })
    let answered = false
    const reading = read(document).then((answer) => {
      answered = true
      return answer
    })
    const worker = await heard
    worker.emit('message', 'parsed')
    await vi.advanceTimersByTimeAsync(74_999)
    expect(answered).toBe(false)
    await vi.advanceTimersByTimeAsync(1)
    vi.useRealTimers()
    expect(await reading).toMatchObject({ ok: false, code: 'too-slow' })
    expect(await read(document)).toMatchObject({ ok: true })
  })

  it('gives up records that take too long to merge', async () => {
    await read(document)
    vi.spyOn(Worker.prototype, 'postMessage').mockImplementationOnce(() => {})
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const merging = thread.merge('rss', [])
    await vi.advanceTimersByTimeAsync(75_000)
    vi.useRealTimers()
    expect(await merging).toBeNull()
  })

  it('tells of a fault in the program, and reads the next document', async () => {
    await expect(thread.read('no-such-kind', document)).rejects.toThrow('no-such-kind')
    expect(await read(document)).toMatchObject({ ok: true })
  })

  it('answers at once when it is closed', async () => {
    await thread.close()
    expect(await read(document)).toMatchObject({ ok: false })
    expect(await thread.merge('rss', [])).toBeNull()
  })
})
