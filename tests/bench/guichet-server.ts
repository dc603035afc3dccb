import { openProgram } from '../../src/runtime/node/open.ts'
import { serve } from '../../src/runtime/node/serve.ts'
import { configOn } from './databases.ts'

/** Guichet as `npm start` serves it, on the database that the argument names. Tells its port to the process that started it. */
const program = await openProgram(configOn(process.argv[2] ?? ''), () => {})
if (!program.ok) throw new Error(program.sentence)
const started = await serve(program.opened)
if (!started.ok) throw new Error(started.sentence)
// Nobody is left to ask.
process.once('disconnect', () => process.exit())
process.send?.({ port: started.serving.port })
