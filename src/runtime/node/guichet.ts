import { existsSync } from 'node:fs'
import { handOver } from '../../commands/hand-over.ts'
import { commandOf, runCommand } from '../../commands/run.ts'
import { type Config, readConfig } from '../../config.ts'
import { openProgram } from './open.ts'
import { serve } from './serve.ts'

/** `npm run guichet -- COMMAND`: the operator's command line. */
process.exitCode = await main(process.argv.slice(2))

const DEMO_FOLDER = '.demo'

async function main(argv: string[]): Promise<number> {
  const asked = commandOf(argv)
  if (asked && 'help' in asked) {
    say(asked.help)
    return 0
  }
  if (existsSync('.env')) process.loadEnvFile('.env')
  const serving = argv[0] === 'demo' && argv.includes('--serve')
  const read = readConfig(serving ? demonstrationEnvironment() : process.env)
  if (!read.ok) {
    for (const problem of read.problems) complain(problem)
    return 1
  }
  if (serving) return demonstrate(read.config)
  return operate(argv, read.config)
}

/** Runs a command here, or hands it to the server that has the embedded database open. */
async function operate(argv: string[], config: Config): Promise<number> {
  if (config.databaseUrl === '') {
    const status = await handOver(config.dataDir, argv, { out: say, err: complain })
    if (status !== null) return status
  }
  const result = await openProgram(config, () => {})
  if (!result.ok) {
    complain(result.sentence)
    return 1
  }
  const { deps, database, close } = result.opened
  const context = { deps, sql: database.sql, cwd: process.cwd(), say }
  const status = await runCommand(argv, context, complain)
  await close()
  return status
}

/** The demonstration has its own folder and database, whatever the environment says of them. */
function demonstrationEnvironment(): Record<string, string | undefined> {
  return { ...process.env, DATABASE_URL: '', DATA_DIR: DEMO_FOLDER, POLL: 'off' }
}

/** Fills the demonstration's own database when it is empty, then serves it until interrupted. */
async function demonstrate(config: Config): Promise<number> {
  say('Préparation de la démonstration (quelques secondes la première fois)…')
  const result = await openProgram(config, () => {})
  if (!result.ok) {
    complain(result.sentence)
    return 1
  }
  const { opened } = result
  const context = { deps: opened.deps, sql: opened.database.sql, cwd: process.cwd(), say }
  await runCommand(['demo', '--if-empty'], context, complain)
  const serving = await serve(opened)
  say(`\nLe guichet est ouvert : http://localhost:${serving.port}/   (Ctrl+C pour arrêter)`)
  await new Promise<void>((stop) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop())
  })
  await serving.stop()
  return 0
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}

function complain(line: string): void {
  process.stderr.write(`${line}\n`)
}
