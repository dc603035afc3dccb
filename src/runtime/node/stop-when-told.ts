import { once } from 'node:events'
import { setTimeout } from 'node:timers/promises'
import type { Serving } from './serve.ts'

/** One Ctrl+C comes twice under npm: from the terminal, and passed on by npm. */
const SAME_SIGNAL_MS = 1_000

/** Waits for SIGINT or SIGTERM, and stops in good order; a second one ends the process at once. */
export async function stopWhenTold(serving: Serving): Promise<void> {
  await signalled()
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
