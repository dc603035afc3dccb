import { Worker } from 'node:worker_threads'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { createThreadParser } from '../../../src/runtime/node/parse-thread.ts'
import type { SourceItem } from '../../../src/sources/kind.ts'
import { rss } from '../../../src/sources/kinds/rss.ts'

const utf8 = (text: string) => new TextEncoder().encode(text)
const feed =
  '<rss><channel><item><title>Réfection</title><pubDate>21/11/2026</pubDate></item></channel></rss>'
const document = {
  bytes: utf8(feed),
  contentType: null,
  url: 'https://a.example/',
}

const item: SourceItem = {
  guid: '1',
  link: null,
  title: 'Réfection',
  text: '',
  categories: [],
  author: null,
  published: null,
  updated: null,
  raw: '<item></item>',
}

let parser = createThreadParser()
afterEach(async () => {
  vi.restoreAllMocks()
  await parser.close()
  parser = createThreadParser()
})

describe('createThreadParser', () => {
  it('reads documents in a thread, each with its own answer', async () => {
    const other = { ...document, bytes: utf8('nothing') }
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

  it('stops a document that really takes too long, while everything else goes on', async () => {
    await parser.parse(document)
    const ended = vi.spyOn(Worker.prototype, 'terminate')
    // Each of its relative links is resolved from an address of 20 million characters.
    const slow = {
      bytes: utf8(`<rss><channel>${'<item><link>a</link></item>'.repeat(2_000)}</channel></rss>`),
      contentType: null,
      url: `https://a.example/${'a'.repeat(20_000_000)}/`,
    }
    let beats = 0
    const heart = setInterval(() => (beats += 1), 5)
    const [first, second] = await Promise.all([parser.parse(slow), parser.parse(document)])
    clearInterval(heart)
    expect(first).toMatchObject({ ok: false, code: 'too-slow' })
    expect(second).toMatchObject({ ok: true, items: [{ title: 'Réfection' }] })
    expect(ended).toHaveBeenCalledOnce()
    expect(beats).toBeGreaterThan(20)
  })

  it('lets everything else go on while it reads 5 MB', async () => {
    const item = `<item><title>École</title><description>${'<p>Lot 1 &amp; 2</p>'.repeat(100)}</description></item>`
    const bytes = utf8(`<rss><channel>${item.repeat(2_000)}</channel></rss>`)
    let beats = 0
    const heart = setInterval(() => (beats += 1), 5)
    const parsed = await parser.parse({ ...document, bytes })
    if (!parsed.ok) throw new Error(parsed.code)
    const drafts = await parser.readItems('rss', parsed.items)
    clearInterval(heart)
    expect(drafts).toHaveLength(1)
    expect(beats).toBeGreaterThan(20)
  })

  it('reads what items say as their kind of source does', async () => {
    const parsed = await parser.parse(document)
    if (!parsed.ok) throw new Error(parsed.code)
    expect(await parser.readItems('rss', parsed.items)).toEqual(rss.read(parsed.items))
    expect(await parser.readItems('no-such-kind', parsed.items)).toEqual([])
  })

  it('gives up items whose words take too long to read', async () => {
    await parser.parse(document)
    vi.spyOn(Worker.prototype, 'postMessage').mockImplementationOnce(() => {})
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const reading = parser.readItems('rss', [])
    await vi.advanceTimersByTimeAsync(15_000)
    vi.useRealTimers()
    expect(await reading).toBeNull()
    expect(await parser.parse(document)).toMatchObject({ ok: true })
  })

  it('tells of a fault in the program, and reads the next document', async () => {
    const broken = [{ ...item, title: null }] as unknown as SourceItem[]
    await expect(parser.readItems('rss', broken)).rejects.toThrow(TypeError)
    expect(await parser.parse(document)).toMatchObject({ ok: true })
  })

  it('answers at once when it is closed', async () => {
    await parser.close()
    expect(await parser.parse(document)).toMatchObject({ ok: false })
    expect(await parser.readItems('rss', [])).toBeNull()
  })
})
