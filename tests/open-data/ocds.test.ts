import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Demonstration, openDemonstration } from '../support/demonstration.ts'
import { hasOcdsSchemas, packageOf, recordPackageProblems } from './ocds-schema.ts'

let demonstration: Demonstration
let lines: string[]

beforeAll(async () => {
  demonstration = await openDemonstration('2026-11-20T10:00:00+01:00')
  const answer = await demonstration.app.request('/donnees/ocds.jsonl.gz')
  const bytes = new Uint8Array(await answer.arrayBuffer())
  lines = gunzipSync(bytes).toString('utf8').trimEnd().split('\n')
}, 120_000)
afterAll(() => demonstration.close())

describe.skipIf(!hasOcdsSchemas)('OCDS, beside the official schemas (../shared/data/ocds)', () => {
  it('is accepted, every consultation of the demonstration', () => {
    expect(lines.length).toBeGreaterThan(30)
    const problems = lines.flatMap((line) =>
      recordPackageProblems(line).map((problem) => `${packageOf(line).records[0]?.ocid}${problem}`),
    )
    expect(problems).toEqual([])
  })
})
