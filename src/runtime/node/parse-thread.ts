import { Worker } from 'node:worker_threads'
import type { RecordDraft } from '../../consultations/record.ts'
import type { DocumentReading, MergeRecords, ReadDocument } from '../../sources/kind.ts'
import type { Task, Told } from './parse-worker.ts'

/** Milliseconds that one document may take until its shape is known. */
const PARSE_BUDGET = 2_000
/** Milliseconds that what it says may take from then on: honest work, a millisecond for 1 000 characters. */
const READ_BUDGET = 15_000
const HEAP_LIMIT_MB = 256

/**
 * Reads documents and merges records one after the other in a thread of their own, so that no document can stop the
 * server. One that takes too long, or all of the thread's memory, is given up (`too-slow`, null); its thread is ended
 * and the next document gets a new one. The thread starts with the first document and does not keep the process alive.
 */
export function createReadingThread(): {
  read: ReadDocument
  merge: MergeRecords
  close(): Promise<void>
} {
  let worker: Promise<Worker> | null = null
  let last: Promise<unknown> = Promise.resolve()
  let closed = false

  const runNext = async <T>(task: Task, budget: number): Promise<T | null> => {
    if (closed) return null
    worker ??= startWorker()
    const running = await worker.catch((error: unknown) => {
      worker = null
      throw error
    })
    const answer = await answerOf<T>(running, task, budget)
    if (answer instanceof Error) throw answer
    if (answer !== null) return answer
    worker = null
    await running.terminate()
    return null
  }
  const run = <T>(task: Task, budget: number): Promise<T | null> => {
    const answer = last.then(() => runNext<T>(task, budget))
    last = answer.catch(() => {})
    return answer
  }
  return {
    read: async (kind, document) =>
      (await run<DocumentReading>({ kind, document }, PARSE_BUDGET)) ?? tooSlow,
    merge: (kind, procedures) => run<(RecordDraft | null)[]>({ kind, procedures }, READ_BUDGET),
    close: async () => {
      closed = true
      const running = await worker?.catch(() => null)
      await running?.terminate()
    },
  }
}

const tooSlow: DocumentReading = { ok: false, code: 'too-slow', line: null, column: null }

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
function answerOf<T>(worker: Worker, task: Task, budget: number): Promise<T | Error | null> {
  return new Promise((resolve) => {
    const settle = (answer: T | Error | null) => {
      clearTimeout(timer)
      // Only our own listeners: the thread's port hangs on others of the same object.
      worker.off('message', hear).off('exit', noAnswer)
      worker.unref()
      resolve(answer)
    }
    const noAnswer = () => settle(null)
    let timer = setTimeout(noAnswer, budget)
    const hear = (told: Told<T>) => {
      if (told !== 'parsed') return settle(told)
      clearTimeout(timer)
      timer = setTimeout(noAnswer, READ_BUDGET)
    }
    worker.on('message', hear).on('exit', noAnswer)
    worker.ref()
    worker.postMessage(task)
  })
}
