import { existsSync, rmSync } from 'node:fs'
import { constants, setPriority } from 'node:os'
import { failureSentence } from '../../commands/failure.ts'
import { handOver } from '../../commands/hand-over.ts'
import { commandOf, runCommand, unknownSentence } from '../../commands/run.ts'
import { type Config, readConfig } from '../../config.ts'
import { readSettings } from '../../db/settings.ts'
import { guestLinks } from '../../commands/demo/guests.ts'
import { openProgram, type OpenResult } from './open.ts'
import { serve, whyUnready } from './serve.ts'
import { stopWhenTold } from './stop-when-told.ts'

const DEMO_FOLDER = '.demo'

/** `npm run guichet -- COMMAND`: the operator's command line. */
process.exitCode = await main(process.argv.slice(2)).catch((error: unknown) => {
  complain(failureSentence(error))
  return 1
})

async function main(argv: string[]): Promise<number> {
  const asked = commandOf(argv)
  if (asked && 'help' in asked) {
    say(asked.help)
    return 0
  }
  if (!asked) {
    complain(unknownSentence(argv))
    return 1
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
    const status = await handOver(config.dataDir, { argv, cwd: process.cwd() }, (line, stream) =>
      stream === 'out' ? say(line) : complain(line),
    )
    if (status !== null) return status
  }
  const result = await openProgram(config, () => {})
  if (!result.ok) {
    complain(result.sentence)
    return 1
  }
  const { deps, database, close } = result.opened
  const context = { deps, sql: database.sql, cwd: process.cwd(), say }
  // Readers of a server beside it go first.
  if (argv[0] === 'poll') setPriority(constants.priority.PRIORITY_BELOW_NORMAL)
  try {
    const unready = argv[0] === 'migrate' ? null : await whyUnready(database)
    if (unready !== null) {
      complain(unready)
      return 1
    }
    return await runCommand(argv, context, complain)
  } finally {
    await close()
  }
}

/** The demonstration has its own folder and database, whatever the environment says of them. */
function demonstrationEnvironment(): Record<string, string | undefined> {
  return { ...process.env, DATABASE_URL: '', DATA_DIR: DEMO_FOLDER, POLL: 'off' }
}

/** Fills the demonstration's own database when it is empty, then serves it until interrupted. */
async function demonstrate(config: Config): Promise<number> {
  say('Préparation de la démonstration (quelques secondes)…')
  const result = await openToday(config)
  if (!result.ok) {
    complain(result.sentence)
    return 1
  }
  const { opened } = result
  const context = { deps: opened.deps, sql: opened.database.sql, cwd: process.cwd(), say }
  const status = await runCommand(['demo', '--if-empty'], context, complain)
  if (status !== 0) {
    await opened.close()
    return status
  }
  const served = await serve(opened)
  if (!served.ok) {
    complain(served.sentence)
    return 1
  }
  const { serving } = served
  say(`\nLe guichet est ouvert : http://localhost:${serving.port}/   (Ctrl+C pour arrêter)`)
  const guests = await guestLinks(opened.deps)
  if (guests.length > 0) say('\nPour voir l’espace partenaires, un lien par personne inventée :')
  for (const { who, address } of guests) say(`  ${who} : ${address}`)
  await stopWhenTold(serving)
  return 0
}

/** The demonstration's dates are told from the day it was made: one of another day is made again. */
async function openToday(config: Config): Promise<OpenResult> {
  const result = await openProgram(config, () => {})
  if (!result.ok) return result
  const { deps, close } = result.opened
  const settings = await readSettings(deps.db)
  if (settings?.tagDate === deps.now().toISOString().slice(0, 10)) return result
  await close()
  rmSync(DEMO_FOLDER, { recursive: true, force: true })
  return openProgram(config, () => {})
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}

function complain(line: string): void {
  process.stderr.write(`${line}\n`)
}
