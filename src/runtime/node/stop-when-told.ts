import { once } from 'node:events'
import { setTimeout } from 'node:timers/promises'
import type { Serving } from './serve.ts'

/** One Ctrl+C comes twice under npm: from the terminal, and passed on by npm. */
const SAME_SIGNAL_MS = 1_000

/** Waits for SIGINT or SIGTERM, and stops in good order; a second one ends the process at once. */
export async function stopWhenTold(serving: Serving): Promise<void> {
  const underNpm = process.env['npm_lifecycle_event'] !== undefined
  await (underNpm ? Promise.race([signalled(), leftAlone()]) : signalled())
  void setTimeout(SAME_SIGNAL_MS, undefined, { ref: false })
    .then(signalled)
    .then(() => process.exit(1))
  const ignore = () => {}
  process.on('SIGINT', ignore).on('SIGTERM', ignore)
  await serving.stop()
}

async function signalled(): Promise<void> {
  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')])
}

/** The shell between npm and this process ends at a SIGTERM without passing it on. */
async function leftAlone(): Promise<void> {
  const shell = process.ppid
  while (process.ppid === shell) await setTimeout(500, undefined, { ref: false })
}
