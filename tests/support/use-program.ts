import { type TestProgram, testProgram } from './application.ts'
import { type Engine, openTestEmbedded, openTestPostgres } from './databases.ts'
import { whileSuite } from './while-suite.ts'

/** A Friday, on which most of what tests tell begins. */
const FRIDAY = '2026-11-20T10:00:00+01:00'

interface SuiteProgram extends TestProgram {
  /** Opens a PostgreSQL database once more, from another process too. */
  url: string
}

/** The program on a database of its own, while the suite that asks runs. */
export function useProgram(at = FRIDAY, engine: Engine = 'PostgreSQL'): SuiteProgram {
  const open = whileSuite(async () => {
    const database =
      engine === 'PostgreSQL' ? await openTestPostgres('ready') : await openTestEmbedded('ready')
    const url = 'url' in database ? database.url : ''
    return { ...(await testProgram(database, at)), url, close: database.close }
  })
  return {
    get url() {
      return open().url
    },
    get database() {
      return open().database
    },
    get deps() {
      return open().deps
    },
    get clock() {
      return open().clock
    },
    get app() {
      return open().app
    },
    text: (...asked) => open().text(...asked),
    say: (...said) => open().say(...said),
    later: (days) => open().later(days),
  }
}
