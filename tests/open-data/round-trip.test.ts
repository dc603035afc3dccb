import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createApp } from '../../src/app.ts'
import { runCommand } from '../../src/commands/run.ts'
import { readConfig } from '../../src/config.ts'
import { consultations, notices, sourceRecords } from '../../src/consultations/schema.ts'
import { openProgram } from '../../src/runtime/node/open.ts'
import { openTestPostgres } from '../support/databases.ts'
import { DEMONSTRATION_DAY, useDemonstration } from '../support/demonstration.ts'
import { packageOf, type Release } from './ocds-schema.ts'
import { linesOfDownload } from './downloads.ts'

const demonstration = useDemonstration()
let folder: string
let empty: Awaited<ReturnType<typeof openEmpty>>
let lines: string[]

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'guichet-ocds-'))
  empty = await openEmpty()
  lines = await linesOfDownload(demonstration.app, '/donnees/ocds.jsonl.gz')
  writeFileSync(join(folder, 'tout.jsonl'), lines.map((line) => `${line}\n`).join(''))
}, 120_000)
afterAll(async () => {
  await empty.close()
  rmSync(folder, { recursive: true, force: true })
})

describe('our own OCDS, imported into an empty Guichet', () => {
  it('is only tried where --apply is not said', async () => {
    const { status, out } = await empty.run('import', 'ocds', 'tout.jsonl', '--partner', 'chambre')
    expect([status, out.at(-1)]).toEqual([0, expect.stringContaining('rien n’a changé')])
    expect(await empty.deps.db.$count(consultations)).toBe(0)
  })

  it('gives the same consultations with the same history', async () => {
    const { status, out, err } = await empty.run(
      'import',
      'ocds',
      'tout.jsonl',
      '--partner',
      'chambre',
      '--apply',
    )
    const left = out.filter((line) => line.startsWith('Non repris') && !line.includes('/boampId'))
    expect([status, err, left]).toEqual([0, [], []])
    const again = await exportedByOcid()
    for (const line of lines) {
      const [record] = packageOf(line).records
      if (!record) throw new Error('no record')
      const other = again.get(record.ocid)
      expect(comparable(other?.compiledRelease)).toEqual(comparable(record.compiledRelease))
      expect(other?.releases.map(stage)).toEqual(record.releases.map(stage))
    }
  })

  it('changes nothing the second time', async () => {
    const before = await empty.deps.db.$count(notices)
    const { out } = await empty.run(
      'import',
      'ocds',
      'tout.jsonl',
      '--partner',
      'chambre',
      '--apply',
    )
    expect(out.at(-2)).toMatch(/0.nouvelle, 0.modifiée/)
    expect(await empty.deps.db.$count(notices)).toBe(before)
  })
})

/**
 * A consultation without what two Guichets may not have in common: their own numbers, how they know a buyer's name, and
 * the invented numbers of BOAMP notices. Of amendments, their grounds.
 */
function comparable(release: Release | undefined) {
  if (!release) return null
  const { ocid, id: _, buyer: __, relatedProcesses, tender, parties, ...told } = release
  const {
    procuringEntity: ___,
    amendments = [],
    guichet = {},
    ...call
  } = tender as {
    procuringEntity?: unknown
    amendments?: { rationale?: string }[]
    guichet?: Record<string, unknown>
  }
  const { boampId: ____, ...further } = guichet
  const compared = {
    ...told,
    call,
    further,
    grounds: amendments.map(({ rationale }) => rationale),
    renews: ((relatedProcesses ?? []) as { relationship: string[] }[]).some(({ relationship }) =>
      relationship.includes('unsuccessfulProcess'),
    ),
    parties: (parties as Party[]).map(({ id, name, identifier, ...party }) =>
      party.roles.includes('buyer') ? { ...party, siret: identifier?.id } : { ...party, id, name },
    ),
  }
  return JSON.parse(JSON.stringify(compared).replaceAll(ocid, 'OCID'))
}

interface Party {
  id: string
  name: string
  roles: string[]
  identifier?: { id: string }
}

function stage({ date, tag, tender }: Release) {
  return { date, tag, status: (tender as { status: string }).status }
}

/** By the ocid that each came with. */
async function exportedByOcid() {
  const found = await linesOfDownload(empty.app, '/donnees/ocds.jsonl.gz')
  const names = new Map(
    (
      await empty.deps.db
        .select({ ocid: consultations.ocid, externalId: sourceRecords.externalId })
        .from(sourceRecords)
        .innerJoin(consultations, eq(consultations.id, sourceRecords.consultationId))
    ).map(({ ocid, externalId }) => [ocid, externalId]),
  )
  return new Map(
    found.flatMap((line) => {
      const [record] = packageOf(line).records
      return record ? [[names.get(record.ocid) ?? '', record] as const] : []
    }),
  )
}

async function openEmpty() {
  const database = await openTestPostgres()
  const read = readConfig({ DATABASE_URL: database.url, POLL: 'off', FAKE_NOW: DEMONSTRATION_DAY })
  if (!read.ok) throw new Error(read.problems.join('\n'))
  const result = await openProgram(read.config, () => {})
  if (!result.ok) throw new Error(result.sentence)
  const { deps, database: own, close } = result.opened
  const run = async (...argv: string[]) => {
    const out: string[] = []
    const err: string[] = []
    const context = { deps, sql: own.sql, cwd: folder, say: (line: string) => void out.push(line) }
    const status = await runCommand(argv, context, (line) => void err.push(line))
    return { status, out, err }
  }
  writeFileSync(
    join(folder, 'partenaires.json'),
    JSON.stringify([
      {
        identifiant: 'chambre',
        siret: '18110001700019',
        nom: 'Chambre',
        nature: 'chambre',
        achete: false,
      },
    ]),
  )
  for (const words of [['migrate'], ['partners', 'import', 'partenaires.json']]) {
    const { status, err } = await run(...words)
    if (status !== 0) throw new Error(err.join('\n'))
  }
  return {
    deps,
    app: createApp(deps),
    run,
    async close() {
      await close()
      await database.close()
    },
  }
}
