import { Worker } from 'node:worker_threads'
import type { RecordDraft } from '../../consultations/records/draft.ts'
import type { DocumentReading, MergeRecords, ReadDocument } from '../../sources/kind.ts'
import type { Task, Told } from './parse-worker.ts'

/** Milliseconds that the thread may compute for one document until its shape is known. */
const PARSE_BUDGET = 2_000
/** Milliseconds for what it says from then on: honest work, a millisecond for 1 000 characters. */
const READ_BUDGET = 15_000
/** How many times longer either may take by the clock: a machine that is busy with others is not the document's fault. */
const PATIENCE = 5
/** Milliseconds between two looks at how long the thread has computed. */
const LOOK_EVERY = 100
const HEAP_LIMIT_MB = 256

/**
 * Reads documents and merges records one after the other in a thread of their own, so that no document can stop the
 * server. One for which the thread computes too long, or all of the thread's memory, is given up (`too-slow`, null); its thread is ended
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
    resourceLimits: { maxOldGenerationSizeMb: HEAP_LIMIT_MB, maxYoungGenerationSizeMb: 4 },
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
      stopWatching()
      // Only our own listeners: the thread's port hangs on others of the same object.
      worker.off('message', hear).off('exit', noAnswer)
      worker.unref()
      resolve(answer)
    }
    const noAnswer = () => settle(null)
    let stopWatching = onceSpent(worker, budget, noAnswer)
    const hear = (told: Told<T>) => {
      if (told !== 'parsed') return settle(told)
      stopWatching()
      stopWatching = onceSpent(worker, READ_BUDGET, noAnswer)
    }
    worker.on('message', hear).on('exit', noAnswer)
    worker.ref()
    worker.postMessage(task)
  })
}

/**
 * Gives up once a thread has computed for `budget` milliseconds from now, or has not come back after `PATIENCE` times as
 * long. Returns what ends the watch.
 */
function onceSpent(worker: Worker, budget: number, giveUp: () => void): () => void {
  const before = worker.cpuUsage().catch(() => undefined)
  let over = false
  const look = async () => {
    // Not answered while one call of the engine itself takes long, or after the thread's end: the clock counts then.
    const spent = await before.then((usage) => worker.cpuUsage(usage)).catch(() => null)
    if (over) return
    if (spent !== null && (spent.user + spent.system) / 1000 >= budget) giveUp()
    else next = setTimeout(look, LOOK_EVERY)
  }
  let next = setTimeout(look, LOOK_EVERY)
  const patience = setTimeout(giveUp, budget * PATIENCE)
  return () => {
    over = true
    clearTimeout(next)
    clearTimeout(patience)
  }
}
