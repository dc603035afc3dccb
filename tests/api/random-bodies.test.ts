import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { OPERATIONS } from '../../src/api/operations.ts'
import { auditLog } from '../../src/audit/schema.ts'
import {
  consultations,
  lots,
  notices,
  sourceRecords,
  sources,
} from '../../src/consultations/schema.ts'
import { keptReasons } from '../../src/posting/schema.ts'
import { apiClient, tokenOf } from '../support/api-client.ts'
import { anyText } from '../support/hostile.ts'
import { useProgram } from '../support/use-program.ts'

const RUNS = process.env['DEEP'] ? 2_000 : 100
/** Calls of one token: fewer than its limit. */
const CALLS = 1_000

const program = useProgram()
let call: ReturnType<typeof apiClient>
let calls = 0

beforeAll(async () => {
  call = apiClient(program, await tokenOf(program, 'narbonne'))
  const { example } = OPERATIONS.putConsultation.body
  for (const id of ['debout', 'annulable', 'attribuable', 'MAPA-2026-009'])
    expect((await call('PUT', `/consultations/${id}`, example)).status).toBe(201)
})

const anyValue: fc.Arbitrary<unknown> = fc.oneof(
  { arbitrary: anyText, weight: 3 },
  fc.constantFrom<unknown>(
    null,
    true,
    -1,
    0,
    0.001,
    1e308,
    '2027-02-29T12:00',
    '2027-03-28T02:30',
    '2026-12-18T12:00',
    '2027-01-20',
    'planned',
    'active',
    'withdrawn',
    'unsuccessful',
    'abandoned',
    'restricted',
    'below-threshold',
    'debout',
    '73282932000074',
    '1',
    [],
    {},
    [[]],
    { __proto__: null, constructor: 1 },
  ),
  fc.jsonValue(),
)

/** Values that JSON has, of something that it has: what was said, changed at some place. */
function spoilt(example: unknown): fc.Arbitrary<unknown> {
  return fc
    .array(fc.tuple(fc.array(fc.nat(30), { maxLength: 6 }), anyValue, fc.boolean()), {
      maxLength: 3,
    })
    .map((changes) =>
      changes.reduce<unknown>(
        (body, [path, value, add]) => changed(body, path, value, add),
        structuredClone(example),
      ),
    )
}

function changed(body: unknown, [step, ...rest]: number[], value: unknown, add: boolean): unknown {
  if (step === undefined || typeof body !== 'object' || body === null) return value
  const keys = Object.keys(body)
  const key = keys[step % Math.max(1, keys.length)]
  if (key === undefined) return value
  const inner = changed(Reflect.get(body, key), rest, value, add)
  if (Array.isArray(body)) return add ? [...body, inner] : body.with(Number(key), inner)
  return { ...body, [add && rest.length === 0 ? `${key}x` : key]: inner }
}

const RAW = fc.oneof(
  anyText,
  fc.constantFrom('', '{', '[]', 'null', '0', '"', '{"title":', '['.repeat(100_000)),
)

describe.each([
  ['PUT', '/consultations/au-hasard', OPERATIONS.putConsultation.body.example],
  ['PUT', '/consultations/debout', OPERATIONS.putConsultation.body.example],
  ['POST', '/consultations/annulable/cancel', OPERATIONS.cancelConsultation.body.example],
  ['POST', '/consultations/attribuable/award', OPERATIONS.awardConsultation.body.example],
  ['POST', '/consultations/batch', OPERATIONS.writeBatch.body.example],
  ['POST', '/ocds', OPERATIONS.takeOcds.body.example],
])('%s %s', (method, path, example) => {
  it(
    'answers any body without breaking, and writes all of it or nothing',
    async () => {
      program.clock.now = new Date(
        path.endsWith('/award') ? '2027-03-01T10:00:00+01:00' : '2026-11-20T10:00:00+01:00',
      )
      const body = fc.oneof({ arbitrary: spoilt(example), weight: 8 }, anyValue, RAW)
      await fc.assert(
        fc.asyncProperty(body, async (sent) => {
          calls += 1
          if (calls % CALLS === 0) call = apiClient(program, await tokenOf(program, 'narbonne'))
          const before = await counted()
          const text = typeof sent === 'string' ? sent : JSON.stringify(sent)
          const answer = await call(method, path, text)
          const after = await counted()
          expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(500)
          if (answer.status >= 400) {
            expect(answer.headers.get('content-type')).toContain('application/problem+json')
            expect(after).toEqual(before)
          } else expect(after.consultations).toBe(after.records)
        }),
        { numRuns: RUNS },
      )
    },
    20 * 60_000,
  )
})

async function counted() {
  const { db } = program.deps
  return {
    consultations: await db.$count(consultations),
    records: await db.$count(sourceRecords),
    sources: await db.$count(sources),
    notices: await db.$count(notices),
    lots: await db.$count(lots),
    kept: await db.$count(keptReasons),
    audit: await db.$count(auditLog).then((lines) => lines - Math.floor(calls / CALLS)),
  }
}
