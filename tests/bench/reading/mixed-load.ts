import { readFileSync } from 'node:fs'
import { askRaw } from '../raw-request.ts'

/** What readers ask for, out of a hundred: 80 look whether a feed has changed, 15 filter the board, 5 open a consultation. */
export interface Mix {
  feeds: string[]
  filters: string[]
  consultations: string[]
}

export interface LoadResult {
  /** Milliseconds of each answer. */
  times: number[]
  /** Answers that were neither 200 nor 304. */
  wrong: number
}

const READERS = 8
/** A reader waits so long between two requests: this is about how long answers take, not about how many there can be. */
const PAUSE_MS = 20

/** Readers that ask a served program for this mix until they are told to stop. */
export function startReaders(origin: string, { feeds, filters, consultations }: Mix) {
  const etags = new Map<string, string>()
  const result: LoadResult = { times: [], wrong: 0 }
  const state = { going: true, asked: 0 }
  const readers = Array.from({ length: READERS }, async () => {
    while (state.going) {
      const number = state.asked++
      const turn = number % 20
      const list = turn < 16 ? feeds : turn < 19 ? filters : consultations
      const path = list[Math.floor(number / 20) % list.length] ?? '/'
      const etag = turn < 16 ? etags.get(path) : undefined
      const start = performance.now()
      const answer = await askRaw(origin + path, {
        'accept-encoding': 'br',
        ...(etag === undefined ? {} : { 'if-none-match': etag }),
      })
      result.times.push(performance.now() - start)
      if (answer.status !== 200 && answer.status !== 304) result.wrong += 1
      if (answer.headers.etag !== undefined) etags.set(path, answer.headers.etag)
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS))
    }
  })
  return {
    async stop(): Promise<LoadResult> {
      state.going = false
      await Promise.all(readers)
      return result
    },
  }
}

/** Megabytes that a process held at most; 0 where the system does not tell. */
export function peakMemory(pid: number): number {
  try {
    const told = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
    return Number(told ?? 0) / 1024
  } catch {
    return 0
  }
}
