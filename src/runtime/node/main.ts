import { existsSync } from 'node:fs'
import { failureSentence } from '../../commands/failure.ts'
import { type Config, readConfig } from '../../config.ts'
import { describeError } from '../../http/describe-error.ts'
import { logLine, openProgram } from './open.ts'
import { serve, type ServeResult } from './serve.ts'
import { stopWhenTold } from './stop-when-told.ts'

/** `npm start`: serves until it is told to stop. */
if (existsSync('.env')) process.loadEnvFile('.env')
const read = readConfig(process.env)
if (!read.ok) {
  for (const problem of read.problems) process.stderr.write(`${problem}\n`)
  process.exit(1)
}
const result = await start(read.config)
if (!result.ok) {
  process.stderr.write(`${result.sentence}\n`)
  process.exit(1)
}
const { serving } = result
// Node's own words for it would carry the parameters of a query.
process.once('uncaughtException', (error) => {
  logLine('fatal', { ...describeError(error) })
  process.exit(1)
})
logLine('listening', { port: serving.port, baseUrl: read.config.baseUrl })
await stopWhenTold(serving)
process.exit(0)

async function start(config: Config): Promise<ServeResult> {
  try {
    const program = await openProgram(config, (line) => logLine('start', { line }))
    return program.ok ? await serve(program.opened) : program
  } catch (error) {
    return { ok: false, sentence: failureSentence(error) }
  }
}
