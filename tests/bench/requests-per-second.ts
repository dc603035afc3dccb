import { execFile } from 'node:child_process'
import { createRequire } from 'node:module'
import { promisify } from 'node:util'
import { z } from 'zod'

const SECONDS = 2
const CONNECTIONS = 20

const autocannon = createRequire(import.meta.url).resolve('autocannon')
const told = z.object({
  duration: z.number(),
  errors: z.number(),
  '2xx': z.number(),
  '3xx': z.number(),
  '4xx': z.number(),
  '5xx': z.number(),
})

/** What autocannon, in a process of its own, gets out of an address over kept connections. */
export async function requestsPerSecond(
  url: string,
  sends: Record<string, string>,
): Promise<number> {
  const headers = Object.entries(sends).flatMap(([name, value]) => ['-H', `${name}=${value}`])
  const options = ['-c', String(CONNECTIONS), '-d', String(SECONDS), '--json', ...headers]
  const { stdout } = await promisify(execFile)(process.execPath, [autocannon, ...options, url])
  const found = told.parse(JSON.parse(stdout))
  const wrong = found.errors + found['4xx'] + found['5xx']
  const answers = 'if-none-match' in sends ? found['3xx'] : found['2xx']
  if (wrong > 0 || answers === 0) throw new Error(`${url}: ${wrong} answers were not as expected`)
  return answers / found.duration
}
