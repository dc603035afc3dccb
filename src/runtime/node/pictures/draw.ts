import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import type { Draw } from '../../../deps.ts'

/** A picture takes a twentieth of a second: more wait only where somebody means harm. */
const MOST_WAITING = 16
const MOST_MS = 10_000
/** The thread ends when nothing was drawn for so long: it holds some thirty megabytes. */
const IDLE_MS = 30_000

let thread: Worker | undefined
let idle: NodeJS.Timeout | undefined
let waiting = 0
let last: Promise<unknown> = Promise.resolve()

/** Draws one picture at a time, in a thread beside that which answers readers. */
export const draw: Draw = async (svg) => {
  if (waiting >= MOST_WAITING) return null
  waiting += 1
  const drawn = last.then(() => drawNow(svg))
  last = drawn.catch(() => {})
  try {
    return await drawn
  } finally {
    waiting -= 1
  }
}

/** @throws where the picture cannot be drawn, or takes ten seconds */
async function drawNow(svg: string): Promise<Uint8Array<ArrayBuffer>> {
  clearTimeout(idle)
  const worker = (thread ??= begin())
  worker.ref()
  try {
    worker.postMessage(svg)
    const [png] = await once(worker, 'message', { signal: AbortSignal.timeout(MOST_MS) })
    return png
  } catch (error) {
    end()
    throw error
  } finally {
    worker.unref()
    idle = setTimeout(end, IDLE_MS).unref()
  }
}

function begin(): Worker {
  // From sources the thread runs the .ts file (Node strips its types), from dist the .js beside this one.
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js'
  const worker = new Worker(new URL(`./picture-worker.${extension}`, import.meta.url))
  worker.on('error', end)
  return worker
}

function end(): void {
  clearTimeout(idle)
  void thread?.terminate()
  thread = undefined
}
