import { describe } from 'vitest'
import { whileSuite } from '../../support/while-suite.ts'
import { describeAlike } from './alike.ts'
import { describeApi } from './api.ts'
import { describeForms } from './forms.ts'
import { describeReading } from './reading.ts'
import { openWorld, RUNTIMES } from './world.ts'

/** One suite, two runtimes: Guichet over HTTP, as it is built, on one PostgreSQL. */
const open = whileSuite(openWorld)

describe.each(RUNTIMES)('%s', (runtime) => {
  const ask = (path: string, init?: RequestInit) => open().ask(runtime, path, init)
  const program = () => open().program
  describeReading(ask, program)
  describeForms(ask, program)
  describeApi(ask, program)
})

describeAlike(open)
