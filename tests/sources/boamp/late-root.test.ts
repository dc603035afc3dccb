import { describe, expect, it } from 'vitest'
import { consultations } from '../../../src/consultations/schema.ts'
import { mergeNotices } from '../../../src/sources/boamp/merge-notices.ts'
import { type Engine, enginesOfLongSuites } from '../../support/databases.ts'
import { useProgram } from '../../support/use-program.ts'
import { apiRecord, noticeOf } from './records.ts'

const call = noticeOf(
  apiRecord(
    { idweb: '26-100', dateparution: '2026-11-02', objet: 'École Jean-Jaurès' },
    { IDENTITE: { DENOMINATION: 'Ville de Narbonne' } },
  ),
)
const following = (idweb: string, objet: string, concerns: string[]) =>
  noticeOf(
    apiRecord(
      { idweb, dateparution: '2026-11-10', etat: 'RECTIFICATIF', objet, annonce_lie: concerns },
      { RECTIF: { INFO_COMPLEMENTAIRE: 'Un plan est ajouté.' } },
    ),
  )

describe.each(enginesOfLongSuites)(
  'a procedure whose first notice turns up late, on %s',
  (engine: Engine) => {
    const program = useProgram('2026-11-21T09:00:00Z', engine)

    it('stays one consultation, whatever its identity was before', async () => {
      const first = following('26-120', 'Ecole J. Jaurès (rectificatif)', ['26-110'])
      const second = following('26-110', 'Rectificatif', ['26-100'])
      await program.say('boamp', [mergeNotices([first])])
      await program.say('boamp', [mergeNotices([first, second])])
      await program.say('boamp', [mergeNotices([first, second, call])])
      const rows = await program.deps.db.select().from(consultations)
      expect(rows.map(({ facts }) => [facts.object, facts.boampId])).toEqual([
        ['École Jean-Jaurès', '26-100'],
      ])
    })
  },
)
