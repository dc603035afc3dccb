import { afterAll, beforeAll, describe } from 'vitest'
import { describeAlike } from './alike.ts'
import { describeApi } from './api.ts'
import { describeForms } from './forms.ts'
import { describeReading } from './reading.ts'
import { openWorld, RUNTIMES, type World } from './world.ts'

/** One suite, two runtimes: Guichet over HTTP, as it is built, on one PostgreSQL. */
let world: World | undefined
const open = (): World => {
  if (!world) throw new Error('The world is open inside tests and hooks only')
  return world
}

beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world?.close())

describe.each(RUNTIMES)('%s', (runtime) => {
  const ask = (path: string, init?: RequestInit) => open().ask(runtime, path, init)
  const program = () => open().program
  describeReading(ask, program)
  describeForms(ask, program)
  describeApi(ask, program)
})

describeAlike(open)
