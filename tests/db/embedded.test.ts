import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { sql } from 'drizzle-orm'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openEmbedded } from '../../src/db/embedded.ts'
import type { OpenDatabase } from '../../src/db/postgres.ts'
import { copyEmbeddedFolder, openTestEmbedded } from '../support/databases.ts'

const kills = process.env.DEEP === '1' ? 6 : 2
const operations = process.env.DEEP === '1' ? 14_000 : 500

describe('the embedded database', () => {
  it('answers hundreds of mixed queries at once without an error, and lets the rest of the program run', async () => {
    const { db, close } = await openTestEmbedded()
    await db.execute(sql`create table mixed (n int primary key, text text)`)
    let turns = 0
    const turning = setInterval(() => (turns += 1), 1)
    const work = Array.from({ length: operations }, (_, n) => mixedOperation(db, n))
    const outcomes = await Promise.allSettled(work)
    // One query that takes long must not hold up this thread.
    const before = turns
    await db.execute(sql`select count(*) from generate_series(1, 2000000)`)
    clearInterval(turning)
    expect(turns - before).toBeGreaterThan(5)
    expect(outcomes.filter((outcome) => outcome.status === 'rejected')).toEqual([])
    const [row] = await db.execute(sql`select count(*)::int as count from mixed`)
    expect(row?.count).toBe(Math.ceil(operations / 4) * 2)
    await close()
  })

  it('answers what is nested too deeply with an error, and the next query as if nothing had been', async () => {
    const { db, close } = await openTestEmbedded()
    const sum = `select ${'1+'.repeat(30_000)}1`
    await expect(db.execute(sum)).rejects.toMatchObject({
      cause: { message: 'stack depth limit exceeded' },
    })
    const json = db.execute(sql`select ${'['.repeat(100_000)}::text::jsonb`)
    await expect(json).rejects.toThrow()
    expect(await db.execute(sql`select 1 as one`)).toEqual([{ one: 1 }])
    await close()
  })

  it(`loses nothing that it acknowledged to ${kills} kills`, { timeout: 120_000 }, async () => {
    const folder = copyEmbeddedFolder()
    let acknowledged = 0
    for (let kill = 0; kill < kills; kill++) {
      acknowledged = await insertUntilKilled(folder, acknowledged, 200)
    }
    const opened = await openEmbedded(folder)
    if (!opened.ok) throw new Error('the folder of a killed process is taken over')
    const [row] = await opened.db.execute(sql`select max(n) as last, count(*)::int from kept`)
    expect(row?.last).toBeGreaterThanOrEqual(acknowledged)
    expect(row?.count).toBe(row?.last)
    expect(acknowledged).toBeGreaterThanOrEqual(kills * 200)
    await opened.close()
    rmSync(folder, { recursive: true })
  })
})

describe('a data folder', () => {
  let folder: string
  beforeEach(() => {
    folder = copyEmbeddedFolder()
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  it('is refused while another process holds it, and free again after', async () => {
    const holder = holdFolder(folder)
    const pid = await holder.held
    expect(await openEmbedded(folder)).toEqual({ ok: false, heldBy: pid })
    await holder.letGo()
    const opened = await expectOpen(folder)
    expect(await openEmbedded(folder)).toEqual({ ok: false, heldBy: process.pid })
    await opened.close()
    expect(readdirSync(folder)).toEqual(['postgres'])
    await (await expectOpen(folder)).close()
  })

  it.skipIf(process.platform !== 'linux')(
    'is taken over from a process that is gone, also when its number belongs to another by now',
    async () => {
      writeFileSync(join(folder, 'lock-1'), '999999999999')
      writeFileSync(join(folder, 'lock-4194303'), '1')
      const opened = await expectOpen(folder)
      expect(readdirSync(folder).filter((name) => name.startsWith('lock-'))).toEqual([
        `lock-${process.pid}`,
      ])
      await opened.close()
    },
  )

  it('opens when the program was killed while making it', { timeout: 120_000 }, async () => {
    rmSync(join(folder, 'postgres'), { recursive: true })
    mkdirSync(join(folder, 'postgres.new', 'base'), { recursive: true })
    const opened = await expectOpen(folder)
    expect(await opened.db.execute(sql`select 1 as one`)).toEqual([{ one: 1 }])
    await opened.close()
  })

  it('may have a path that is too long for a socket, and keeps its socket to its owner', async () => {
    const long = join(folder, 'a'.repeat(100))
    mkdirSync(long)
    renameSync(join(folder, 'postgres'), join(long, 'postgres'))
    const opened = await expectOpen(long)
    expect(await opened.db.execute(sql`select 1 as one`)).toEqual([{ one: 1 }])
    if (process.platform !== 'win32')
      expect(statSync(join(long, 'database.sock')).mode & 0o777).toBe(0o600)
    await opened.close()
  })
})

async function mixedOperation(db: OpenDatabase['db'], n: number): Promise<void> {
  if (n % 4 === 0) {
    await db.transaction(async (tx) => {
      await tx.execute(sql`insert into mixed values (${n}, ${'été'.repeat(n % 100)})`)
      await tx.execute(sql`insert into mixed values (${-n - 1}, null)`)
    })
  } else if (n % 4 === 1) {
    const failing = db.transaction((tx) => tx.execute(sql`select 1 / ${n - n}::int`))
    await failing.then(
      () => Promise.reject(new Error('a division by zero passed')),
      () => undefined,
    )
  } else if (n % 4 === 2) {
    await db.execute(sql`update mixed set text = ${String(n)} where n = ${n - 2}`)
  } else {
    await db.execute(sql`select * from mixed where text % ${'été'} or n > ${n} limit 20`)
  }
}

async function expectOpen(folder: string): Promise<OpenDatabase> {
  const opened = await openEmbedded(folder)
  if (!opened.ok) throw new Error(`held by ${opened.heldBy}`)
  return opened
}

/** Inserts consecutive numbers in another process, which is killed after `count` acknowledgements. Returns the last. */
async function insertUntilKilled(folder: string, from: number, count: number): Promise<number> {
  const child = startChild('insert', folder)
  let last = from
  for await (const line of createInterface({ input: child.stdout })) {
    last = Number(line)
    if (last >= from + count) child.kill('SIGKILL')
  }
  return last
}

function holdFolder(folder: string) {
  const child = startChild('hold', folder)
  return {
    held: once(createInterface({ input: child.stdout }), 'line').then(([line]) => Number(line)),
    async letGo() {
      child.stdin.end()
      await once(child, 'exit')
    },
  }
}

function startChild(task: 'insert' | 'hold', folder: string) {
  const program = fileURLToPath(new URL('../support/embedded-child.ts', import.meta.url))
  return spawn(process.execPath, [program, task, folder], { stdio: ['pipe', 'pipe', 'inherit'] })
}
