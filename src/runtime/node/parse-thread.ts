import { Worker } from 'node:worker_threads'
import type { DocumentToParse, ParsedDocument, ParseDocument } from '../../sources/kind.ts'

/** Milliseconds that one document may take. */
const BUDGET = 2_000
const HEAP_LIMIT_MB = 256

/**
 * Parses documents one after the other in a thread of their own, so that no document can stop the server. One that
 * takes more than two seconds, or all of the thread's memory, answers `too-slow`; its thread is ended and the next
 * document gets a new one. The thread starts with the first document and does not keep the process alive.
 */
export function createThreadParser(): { parse: ParseDocument; close(): Promise<void> } {
  let worker: Promise<Worker> | null = null
  let last: Promise<unknown> = Promise.resolve()
  let closed = false

  const parseNext = async (document: DocumentToParse): Promise<ParsedDocument> => {
    if (closed) return tooSlow
    worker ??= startWorker()
    const running = await worker.catch((error: unknown) => {
      worker = null
      throw error
    })
    const parsed = await answerOf(running, document)
    if (parsed) return parsed
    worker = null
    await running.terminate()
    return tooSlow
  }
  return {
    parse: (document) => {
      const parsed = last.then(() => parseNext(document))
      last = parsed.catch(() => {})
      return parsed
    },
    close: async () => {
      closed = true
      const running = await worker?.catch(() => null)
      await running?.terminate()
    },
  }
}

const tooSlow: ParsedDocument = { ok: false, code: 'too-slow', line: null, column: null }

/** A thread that has loaded the parser: loading is not the document's fault. */
function startWorker(): Promise<Worker> {
  // From sources the thread runs the .ts file (Node strips its types), from dist the .js beside this one.
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js'
  const worker = new Worker(new URL(`./parse-worker.${extension}`, import.meta.url), {
    resourceLimits: { maxOldGenerationSizeMb: HEAP_LIMIT_MB },
  })
  return new Promise((resolve, reject) => {
    // Stays for good: without it the thread's death would be the program's. `exit` always follows.
    worker.on('error', reject)
    worker.once('message', () => {
      worker.unref()
      resolve(worker)
    })
  })
}

/** Null when the thread gave none in time, or died. */
function answerOf(worker: Worker, document: DocumentToParse): Promise<ParsedDocument | null> {
  return new Promise((resolve) => {
    const settle = (parsed: ParsedDocument | null) => {
      clearTimeout(timer)
      // Only our own listeners: the thread's port hangs on others of the same object.
      worker.off('message', settle).off('exit', noAnswer)
      worker.unref()
      resolve(parsed)
    }
    const noAnswer = () => settle(null)
    const timer = setTimeout(noAnswer, BUDGET)
    worker.on('message', settle).on('exit', noAnswer)
    worker.ref()
    worker.postMessage(document)
  })
}
