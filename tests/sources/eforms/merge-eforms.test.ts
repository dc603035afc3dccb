import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { RecordDraft } from '../../../src/consultations/records/draft.ts'
import { mergeEforms } from '../../../src/sources/eforms/merge-eforms.ts'
import { eforms, FOLDER_ID, lot, type MadeNotice, tendersUntil } from './notice.ts'
import { awarded, closed, result, stillOpen } from './results.ts'

const id = (number: number) => `${String(number).padStart(8, '0')}-2222-4333-8444-555555555555`

const lots = [1, 2, 3].map((number) =>
  lot(`LOT-000${number}`, {
    process: tendersUntil('2026-12-15+01:00', '12:00:00+01:00'),
    project: `<cbc:ID>${number + 10}</cbc:ID><cbc:Name>Titre ${number + 10}</cbc:Name>`,
  }),
)

const call = eforms({ id: id(1), lots })

function changed(number: number, code: string, inside: string, made: MadeNotice = {}): string {
  return eforms({
    id: id(number),
    sent: '2026-11-25',
    lots,
    ...made,
    extension: `<efac:Changes><efbc:ChangedNoticeIdentifier>${id(1)}-01</efbc:ChangedNoticeIdentifier>${inside}<efac:ChangeReason><cbc:ReasonCode>${code}</cbc:ReasonCode></efac:ChangeReason></efac:Changes>`,
  })
}

function results(number: number, parts: string[], made: MadeNotice = {}): string {
  const { extension = '' } = made
  return eforms({
    root: 'ContractAwardNotice',
    form: 'result',
    subtype: '29',
    id: id(number),
    sent: '2027-02-01',
    lots: [lot('LOT-0002', {})],
    ...made,
    extension: extension + result(parts),
  })
}

function merged(...documents: string[]): RecordDraft {
  let draft: RecordDraft | undefined
  for (const document of documents) {
    const next = mergeEforms(draft?.raw ?? null, document)
    if ('refused' in next) throw new Error(`refused: ${next.refused}`)
    draft = next
  }
  if (!draft) throw new Error('no notice')
  return draft
}

const statusOf = ({ facts }: RecordDraft) => facts.status?.value
const outcomesOf = ({ facts }: RecordDraft) =>
  facts.lots?.value.map(({ number, outcome }) => [number, outcome?.kind])

describe('the eForms notices of a procedure', () => {
  it('are one record under the procedure’s identity, that each of them is found by', () => {
    const draft = merged(call, changed(2, 'cor-buy', ''), results(3, [awarded('LOT-0002')]))
    expect(draft.externalId).toBe(FOLDER_ID)
    expect(draft.alternateIds).toEqual([id(1), id(2), id(3)])
    expect(draft.publishedAt?.toISOString()).toBe('2026-11-20T16:30:00.000Z')
  })

  it('say the same in whatever order, and however often, they come', () => {
    const documents = [
      call,
      changed(2, 'update-add', ''),
      changed(4, 'cor-buy', '', {
        sent: '2026-11-28',
        project: '<cbc:Name>École Curie</cbc:Name>',
      }),
      results(3, [awarded('LOT-0002')]),
    ]
    const expected = merged(...documents)
    expect(expected.facts.object?.value).toBe('École Curie')
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

  it('have a higher version of a notice take the place of the lower', () => {
    const second = eforms({ id: id(1), version: '02', project: '<cbc:Name>Deux</cbc:Name>' })
    const tenth = eforms({ id: id(1), version: '10', project: '<cbc:Name>Dix</cbc:Name>' })
    expect(merged(tenth, call, second)).toEqual(merged(call, second, tenth))
    expect(merged(tenth, call).facts.object?.value).toBe('Dix')
    expect(JSON.parse(merged(tenth, call).raw)).toEqual([tenth])
  })

  it('begin with prior information, whose place the call takes', () => {
    const planned = eforms({
      root: 'PriorInformationNotice',
      form: 'planning',
      subtype: '4',
      folder: null,
      id: id(9),
      sent: '2026-06-01',
      lots: [lot('PAR-0001', {}), lot('PAR-0002', {})],
    })
    const process = `<cac:NoticeDocumentReference><cbc:ID>${id(9)}-01</cbc:ID></cac:NoticeDocumentReference>`
    const follows = eforms({ id: id(1), lots: [lot('LOT-0001', { process })] })
    const draft = merged(planned, follows)
    expect(draft).toEqual(merged(follows, planned))
    expect(draft.externalId).toBe(FOLDER_ID)
    expect(draft.alternateIds).toContain(id(9))
    expect(statusOf(draft)).toBe('active')
    expect(draft.facts.divided?.value).toBe(false)
    expect(draft.facts.lots).toBeUndefined()
  })

  it('of another procedure are refused, as is what cannot be read', () => {
    const other = eforms({ id: id(5), folder: 'ffffffff-bbbb-4ccc-8ddd-eeeeeeeeeeee' })
    expect(mergeEforms(merged(call).raw, other)).toEqual({
      refused: 'another-procedure',
      line: null,
    })
    expect(mergeEforms(null, call.slice(0, 300))).toMatchObject({ refused: 'malformed' })
  })
})

describe('what becomes of the lots', () => {
  it('a partial result decides its lots alone, numbered as the call numbers them', () => {
    const draft = merged(call, results(3, [awarded('LOT-0002')]))
    expect(outcomesOf(draft)).toEqual([
      ['11', undefined],
      ['12', 'awarded'],
      ['13', undefined],
    ])
    expect(draft.facts.lots?.value[1]?.title).toBe('Titre 12')
    expect(statusOf(draft)).toBe('active')
    expect(draft.facts.deadline?.value.wall).toBe('2026-12-15T12:00')
  })

  it('the whole is awarded once no lot is open', () => {
    const rest = results(6, [closed('LOT-0001', 'no-rece'), closed('LOT-0003', 'ins-fund')], {
      sent: '2027-03-01',
      lots: [lot('LOT-0001', {}), lot('LOT-0003', {})],
    })
    const draft = merged(rest, results(3, [awarded('LOT-0002')]), call)
    expect(outcomesOf(draft)).toEqual([
      ['11', 'unsuccessful'],
      ['12', 'awarded'],
      ['13', 'abandoned'],
    ])
    expect(statusOf(draft)).toBe('awarded')
  })

  it('a result that leaves a lot open is not the end, with or without the call at hand', () => {
    const partial = results(3, [awarded('LOT-0001'), stillOpen('LOT-0002')], {
      lots: [lot('LOT-0001', {}), lot('LOT-0002', {})],
    })
    expect(statusOf(merged(partial))).toBe('active')
  })

  it('a result under the procedure’s own title is that of its lot', () => {
    const sole = results(3, [awarded('LOT-0002')], {
      lots: [lot('LOT-0002', { project: '<cbc:Name>Rénovation de l’école</cbc:Name>' })],
    })
    const draft = merged(call, sole)
    expect(outcomesOf(draft)?.[1]).toEqual(['12', 'awarded'])
    expect(statusOf(draft)).toBe('active')
  })

  it('the result of the one lot of a contract that is not divided is that of the whole', () => {
    const undivided = eforms({ id: id(1), lots: [lot('LOT-0001', {})] })
    const one = results(3, [closed('LOT-0001', 'all-rej')], {
      lots: [lot('LOT-0001', { project: '<cbc:Name>Autre titre</cbc:Name>' })],
    })
    const draft = merged(undivided, one)
    expect(draft.facts.outcome?.value.kind).toBe('unsuccessful')
    expect(draft.facts.lots).toBeUndefined()
    expect(statusOf(draft)).toBe('unsuccessful')
  })

  it('a correction that follows a partial result leaves it standing', () => {
    const late = changed(7, 'cor-buy', '', { sent: '2027-02-05' })
    const draft = merged(call, results(3, [awarded('LOT-0002')]), late)
    expect(outcomesOf(draft)?.[1]).toEqual(['12', 'awarded'])
    expect(statusOf(draft)).toBe('active')
  })

  it('results that are corrected replace the first, those that are cancelled leave the call', () => {
    const again = (number: number, code: string, parts: string[]) =>
      results(number, parts, {
        sent: '2027-02-10',
        extension: `<efac:Changes><efbc:ChangedNoticeIdentifier>${id(3)}-01</efbc:ChangedNoticeIdentifier><efac:ChangeReason><cbc:ReasonCode>${code}</cbc:ReasonCode></efac:ChangeReason></efac:Changes>`,
      })
    const first = results(3, [awarded('LOT-0002')])
    const corrected = merged(call, first, again(8, 'cor-buy', [closed('LOT-0002', 'no-rece')]))
    expect(outcomesOf(corrected)?.[1]).toEqual(['12', 'unsuccessful'])
    const cancelled = merged(call, first, again(8, 'cancel', [awarded('LOT-0002')]))
    expect(outcomesOf(cancelled)?.every(([, kind]) => kind === undefined)).toBe(true)
    expect(statusOf(cancelled)).toBe('active')
  })

  it('results name the notice that they correct by its number in the Official Journal', () => {
    const published =
      '<efac:Publication><efbc:NoticePublicationID>00123456-2027</efbc:NoticePublicationID></efac:Publication>'
    const first = results(3, [awarded('LOT-0002')], { extension: published })
    const second = results(8, [closed('LOT-0002', 'no-rece')], {
      sent: '2027-02-10',
      extension:
        '<efac:Changes><efbc:ChangedNoticeIdentifier>123456-2027</efbc:ChangedNoticeIdentifier><efac:ChangeReason><cbc:ReasonCode>cor-esen</cbc:ReasonCode></efac:ChangeReason></efac:Changes>',
    })
    const draft = merged(call, first, second)
    expect(outcomesOf(draft)?.[1]).toEqual(['12', 'unsuccessful'])
    expect(draft.alternateIds).toContain('123456-2027')
  })
})

describe('cancellations', () => {
  it('withdraw the call, for the reason of the code list in French, and keep what was called for', () => {
    const draft = merged(call, changed(2, 'cancel', ''))
    expect(statusOf(draft)).toBe('withdrawn')
    expect(draft.facts.statusReason?.value).toBe('Avis annulé')
    expect(draft.facts.lots?.value).toHaveLength(3)
  })

  it('say in the buyer’s words whether it was abandoned or came to nothing', () => {
    const cancelled = (words: string) =>
      merged(
        call,
        changed(2, 'cancel', '').replace(
          '</efac:ChangeReason>',
          `<efbc:ReasonDescription>${words}</efbc:ReasonDescription></efac:ChangeReason>`,
        ),
      )
    expect(statusOf(cancelled('Procédure déclarée sans suite'))).toBe('abandoned')
    expect(statusOf(cancelled('Consultation infructueuse'))).toBe('unsuccessful')
    const draft = cancelled('Erreur de saisie')
    expect(statusOf(draft)).toBe('withdrawn')
    expect(draft.facts.statusReason?.value).toBe('Erreur de saisie')
  })

  it('of single lots leave the others open', () => {
    const section =
      '<efac:Change><efac:ChangedSection><efbc:ChangedSectionIdentifier>LOT-0003</efbc:ChangedSectionIdentifier></efac:ChangedSection></efac:Change>'
    const draft = merged(call, changed(2, 'cancel', section))
    expect(statusOf(draft)).toBe('active')
    expect(outcomesOf(draft)).toEqual([
      ['11', undefined],
      ['12', undefined],
      ['13', 'abandoned'],
    ])
    expect(draft.facts.lots?.value[2]?.outcome?.ground).toBe('Avis annulé')
  })
})
