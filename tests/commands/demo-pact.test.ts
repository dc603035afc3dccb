import { describe, expect, it } from 'vitest'
import { tellPact } from '../../src/commands/demo/pact/tell-pact.ts'
import { commitmentAnswers } from '../../src/pact/commitments/schema.ts'
import { actions } from '../../src/pact/actions/schema.ts'
import { groups } from '../../src/pact/groups/schema.ts'
import { pactVersions } from '../../src/pact/schema.ts'
import { useProgram } from '../support/use-program.ts'

const program = useProgram('2026-11-21T09:00:00Z')

describe('the demonstration’s pact', () => {
  it.each(['2026-11-21T09:00:00Z', '2027-01-01T07:00:00Z', '2028-02-29T22:59:00Z'])(
    'is told by the rules whatever the day, as on %s, and never of days to come',
    async (at) => {
      const now = new Date(at)
      const { config, db } = program.deps
      const undone = new Error('told')
      const telling = db.transaction(async (tx) => {
        await tellPact(tx, { now, config, tagAuthority: 'guichet.example' })
        expect(await tx.$count(groups)).toBe(5)
        expect(await tx.$count(actions)).toBeGreaterThan(30)
        expect(await tx.$count(commitmentAnswers)).toBeGreaterThan(90)
        const versions = await tx.select({ at: pactVersions.at }).from(pactVersions)
        expect(versions.every((version) => version.at <= now)).toBe(true)
        throw undone
      })
      await expect(telling).rejects.toBe(undone)
    },
  )
})
