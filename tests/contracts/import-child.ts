import { openEmbedded } from '../../src/db/embedded.ts'
import { openPostgres } from '../../src/db/postgres.ts'
import { importRows, told } from './rows.ts'

/** Imports many contracts, says « half » when half of them are written, and then takes its time: to be killed. */
const [engine, address = ''] = process.argv.slice(2)
const ROWS = 6000
const rows = Array.from({ length: ROWS }, (_, at) => told({ number: `enfant ${at}` }))
const database = engine === 'PostgreSQL' ? openPostgres(address) : await openEmbedded(address)
if ('ok' in database && !database.ok) throw new Error('held')
if (!('db' in database)) throw new Error('no database')
await importRows(database.db, rows, {
  progress(read) {
    if (read === ROWS) {
      process.stdout.write('half\n')
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 60_000)
    }
  },
})
