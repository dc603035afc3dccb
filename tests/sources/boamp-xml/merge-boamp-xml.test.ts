import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { RecordDraft } from '../../../src/consultations/records/draft.ts'
import { noticesIn } from '../../../src/sources/boamp/merge-notices.ts'
import { mergeBoampXml } from '../../../src/sources/boamp-xml/merge-boamp-xml.ts'
import { annonce, earlier, type MadeAnnonce } from './annonce.ts'

const dated = (day: string, made: MadeAnnonce) => annonce(made).replace('2026-11-20', day)

const lots = ['Gros œuvre', 'Électricité', 'Peinture'].map(
  (title, index) => `<LOT><NUM>${index + 1}</NUM><INTITULE>${title}</INTITULE></LOT>`,
)

const call = annonce({
  objet: `<TITRE_MARCHE>École</TITRE_MARCHE><DIV_EN_LOTS><OUI/></DIV_EN_LOTS><LOTS>${lots.join('')}</LOTS>`,
  donnees:
    '<CONDITION_DELAI><RECEPT_OFFRES>2026-12-15T12:00:00+01:00</RECEPT_OFFRES></CONDITION_DELAI>',
})
const toCall = earlier('26-100', '<APPEL_OFFRE/>', 'INITIAL')

const correction = dated('2026-11-27', {
  idweb: '26-120',
  statut: 'RECTIFICATIF',
  objet: '',
  donnees: `<RECTIF>${toCall}<MODIFICATION><RUB_INIT>Date limite de réception des offres</RUB_INIT><LIRE>Au lieu du 15/12/2026 à 12h00, lire 22/12/2026 à 16h00</LIRE></MODIFICATION></RECTIF>`,
})

const award = (idweb: string, day: string, ...decisions: string[]) =>
  dated(day, {
    idweb,
    nature: '<ATTRIBUTION/>',
    marche: toCall,
    donnees: `<ATTRIBUTION>${decisions.join('')}</ATTRIBUTION>`,
  })
const won = (lot: number) =>
  `<DECISION><ATTRIBUE/><NUM_LOT>${lot}</NUM_LOT><TITULAIRE><DENOMINATION>SARL ${lot}</DENOMINATION></TITULAIRE></DECISION>`
const inVain = (lot: number) => `<DECISION><INFRUCTUEUX/><NUM_LOT>${lot}</NUM_LOT></DECISION>`

function merged(...documents: string[]): RecordDraft {
  let draft: RecordDraft | undefined
  for (const document of documents) {
    const next = mergeBoampXml(draft?.raw ?? null, document)
    if ('refused' in next) throw new Error(`refused: ${next.refused}`)
    draft = next
  }
  if (!draft) throw new Error('no notice')
  return draft
}

describe('the notices of a procedure in BOAMP XML', () => {
  it('are one record under the number of the call, in whatever order and however often they come', () => {
    const documents = [
      call,
      correction,
      award('26-200', '2027-02-01', won(1), inVain(3)),
      award('26-210', '2027-02-08', won(2)),
    ]
    const expected = merged(...documents)
    expect(expected).toMatchObject({
      externalId: '26-100',
      alternateIds: ['26-120', '26-200', '26-210'],
    })
    expect(expected.facts.noticeUrl?.value).toBe('https://www.boamp.fr/avis/detail/26-100')
    expect(noticesIn(expected.raw).map(({ externalId }) => externalId)).toEqual([
      '26-100',
      '26-120',
      '26-200',
      '26-210',
    ])
    fc.assert(
      fc.property(
        fc.shuffledSubarray([...documents, ...documents], { minLength: documents.length * 2 }),
        (order) => {
          expect(merged(...order)).toEqual(expected)
        },
      ),
      { numRuns: 25 },
    )
  })

  it('lay a correction over the call', () => {
    const { facts } = merged(correction, call)
    expect(facts.deadline?.value.wall).toBe('2026-12-22T16:00')
    expect(facts.object?.value).toBe('École')
    expect(facts.status?.value).toBe('active')
  })

  it('decide lot by lot: the whole is awarded once no lot is open', () => {
    const first = merged(call, award('26-200', '2027-02-01', won(1), inVain(3)))
    expect(first.facts.status?.value).toBe('active')
    expect(first.facts.lots?.value.map(({ title, outcome }) => [title, outcome?.kind])).toEqual([
      ['Gros œuvre', 'awarded'],
      ['Électricité', undefined],
      ['Peinture', 'unsuccessful'],
    ])
    const both = mergeBoampXml(first.raw, award('26-210', '2027-02-08', won(2)))
    expect('refused' in both ? both.refused : both.facts.status?.value).toBe('awarded')
  })

  it('bring together what several decisions tell of one lot', () => {
    const { facts } = merged(call, award('26-200', '2027-02-01', won(1), won(1)))
    expect(facts.lots?.value.map(({ number }) => number)).toEqual(['1', '2', '3'])
  })

  it('withdraw for a mistake, abandon « sans suite », one lot alone', () => {
    const cancelled = (motif: string) =>
      merged(
        call,
        dated('2026-12-01', {
          idweb: '26-130',
          statut: 'ANNULATION',
          objet: '',
          donnees: `<ANNULATION>${toCall}<MOTIF>${motif}</MOTIF></ANNULATION>`,
        }),
      ).facts
    expect(cancelled('Erreur de procédure').status?.value).toBe('withdrawn')
    expect(cancelled('Procédure déclarée sans suite').status?.value).toBe('abandoned')
    const inPart = cancelled('Le lot n°2 est déclaré sans suite')
    expect(inPart.status?.value).toBe('active')
    expect(inPart.lots?.value[1]?.outcome?.kind).toBe('abandoned')
  })

  it('are refused with the reason where they cannot be read', () => {
    expect(mergeBoampXml(merged(call).raw, '<feed/>')).toEqual({ refused: 'not-boamp', line: null })
  })
})

it('years that cannot be are unknown', () => {
  const slip = call.replace('2026-12-15', '7017-12-15')
  expect(merged(slip).facts.deadline).toBeUndefined()
})
