import { existsSync } from 'node:fs'
import { readConfig } from '../../config.ts'
import { logLine, openProgram } from './open.ts'
import { serve } from './serve.ts'

/** `npm start`: serves until it is told to stop. */
if (existsSync('.env')) process.loadEnvFile('.env')
const read = readConfig(process.env)
if (!read.ok) {
  for (const problem of read.problems) process.stderr.write(`${problem}\n`)
  process.exit(1)
}
const result = await openProgram(read.config, (line) => logLine('start', { line }))
if (!result.ok) {
  process.stderr.write(`${result.sentence}\n`)
  process.exit(1)
}
try {
  const serving = await serve(result.opened)
  logLine('listening', { port: serving.port, baseUrl: read.config.baseUrl })
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => void serving.stop().then(() => process.exit(0)))
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exit(1)
}
