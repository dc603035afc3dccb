import { execFileSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { CONSULTATION_EXAMPLE } from '../../../src/api/examples.ts'
import { sourceRecords } from '../../../src/consultations/schema.ts'
import { tokenOf } from '../../support/api-client.ts'
import { testProgram } from '../../support/application.ts'
import { copyEmbeddedFolder } from '../../support/databases.ts'
import { insideEmbedded } from '../../support/inside-embedded.ts'
import { type ServingProcess, startServing } from '../../support/serving.ts'

const NOW = '2026-11-24T09:30:00Z'
/** Bytes: less than any table or log has by now, so that nothing can be added where they end. */
const LIMIT = 65_536

let folder: string
let token: string
let serving: ServingProcess | undefined

beforeAll(async () => {
  folder = copyEmbeddedFolder('ready')
  token = await insideEmbedded(folder, async (opened) =>
    tokenOf(await testProgram(opened, NOW), 'narbonne'),
  )
})
afterAll(async () => {
  await serving?.kill()
  rmSync(folder, { recursive: true, force: true })
})

/** The status of a push; null where the connection broke off instead. */
async function push({ origin }: ServingProcess, id: string): Promise<number | null> {
  const answer = await fetch(`${origin}/api/v1/consultations/${id}`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ ...CONSULTATION_EXAMPLE, reference: id }),
  }).catch(() => null)
  return answer?.status ?? null
}

test.skipIf(process.platform !== 'linux')(
  'the embedded database on a full disk: what cannot be written is refused, why is said, and it opens whole with all that was taken',
  { timeout: 120_000 },
  async () => {
    serving = await startServing({ DATA_DIR: folder, FAKE_NOW: NOW })
    expect(await push(serving, 'avant')).toBe(201)
    execFileSync('prlimit', ['--pid', String(serving.process.pid), `--fsize=${LIMIT}`])
    const taken = ['avant']
    const answers: (number | null)[] = []
    for (let each = 0; each < 30 && serving.process.exitCode === null; each += 1) {
      const status = await push(serving, `plein-${each}`)
      answers.push(status)
      if (status === 201) taken.push(`plein-${each}`)
    }
    expect(answers.filter((status) => ![201, 503, null].includes(status))).toEqual([])
    expect(answers).not.toEqual(answers.map(() => 201))
    await serving.kill()
    expect(serving.log.join('\n')).toContain('File too large')

    serving = await startServing({ DATA_DIR: folder, FAKE_NOW: NOW })
    expect(await push(serving, 'apres')).toBe(201)
    expect(await serving.stop()).toBe(0)
    const stored = await insideEmbedded(folder, async ({ db }) =>
      db.select({ id: sourceRecords.externalId }).from(sourceRecords),
    )
    const ids = new Set(stored.map(({ id }) => id))
    expect([...taken, 'apres'].filter((id) => !ids.has(id))).toEqual([])
  },
)
