import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runCommand } from '../../src/commands/run.ts'
import { consultations, notices } from '../../src/consultations/schema.ts'
import { plannedPurchaseEvents, plannedPurchases } from '../../src/programme/schema.ts'
import { useDemonstration } from '../support/demonstration.ts'
import { hasOcdsSchemas, recordPackageProblems, releaseProblems } from './ocds-schema.ts'

const demonstration = useDemonstration()
let folder: string
let lines: string[]

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'guichet-own-'))
  await run('export', 'ocds', 'tout.jsonl')
  lines = readFileSync(join(folder, 'tout.jsonl'), 'utf8').trimEnd().split('\n')
}, 120_000)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function run(...args: string[]): Promise<string[]> {
  const said: string[] = []
  const say = (line: string) => void said.push(line)
  const { deps } = demonstration
  const { sql } = { sql: undefined as never }
  expect(await runCommand(args, { deps, sql, cwd: folder, say }, say), said.join('\n')).toBe(0)
  return said
}

interface Packaged {
  releases?: { ocid: string; relatedProcesses?: Related[] }[]
  records?: { ocid: string; compiledRelease: { relatedProcesses?: Related[] } }[]
}

interface Related {
  relationship: string[]
  identifier: string
}

describe('what « export ocds » writes', () => {
  it('has the consultations and the programme, each naming the other where one came of the other', () => {
    const packages = lines.map((line) => JSON.parse(line) as Packaged)
    const planned = packages.flatMap(({ releases = [] }) => releases)
    const records = packages.flatMap(({ records = [] }) => records)
    const led = planned.flatMap(({ ocid, relatedProcesses = [] }) =>
      relatedProcesses.map(({ identifier }) => `${ocid} → ${identifier}`),
    )
    const back = records.flatMap(({ ocid, compiledRelease: { relatedProcesses = [] } }) =>
      relatedProcesses
        .filter(({ relationship }) => relationship.includes('planning'))
        .map(({ identifier }) => `${identifier} → ${ocid}`),
    )
    expect(planned.length).toBeGreaterThan(5)
    expect(led.length).toBeGreaterThan(0)
    expect(back.toSorted()).toEqual(led.toSorted())
    if (hasOcdsSchemas) {
      const pointing = lines.filter((line) => line.includes('"relationship":["planning"]'))
      expect(pointing.flatMap(recordPackageProblems)).toEqual([])
      expect(planned.flatMap(releaseProblems)).toEqual([])
    }
  })

  it('read again where it was written, changes nothing', async () => {
    const before = await state()
    const said = await run('import', 'ocds', 'tout.jsonl', '--partner', 'narbonne', '--apply')
    expect(said.join('\n')).toMatch(/, 0.nouvelle, 0.modifiée, \d+.inchangées/)
    expect(said.join('\n')).toMatch(/Programmation : 0.nouvel achat, 0.modifié, \d+.inchangés, 0/)
    expect(await state()).toBe(before)
  })

  it('brings the programme back where it was lost: what was announced, for when, and what came of it', async () => {
    const { db } = demonstration.deps
    const look = async () =>
      (
        await db.execute(sql`
          select object, status, due_on, first_due_on, year, quarter, amount_min, amount_max, contact_email,
            dropped_reason, date_trunc('second', announced_at) as announced_at, consultation_id
          from planned_purchases order by object, due_on`)
      ).map((row) => JSON.stringify(row))
    const before = await look()
    await db.execute(sql`truncate planned_purchases cascade`)
    await run('import', 'ocds', 'tout.jsonl', '--partner', 'narbonne', '--apply')
    expect(await look()).toEqual(before)
    const again = await run('import', 'ocds', 'tout.jsonl', '--partner', 'narbonne', '--apply')
    expect(again.join('\n')).toContain('Programmation : 0')
    expect(await look()).toEqual(before)
  })
})

async function state(): Promise<string> {
  const { db } = demonstration.deps
  return JSON.stringify([
    await db.$count(consultations),
    await db.$count(notices),
    await db.select().from(plannedPurchases).orderBy(plannedPurchases.id),
    await db.select().from(plannedPurchaseEvents).orderBy(plannedPurchaseEvents.id),
  ])
}
