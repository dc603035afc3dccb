// A process that opens an embedded database, for tests that kill it or meet it there.
import { once } from 'node:events'
import { openEmbedded } from '../../src/db/embedded.ts'

const [task, folder = ''] = process.argv.slice(2)
const opened = await openEmbedded(folder)
if (!opened.ok) throw new Error(`held by ${opened.heldBy}`)
const { sql, close } = opened

if (task === 'insert') {
  await sql`create table if not exists kept (n int primary key)`
  const [row] = await sql`select coalesce(max(n), 0) as last from kept`
  for (let n = Number(row?.last) + 1; ; n++) {
    await sql`insert into kept values (${n})`
    process.stdout.write(`${n}\n`)
  }
} else {
  process.stdout.write(`${process.pid}\n`)
  process.stdin.resume()
  await once(process.stdin, 'end')
  await close()
}
