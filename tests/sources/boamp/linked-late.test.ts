import { eq } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import { openQuestions } from '../../../src/consultations/duplicates.ts'
import { joinConsultations } from '../../../src/consultations/join.ts'
import { sourceRecords, sources } from '../../../src/consultations/schema.ts'
import { recordContext } from '../../../src/sources/record-context.ts'
import { mergedDrafts } from '../../../src/sources/polling/procedures.ts'
import { duplicateLine } from '../../../views/words/duplicates.ts'
import { apiRecord } from './records.ts'
import { useProgram } from '../../support/use-program.ts'

const call = (idweb: string, objet: string) =>
  apiRecord(
    { idweb, dateparution: '2026-11-02', objet },
    { IDENTITE: { DENOMINATION: 'Ville de Narbonne' } },
  )
const concerning = (idweb: string, concerns: string[]) =>
  apiRecord(
    { idweb, dateparution: '2026-11-10', etat: 'RECTIFICATIF', annonce_lie: concerns },
    { RECTIF: { INFO_COMPLEMENTAIRE: 'Un plan est ajouté.' } },
  )

describe('two calls that were published apart', () => {
  const program = useProgram('2026-11-21T09:00:00Z')
  const tell = async (...records: unknown[]) => {
    const [source] = await program.deps.db.select().from(sources).where(eq(sources.name, 'boamp'))
    if (!source) throw new Error('the source is not there')
    const bytes = new TextEncoder().encode(
      JSON.stringify({ total_count: records.length, results: records }),
    )
    const page = { bytes, contentType: null, url: 'https://boamp.example/' }
    const reading = await program.deps.read('boamp', page)
    if (!reading.ok) throw new Error(reading.code)
    const drafts = await mergedDrafts(program.deps, { ...source, kind: 'boamp' }, reading.drafts)
    await program.say('boamp', drafts ?? [])
  }
  beforeAll(async () => {
    await program.say('boamp', [])
    await tell(call('26-100', 'École Jean-Jaurès'), call('26-200', 'Gymnase Cassin'))
  })

  const questions = () => openQuestions(program.deps.db, null)

  it('are two consultations, of which nobody is asked', async () => {
    expect(await questions()).toEqual([])
    expect(await program.deps.db.select().from(sourceRecords)).toHaveLength(2)
  })

  it('are one question once a notice names both, and still two consultations', async () => {
    await tell(concerning('26-300', ['26-100', '26-200']))
    const [question, ...others] = await questions()
    expect(others).toEqual([])
    expect(question).toMatchObject({
      elder: { reference: '2026-0001' },
      younger: { reference: '2026-0002' },
      why: 'linked',
    })
    expect(question && duplicateLine(question)).toContain('les nomme toutes les deux')
    await tell(concerning('26-301', ['26-100', '26-200']))
    expect(await questions()).toHaveLength(1)
  })

  it('are one for good when that was the answer', async () => {
    const context = await recordContext(program.deps, { demonstration: false })
    const by = { actor: 'test' }
    await program.deps.db.transaction((tx) =>
      joinConsultations(tx, ['2026-0001', '2026-0002'], by, context),
    )
    await tell(concerning('26-302', ['26-200']))
    expect(await questions()).toEqual([])
    const records = await program.deps.db.select().from(sourceRecords)
    expect(new Set(records.map((record) => record.consultationId))).toEqual(new Set([1]))
  })
})
