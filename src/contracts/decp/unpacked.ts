import type { DecpProblem } from './row.ts'

/** How a document is written: its bytes again, from the first, with what the first tell. */
export type Opened =
  | { ok: true; kind: 'json' | 'xml'; encoding: string; chunks: AsyncIterable<Uint8Array> }
  | { ok: false; problem: DecpProblem }

/** Thrown while unpacking, where the packing is broken. */
export class BrokenPacking extends Error {}

/**
 * Looks at the first bytes of a document, which may be packed (gzip), begin with a byte order mark, and be JSON or XML
 * in any encoding that it names. The chunks that it answers are UTF-8 for JSON, and small: at most 256 kB.
 */
export async function openDocument(chunks: AsyncIterable<Uint8Array>): Promise<Opened> {
  const packed = await beginningOf(chunks)
  if (startsWith(packed.first, 0x50, 0x4b, 0x03, 0x04)) return { ok: false, problem: 'zip' }
  if (!startsWith(packed.first, 0x1f, 0x8b)) return look(packed)
  try {
    return look(await beginningOf(gunzipped(packed.all)))
  } catch (error) {
    if (error instanceof BrokenPacking) return { ok: false, problem: 'bad-gzip' }
    throw error
  }
}

function look({ first, all }: Beginning): Opened {
  const mark = markOf(first)
  const encoding = mark?.encoding ?? 'utf-8'
  const rest = mark === null ? all : without(all, mark.length)
  const start = new TextDecoder(encoding).decode(first.subarray(mark?.length ?? 0)).trimStart()
  if (start === '') return { ok: false, problem: 'empty' }
  const chunks = small(rest)
  if (start.startsWith('<')) {
    const declared = /^<\?xml[^>]{0,200}?\sencoding\s*=\s*["']([\w.:-]{1,40})["']/.exec(start)?.[1]
    return { ok: true, kind: 'xml', encoding: mark?.encoding ?? declared ?? 'utf-8', chunks }
  }
  return {
    ok: true,
    kind: 'json',
    encoding,
    chunks: encoding === 'utf-8' ? chunks : recoded(chunks, encoding),
  }
}

const ENOUGH = 1_024
const LARGEST = 262_144

interface Beginning {
  /** Some of the first bytes: enough to tell by, or all. */
  first: Uint8Array
  all: AsyncIterable<Uint8Array>
}

async function beginningOf(chunks: AsyncIterable<Uint8Array>): Promise<Beginning> {
  const iterator = chunks[Symbol.asyncIterator]()
  const read: Uint8Array[] = []
  let length = 0
  while (length < ENOUGH) {
    const next = await iterator.next()
    if (next.done === true) break
    read.push(next.value)
    length += next.value.length
  }
  const first = new Uint8Array(Math.min(length, ENOUGH))
  let at = 0
  for (const chunk of read) {
    const part = chunk.subarray(0, first.length - at)
    first.set(part, at)
    at += part.length
  }
  return { first, all: again(read, iterator) }
}

async function* again(
  read: Uint8Array[],
  iterator: AsyncIterator<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  try {
    yield* read
    for (let next = await iterator.next(); next.done !== true; next = await iterator.next())
      yield next.value
  } finally {
    await iterator.return?.()
  }
}

function startsWith(bytes: Uint8Array, ...codes: number[]): boolean {
  return codes.every((code, at) => bytes[at] === code)
}

function markOf(first: Uint8Array): { encoding: string; length: number } | null {
  if (startsWith(first, 0xef, 0xbb, 0xbf)) return { encoding: 'utf-8', length: 3 }
  if (startsWith(first, 0xff, 0xfe)) return { encoding: 'utf-16le', length: 2 }
  return startsWith(first, 0xfe, 0xff) ? { encoding: 'utf-16be', length: 2 } : null
}

async function* without(
  chunks: AsyncIterable<Uint8Array>,
  length: number,
): AsyncGenerator<Uint8Array> {
  let left = length
  for await (const chunk of chunks) {
    const passed = Math.min(left, chunk.length)
    left -= passed
    if (passed < chunk.length) yield chunk.subarray(passed)
  }
}

async function* small(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks)
    for (let at = 0; at < chunk.length; at += LARGEST) yield chunk.subarray(at, at + LARGEST)
}

async function* recoded(
  chunks: AsyncIterable<Uint8Array>,
  encoding: string,
): AsyncGenerator<Uint8Array> {
  const decoder = new TextDecoder(encoding)
  const encoder = new TextEncoder()
  for await (const chunk of chunks) yield encoder.encode(decoder.decode(chunk, { stream: true }))
  yield encoder.encode(decoder.decode())
}

async function* gunzipped(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const iterator = chunks[Symbol.asyncIterator]()
  let outage: unknown = null
  const source = new ReadableStream<Uint8Array<ArrayBuffer>>({
    async pull(controller) {
      try {
        const next = await iterator.next()
        if (next.done === true) controller.close()
        else controller.enqueue(new Uint8Array(next.value))
      } catch (error) {
        outage = error
        controller.error(error)
      }
    },
    async cancel() {
      await iterator.return?.()
    },
  })
  const reader = source.pipeThrough(new DecompressionStream('gzip')).getReader()
  try {
    for (;;) {
      const next = await reader.read()
      if (next.done) return
      yield next.value
    }
  } catch (error) {
    throw outage ?? new BrokenPacking('gzip', { cause: error })
  } finally {
    await reader.cancel().catch(() => undefined)
  }
}
