import { gunzipSync } from 'node:zlib'
import { beforeAll, describe, expect, it } from 'vitest'
import { useDemonstration } from '../support/demonstration.ts'
import { hasOcdsSchemas, packageOf, recordPackageProblems } from './ocds-schema.ts'

const demonstration = useDemonstration()
let lines: string[]

beforeAll(async () => {
  const answer = await demonstration.app.request('/donnees/ocds.jsonl.gz')
  const bytes = new Uint8Array(await answer.arrayBuffer())
  lines = gunzipSync(bytes).toString('utf8').trimEnd().split('\n')
})

describe.skipIf(!hasOcdsSchemas)('OCDS, beside the official schemas (../shared/data/ocds)', () => {
  it('is accepted, every consultation of the demonstration', () => {
    expect(lines.length).toBeGreaterThan(30)
    const problems = lines.flatMap((line) =>
      recordPackageProblems(line).map((problem) => `${packageOf(line).records[0]?.ocid}${problem}`),
    )
    expect(problems).toEqual([])
  })
})
