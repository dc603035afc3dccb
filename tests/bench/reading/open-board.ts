import { createApp } from '../../../src/app.ts'
import type { Config } from '../../../src/config.ts'
import type { Deps } from '../../../src/deps.ts'
import { createKeeper } from '../../../src/http/keeper.ts'
import { openProgram } from '../../../src/runtime/node/open.ts'

/** The program in this process, on a database that is filled, keeping no rendering. */
export interface OpenBoard {
  deps: Deps
  /** Has an address rendered anew; throws where the answer is not 200 and whole. */
  render(path: string): Promise<void>
  close(): Promise<void>
}

/** Opens the program on this database; what other parts keep for a minute is still kept. */
export async function openBoard(config: Config): Promise<OpenBoard> {
  const result = await openProgram(config, () => {})
  if (!result.ok) throw new Error(result.sentence)
  const { deps, close } = result.opened
  // A keeper without room keeps nothing.
  const app = createApp({ ...deps, keep: createKeeper(0) })
  return {
    deps,
    async render(path) {
      const response = await app.request(path)
      const text = await response.text()
      if (response.status !== 200 || text === '')
        throw new Error(`${path} answered ${response.status}`)
    },
    close,
  }
}
