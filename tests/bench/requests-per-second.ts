import { execFile } from 'node:child_process'
import { createRequire } from 'node:module'
import { promisify } from 'node:util'
import { z } from 'zod'
import { findProgram } from './find-program.ts'
import { askRaw } from './raw-request.ts'

const SECONDS = 2
const CONNECTIONS = 20

const run = promisify(execFile)
const wrk = findProgram('wrk')
const autocannon = createRequire(import.meta.url).resolve('autocannon')

/** What measures requests. */
export const LOAD_GENERATOR = wrk ? 'wrk' : 'autocannon'

/**
 * What wrk, or else autocannon, in a process of its own, gets out of an address over kept connections. Throws where the
 * answers are not 200, or 304 to a reader who has the latest.
 */
export async function requestsPerSecond(
  url: string,
  sends: Record<string, string>,
): Promise<number> {
  const expected = 'if-none-match' in sends ? 304 : 200
  const { status } = await askRaw(url, sends)
  if (status !== expected) throw new Error(`${url} answered ${status}, not ${expected}`)
  return wrk ? withWrk(wrk, url, sends) : withAutocannon(url, sends)
}

async function withWrk(program: string, url: string, sends: Record<string, string>) {
  const headers = Object.entries(sends).flatMap(([name, value]) => ['-H', `${name}: ${value}`])
  const options = ['-t', '1', '-c', String(CONNECTIONS), '-d', `${SECONDS}s`]
  const { stdout } = await run(program, [...options, ...headers, url])
  const wrong = /(?:Socket errors|Non-2xx or 3xx responses):.*/.exec(stdout)?.[0]
  const found = Number(/Requests\/sec:\s+([\d.]+)/.exec(stdout)?.[1])
  if (wrong !== undefined || !(found > 0)) throw new Error(`${url}: ${wrong ?? 'no answers'}`)
  return found
}

const told = z.object({
  duration: z.number(),
  errors: z.number(),
  '2xx': z.number(),
  '3xx': z.number(),
  '4xx': z.number(),
  '5xx': z.number(),
})

async function withAutocannon(url: string, sends: Record<string, string>) {
  const headers = Object.entries(sends).flatMap(([name, value]) => ['-H', `${name}=${value}`])
  const options = ['-c', String(CONNECTIONS), '-d', String(SECONDS), '--json', ...headers]
  const { stdout } = await run(process.execPath, [autocannon, ...options, url])
  const found = told.parse(JSON.parse(stdout))
  const wrong = found.errors + found['4xx'] + found['5xx']
  if (wrong > 0) throw new Error(`${url}: ${wrong} answers were not as expected`)
  return (found['2xx'] + found['3xx']) / found.duration
}
