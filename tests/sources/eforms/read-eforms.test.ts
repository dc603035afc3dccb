import { existsSync, readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Facts } from '../../../src/consultations/facts.ts'
import { CHANGE_REASONS, NON_AWARD_REASONS } from '../../../src/sources/eforms/codes-fr.ts'
import { type EformsReading, readEforms } from '../../../src/sources/eforms/read-eforms.ts'
import {
  COURT,
  eforms,
  FOLDER_ID,
  lot,
  type MadeNotice,
  NOTICE_ID,
  number,
  organisation,
  party,
  tendersUntil,
} from './notice.ts'
import { closed, result, stillOpen } from './results.ts'
import { damaged } from '../damage.ts'

type Read = Extract<EformsReading, { ok: true }>

function read(xml: string): Read {
  const reading = readEforms(xml)
  if (!reading.ok) throw new Error(`refused: ${reading.code}`)
  return reading
}

function factsOf({ draft }: Read): Partial<Facts> {
  return Object.fromEntries(
    Object.entries(draft.facts).map(([name, reading]) => [name, reading.value]),
  )
}

const made = (notice: MadeNotice) => factsOf(read(eforms(notice)))

describe('buyers of an eForms notice', () => {
  it('are those the contracting party refers to, wherever they stand in the list', () => {
    expect(made({}).buyers).toEqual([
      { name: 'Ville de Carcassonne', siret: null, coordinator: false },
    ])
  })

  it('have a SIRET only where the number given is one', () => {
    const buyer = (company: string) =>
      made({ organisations: COURT + organisation('ORG-0002', 'Ville', company) }).buyers?.[0]?.siret
    expect(buyer(number('211 100 698 00011'))).toBe('21110069800011')
    expect(buyer(number('211100698') + number('21110069800011'))).toBe('21110069800011')
    expect(buyer(number('21110069800012'))).toBeNull()
    expect(buyer(number('61ABD31C-D0E7'))).toBeNull()
  })

  it('of a group begin with its leader, as coordinator', () => {
    const organisations =
      COURT +
      organisation('ORG-0002', 'Ville de Carcassonne') +
      organisation(
        'ORG-0003',
        'Carcassonne Agglo',
        '',
        '<efbc:GroupLeadIndicator>true</efbc:GroupLeadIndicator>',
      )
    expect(made({ organisations, buyers: ['ORG-0002', 'ORG-0003'] }).buyers).toEqual([
      { name: 'Carcassonne Agglo', siret: null, coordinator: true },
      { name: 'Ville de Carcassonne', siret: null, coordinator: false },
    ])
  })

  it('are unknown, not the court, where the reference leads nowhere', () => {
    expect(made({ buyers: ['ORG-0009'] }).buyers).toBeUndefined()
  })

  it('are found behind a contact point, which is whom to ask', () => {
    const point = `<efac:TouchPoint>${party('TPO-0001')}<cac:PartyName><cbc:Name>Service des marchés</cbc:Name></cac:PartyName><cac:Contact><cbc:Telephone>04 68 00 00 00</cbc:Telephone></cac:Contact></efac:TouchPoint>`
    const facts = made({
      organisations: COURT + organisation('ORG-0002', 'Ville de Carcassonne', '', point),
      buyers: ['TPO-0001'],
    })
    expect(facts.buyers).toMatchObject([{ name: 'Ville de Carcassonne' }])
    expect(facts.contact).toEqual({
      name: 'Service des marchés',
      phone: '04 68 00 00 00',
      email: null,
    })
  })
})

describe('deadlines of an eForms notice', () => {
  const deadline = (day: string, hour: string | null, organisations?: string) =>
    made({ organisations, lots: [lot('LOT-0001', { process: tendersUntil(day, hour) })] }).deadline

  it('are the instant of day, hour and offset, with the wall time of Paris', () => {
    expect(deadline('2026-12-15+01:00', '12:00:00+01:00')).toEqual({
      instant: '2026-12-15T11:00:00Z',
      wall: '2026-12-15T12:00',
    })
    expect(deadline('2026-07-15Z', '10:00:00Z')).toEqual({
      instant: '2026-07-15T10:00:00Z',
      wall: '2026-07-15T12:00',
    })
    expect(deadline('2026-12-15', '12:00:00.000')?.wall).toBe('2026-12-15T12:00')
  })

  it('with the offset of the other season are read as early as they can be meant, in doubt', () => {
    expect(deadline('2026-07-15+01:00', '12:00:00+01:00')).toEqual({
      instant: '2026-07-15T10:00:00Z',
      wall: '2026-07-15T12:00',
      doubt: 'ambiguous-hour',
    })
    expect(deadline('2026-12-15+02:00', '12:00:00+02:00')).toEqual({
      instant: '2026-12-15T10:00:00Z',
      wall: '2026-12-15T11:00',
      doubt: 'ambiguous-hour',
    })
  })

  it('of a buyer abroad keep their offset', () => {
    const abroad =
      '<cac:PostalAddress><cac:Country><cbc:IdentificationCode>IRL</cbc:IdentificationCode></cac:Country></cac:PostalAddress>'
    expect(
      deadline('2026-07-15+01:00', '12:00:00+01:00', organisation('ORG-0002', 'Dublin', abroad)),
    ).toEqual({ instant: '2026-07-15T11:00:00Z', wall: '2026-07-15T13:00' })
  })

  it('without an hour are the beginning of the day, in doubt; impossible ones are unknown', () => {
    expect(deadline('2026-12-15+01:00', null)).toEqual({
      instant: '2026-12-14T23:00:00Z',
      wall: '2026-12-15T00:00',
      doubt: 'no-hour',
    })
    expect(deadline('2026-02-31+01:00', '12:00:00+01:00')).toBeUndefined()
    expect(deadline('7017-02-15+01:00', '12:00:00+01:00')).toBeUndefined()
    expect(deadline('2099-02-15+01:00', '12:00:00+01:00')).toBeUndefined()
    expect(deadline('soon', 'noon')).toBeUndefined()
  })

  it('are kept lot by lot; the consultation shows the first', () => {
    const facts = made({
      lots: [
        lot('LOT-0001', { process: tendersUntil('2026-12-20+01:00', '12:00:00+01:00') }),
        lot('LOT-0002', { process: tendersUntil('2026-12-15+01:00', '16:30:00+01:00') }),
        lot('GLO-0001', {}),
      ],
    })
    expect(facts.deadline?.wall).toBe('2026-12-15T16:30')
    expect(facts.lots?.map((each) => [each.number, each.deadline?.wall])).toEqual([
      ['1', '2026-12-20T12:00'],
      ['2', '2026-12-15T16:30'],
    ])
    expect(facts.divided).toBe(true)
  })

  it('of candidacies come first where there are two stages; questions have their own', () => {
    const period = (name: string, day: string) =>
      `<cac:${name}><cbc:EndDate>${day}+01:00</cbc:EndDate><cbc:EndTime>12:00:00+01:00</cbc:EndTime></cac:${name}>`
    const process =
      period('ParticipationRequestReceptionPeriod', '2026-12-10') +
      tendersUntil('2027-02-01+01:00', '12:00:00+01:00') +
      period('AdditionalInformationRequestPeriod', '2026-12-01')
    const facts = made({ procedure: 'restricted', lots: [lot('LOT-0001', { process })] })
    expect(facts.deadline?.wall).toBe('2026-12-10T12:00')
    expect(facts.deadlineStage).toBe('candidacy')
    expect(facts.questionsUntil?.wall).toBe('2026-12-01T12:00')
    expect(facts.procedure).toBe('restricted')
  })
})

describe('what an eForms notice says of the contract', () => {
  const estimate = (amount: string, currency: string) =>
    `<cac:RequestedTenderTotal><cbc:EstimatedOverallContractAmount currencyID="${currency}">${amount}</cbc:EstimatedOverallContractAmount></cac:RequestedTenderTotal>`

  it('is in French where there are several languages', () => {
    const project =
      '<cbc:Name languageID="ENG">School</cbc:Name><cbc:Name languageID="FRA">&#201;cole &amp; cantine</cbc:Name>'
    expect(made({ project }).object).toBe('École & cantine')
  })

  it('counts euros only', () => {
    const name = '<cbc:Name>École</cbc:Name>'
    expect(made({ project: name + estimate('90000.5', 'EUR') }).amount).toEqual({
      min: 90000.5,
      max: 90000.5,
    })
    expect(made({ project: name + estimate('90000', 'GBP') }).amount).toBeUndefined()
    expect(made({ project: name + estimate('-3', 'EUR') }).amount).toBeUndefined()
  })

  it('tells the ceiling of a framework', () => {
    const project =
      '<cbc:Name>École</cbc:Name><cac:RequestedTenderTotal><ext:UBLExtensions><ext:UBLExtension><ext:ExtensionContent><efext:EformsExtension><efbc:FrameworkMaximumAmount currencyID="EUR">800000</efbc:FrameworkMaximumAmount></efext:EformsExtension></ext:ExtensionContent></ext:UBLExtension></ext:UBLExtensions><cbc:EstimatedOverallContractAmount currencyID="EUR">500000</cbc:EstimatedOverallContractAmount></cac:RequestedTenderTotal>'
    const facts = made({ project })
    expect(facts.amount).toEqual({ min: null, max: 800000, maximum: true })
    expect(facts.frameworkMaximum).toBe(800000)
  })

  it('has criteria in per cent, points counted as parts of their total', () => {
    const criterion = (name: string, unit: string, weight: string) =>
      `<cac:SubordinateAwardingCriterion><ext:UBLExtensions><ext:UBLExtension><ext:ExtensionContent><efext:EformsExtension><efac:AwardCriterionParameter><efbc:ParameterCode listName="number-weight">${unit}</efbc:ParameterCode><efbc:ParameterNumeric>${weight}</efbc:ParameterNumeric></efac:AwardCriterionParameter></efext:EformsExtension></ext:ExtensionContent></ext:UBLExtension></ext:UBLExtensions><cbc:AwardingCriterionTypeCode>price</cbc:AwardingCriterionTypeCode>${name}</cac:SubordinateAwardingCriterion>`
    const criteria = (...all: string[]) =>
      made({
        lots: [
          lot('LOT-0001', {
            terms: `<cac:AwardingTerms><cac:AwardingCriterion>${all.join('')}</cac:AwardingCriterion></cac:AwardingTerms>`,
          }),
        ],
      }).criteria
    const named = '<cbc:Name>Valeur technique</cbc:Name>'
    expect(criteria(criterion('', 'poi-exa', '30'), criterion(named, 'poi-exa', '10'))).toEqual([
      { name: 'Prix', weight: 75 },
      { name: 'Valeur technique', weight: 25 },
    ])
    expect(criteria(criterion('', 'per-exa', '60'), criterion(named, 'ord-imp', '2'))).toEqual([
      { name: 'Prix', weight: 60 },
      { name: 'Valeur technique', weight: null },
    ])
  })

  it('warns who alone may bid', () => {
    const reserved = (code: string) =>
      made({
        lots: [
          lot('LOT-0001', {
            terms: `<cac:TendererQualificationRequest><cac:SpecificTendererRequirement><cbc:TendererRequirementTypeCode listName="reserved-procurement">${code}</cbc:TendererRequirementTypeCode></cac:SpecificTendererRequirement></cac:TendererQualificationRequest>`,
          }),
        ],
      }).reserved
    expect(reserved('none')).toBe('none')
    expect(reserved('res-ws')).toBe('adapted-enterprises')
    expect(reserved('res-pub-ser')).toBe('social-economy')
  })

  it('tells the place as a town with its postcode, or the département of the code', () => {
    const place = (address: string) =>
      made({
        project: `<cbc:Name>École</cbc:Name><cac:RealizedLocation><cac:Address>${address}</cac:Address></cac:RealizedLocation>`,
      }).place
    expect(
      place('<cbc:CityName>NARBONNE</cbc:CityName><cbc:PostalZone>11100</cbc:PostalZone>'),
    ).toEqual({ kind: 'unrecognised', name: '11100 NARBONNE', code: null })
    expect(place('<cbc:CountrySubentityCode>FRJ11</cbc:CountrySubentityCode>')).toEqual({
      kind: 'departement',
      name: 'Aude',
      code: '11',
    })
    expect(place('<cbc:Region>anyw-cou</cbc:Region>')).toBeUndefined()
  })

  it('numbers lots as the buyer does, where every lot has such a number', () => {
    const numbers = (...own: string[]) =>
      made({
        lots: own.map((each, position) =>
          lot(`LOT-000${position + 1}`, {
            project: `<cbc:ID schemeName="InternalID">${each}</cbc:ID><cbc:Name>Titre</cbc:Name>`,
          }),
        ),
      }).lots?.map((each) => each.number)
    expect(numbers('03', '6')).toEqual(['3', '6'])
    expect(numbers('1', '1')).toEqual(['1', '2'])
    expect(numbers('2026-TX-7', '2')).toEqual(['1', '2'])
  })

  it('below the thresholds is an adapted procedure', () => {
    expect(made({ subtype: 'E3' }).procedure).toBe('adapted')
    expect(made({ subtype: '19', procedure: 'open' }).procedure).toBe('concession')
    expect(made({ subtype: '16', procedure: 'oth-single' }).procedure).toBeUndefined()
    expect(made({ subtype: '20', procedure: 'oth-single' }).procedure).toBe('adapted')
  })
})

describe('an eForms notice among those of its procedure', () => {
  it('has the procedure’s identity, its own as second', () => {
    const { draft, notice } = read(eforms())
    expect(draft.externalId).toBe(FOLDER_ID)
    expect(draft.alternateIds).toEqual([NOTICE_ID])
    expect(draft.publishedAt?.toISOString()).toBe('2026-11-20T16:30:00.000Z')
    expect(notice).toMatchObject({ kind: 'call', version: '01', subtype: '16', follows: [] })
  })

  it('of prior information has its own identity, which its call names', () => {
    const planned = read(
      eforms({ root: 'PriorInformationNotice', form: 'planning', subtype: '4', folder: null }),
    )
    expect(planned.draft.externalId).toBe(NOTICE_ID)
    expect(factsOf(planned).status).toBe('planned')
    const earlier = '99999999-2222-4333-8444-555555555555'
    const process = `<cac:NoticeDocumentReference><cbc:ID>${earlier}-01</cbc:ID></cac:NoticeDocumentReference>`
    const call = read(eforms({ lots: [lot('LOT-0001', { process })] }))
    expect(call.notice.follows).toEqual([earlier])
    expect(call.draft.alternateIds).toEqual([NOTICE_ID, earlier])
  })

  const changes = (code: string, more = '') =>
    `<efac:Changes><efbc:ChangedNoticeIdentifier>99999999-2222-4333-8444-555555555555-02</efbc:ChangedNoticeIdentifier>${more}<efac:ChangeReason><cbc:ReasonCode>${code}</cbc:ReasonCode></efac:ChangeReason></efac:Changes>`

  it('that corrects another says why in French, what, of which lots, and since when the file is new', () => {
    const change =
      '<efac:Change><efbc:ChangeDescription>Date reportée</efbc:ChangeDescription><efbc:ProcurementDocumentsChangeDate>2026-11-19+01:00</efbc:ProcurementDocumentsChangeDate><efac:ChangedSection><efbc:ChangedSectionIdentifier>LOT-0002</efbc:ChangedSectionIdentifier></efac:ChangedSection></efac:Change>'
    const reading = read(
      eforms({
        extension: changes('cor-buy', change),
        lots: [lot('LOT-0001', {}), lot('LOT-0002', {})],
      }),
    )
    expect(reading.changes).toEqual({
      corrects: { id: '99999999-2222-4333-8444-555555555555', version: '02' },
      reason: { code: 'cor-buy', label: 'Correction par l’acheteur', description: null },
      said: [{ description: 'Date reportée', lots: ['2'] }],
      documentsChangedOn: '2026-11-19',
    })
    expect(factsOf(reading)).toMatchObject({
      status: 'active',
      statusReason: 'Correction par l’acheteur',
      documentsVersion: '2026-11-19',
    })
  })

  it('that cancels a call withdraws it', () => {
    expect(made({ extension: changes('cancel') })).toMatchObject({
      status: 'withdrawn',
      statusReason: 'Avis annulé',
    })
  })

  it('that cancels a result takes back what the lots came to', () => {
    const facts = made({
      root: 'ContractAwardNotice',
      form: 'result',
      extension: changes('cancel') + result([closed('LOT-0001', 'no-rece')]),
    })
    expect(facts.status).toBeUndefined()
    expect(facts.outcome).toBeUndefined()
    expect(facts.lots?.[0]?.outcome).toBeUndefined()
  })
})

describe('results of an eForms notice', () => {
  const award = (notice: MadeNotice) =>
    made({ root: 'ContractAwardNotice', form: 'result', subtype: '29', ...notice })
  const lots = [lot('LOT-0001', {}), lot('LOT-0002', {}), lot('LOT-0003', {})]

  it('tell why nobody was chosen, « infructueux » apart from « sans suite »', () => {
    const facts = award({
      lots,
      extension: result([
        closed('LOT-0001', 'no-rece'),
        closed('LOT-0002', 'ins-fund'),
        stillOpen('LOT-0003'),
      ]),
    })
    expect(facts.lots?.map(({ outcome }) => outcome && [outcome.kind, outcome.ground])).toEqual([
      [
        'unsuccessful',
        'Aucune offre, aucune demande de participation, ni aucun projet n’a été reçu',
      ],
      ['abandoned', 'Décision de l’acheteur, faute de fonds suffisants'],
      undefined,
    ])
    expect(facts.status).toBeUndefined()
    expect(facts.statusReason).toBeUndefined()
  })

  it('name the firms of the signed tender, the leader first, and none that lost', () => {
    const tender = (id: string, to: string) =>
      `<efac:LotTender><cbc:ID>${id}</cbc:ID><cac:LegalMonetaryTotal><cbc:PayableAmount currencyID="EUR">68400</cbc:PayableAmount></cac:LegalMonetaryTotal><efac:TenderingParty><cbc:ID>${to}</cbc:ID></efac:TenderingParty><efac:TenderLot><cbc:ID>LOT-0001</cbc:ID></efac:TenderLot></efac:LotTender>`
    const refers = (name: string, id: string) =>
      `<efac:${name}><cbc:ID>${id}</cbc:ID></efac:${name}>`
    const count = (code: string, of: number) =>
      `<efac:ReceivedSubmissionsStatistics><efbc:StatisticsCode>${code}</efbc:StatisticsCode><efbc:StatisticsNumeric>${of}</efbc:StatisticsNumeric></efac:ReceivedSubmissionsStatistics>`
    const facts = award({
      organisations:
        COURT +
        organisation('ORG-0002', 'Ville de Carcassonne') +
        organisation('ORG-0003', 'SARL Cotraitante') +
        organisation(
          'ORG-0004',
          'SAS Mandataire',
          '<cac:PostalAddress><cbc:CityName>Lézignan-Corbières CEDEX 2</cbc:CityName></cac:PostalAddress>' +
            number('21110069800011'),
        ) +
        organisation('ORG-0005', 'SA Perdante'),
      extension: result([
        `<efac:LotResult><cbc:TenderResultCode>selec-w</cbc:TenderResultCode>${refers('LotTender', 'TEN-0001')}${refers('LotTender', 'TEN-0002')}${count('tenders', 4)}${count('t-verif-inad', 1)}${refers('SettledContract', 'CON-0001')}${refers('TenderLot', 'LOT-0001')}</efac:LotResult>`,
        tender('TEN-0001', 'TPA-0001'),
        tender('TEN-0002', 'TPA-0002'),
        `<efac:SettledContract><cbc:ID>CON-0001</cbc:ID><cbc:IssueDate>2026-10-02+02:00</cbc:IssueDate>${refers('LotTender', 'TEN-0002')}</efac:SettledContract>`,
        `<efac:TenderingParty><cbc:ID>TPA-0001</cbc:ID>${refers('Tenderer', 'ORG-0005')}</efac:TenderingParty>`,
        `<efac:TenderingParty><cbc:ID>TPA-0002</cbc:ID>${refers('Tenderer', 'ORG-0003')}<efac:Tenderer><cbc:ID>ORG-0004</cbc:ID><efbc:GroupLeadIndicator>true</efbc:GroupLeadIndicator></efac:Tenderer></efac:TenderingParty>`,
      ]),
      lots: [lot('LOT-0001', { project: '<cbc:Name>Rénovation de l’école</cbc:Name>' })],
    })
    expect(facts.outcome).toEqual({
      kind: 'awarded',
      winners: [
        { name: 'SAS Mandataire', siret: '21110069800011', commune: 'Lézignan-Corbières' },
        { name: 'SARL Cotraitante', siret: null, commune: null },
      ],
      amount: 68400,
      bids: 4,
      irregularBids: 1,
      notifiedOn: '2026-10-02',
      ground: null,
    })
    expect(facts.status).toBe('awarded')
    expect(facts.deadline).toBeUndefined()
  })

  it('of one lot under its own title do not speak for the whole', () => {
    const facts = award({
      lots: [lot('LOT-0001', {})],
      extension: result([closed('LOT-0001', 'chan-need')]),
    })
    expect(facts.outcome).toBeUndefined()
    expect(facts.divided).toBeUndefined()
    expect(facts.lots).toMatchObject([{ number: '1', outcome: { kind: 'abandoned' } }])
  })
})

describe('documents that are refused', () => {
  const codeOf = (xml: string) => {
    const reading = readEforms(xml)
    return reading.ok ? 'read' : reading.code
  }

  it('are those of other formats, and notices of no consultation', () => {
    expect(codeOf('<rss><channel/></rss>')).toBe('not-eforms')
    expect(codeOf(eforms({ form: 'cont-modif', subtype: '38' }))).toBe('no-consultation')
    expect(codeOf(eforms({ form: 'dir-awa-pre', subtype: '25' }))).toBe('no-consultation')
    expect(codeOf(eforms({ project: '' }))).toBe('no-object')
    expect(codeOf(eforms().replace(NOTICE_ID, ''))).toBe('no-identifier')
  })

  it('are those that are cut or wrongly nested, with the line', () => {
    const xml = eforms()
    expect(readEforms(xml.slice(0, 700))).toMatchObject({ ok: false, code: 'malformed' })
    expect(readEforms(xml.replace('</efac:Organizations>', '</efac:Company>'))).toEqual({
      ok: false,
      code: 'malformed',
      line: 6,
    })
  })
})

it('whatever happens to a notice on its way, reading it never throws', () => {
  const xml = eforms({
    extension: result([closed('LOT-0001', 'no-rece')]),
    lots: [lot('LOT-0001', { process: tendersUntil('2026-12-15+01:00', '12:00:00+01:00') })],
  })
  fc.assert(
    fc.property(damaged(xml), (text) => {
      expect(typeof readEforms(text).ok).toBe('boolean')
    }),
    { numRuns: 300 },
  )
})

const notices = new URL('../../../../shared/data/eforms/notices/', import.meta.url)
const lists = new URL('../../../../shared/data/eforms/codelists-fr/', import.meta.url)
const absent = !existsSync(notices)

describe.skipIf(absent)('the sample notices beside the checkout', () => {
  const sample = (file: string) => read(readFileSync(new URL(file, notices), 'utf8'))

  it('are all read, each under its identity', () => {
    for (const file of readdirSync(notices)) {
      const { draft } = sample(file)
      expect(draft.externalId, file).toMatch(/^[\da-f-]{36}$/)
      expect(draft.facts.object?.value, file).toBeTruthy()
      expect(draft.facts.buyers?.value, file).toHaveLength(1)
    }
  })

  it('cn_24_FRA: two lots of green spaces in Rouen', () => {
    const reading = sample('cn_24_FRA_comments.xml')
    const facts = factsOf(reading)
    expect(facts).toMatchObject({
      object: "Service d'entretien de remise en état et de nettoyage des espaces verts",
      buyers: [{ name: 'Rouen Habitat', siret: null }],
      reference: '19S0001',
      category: 'services',
      procedure: 'open',
      cpv: ['77310000'],
      place: { kind: 'departement', name: 'Seine-Maritime', code: '76' },
      deadline: { instant: '2019-06-24T16:00:00Z', wall: '2019-06-24T18:00' },
      criteria: [
        { name: 'Prix', weight: 60 },
        { name: 'Qualité', weight: 40 },
      ],
      duration: '16 mois',
      expectedStart: '2019-09-01',
      divided: true,
      reserved: 'none',
      response: { kind: 'platform', address: 'https://www.marches-publics.info/accueil.htm' },
      contact: { name: 'Info desk', email: 'contact@rouenhabitat.fr' },
    })
    expect(facts.renewals).toContain('Options : Options description ---')
    expect(facts.lots).toHaveLength(2)
    expect(facts.lots?.[1]).toMatchObject({
      number: '2',
      title: 'Agence Hauts de Rouen',
      cpv: ['77310000'],
      deadline: { wall: '2019-06-24T18:00' },
    })
  })

  it('can_24_FRA: its results, under the same procedure', () => {
    const reading = sample('can_24_FRA_comments.xml')
    expect(reading.draft.externalId).toBe(sample('cn_24_FRA_comments.xml').draft.externalId)
    expect(factsOf(reading).lots?.map(({ number: of, outcome }) => [of, outcome])).toEqual([
      [
        '1',
        {
          kind: 'awarded',
          winners: [{ name: 'Espaces Verts Lemire', siret: null, commune: 'Le Grand-Quevilly' }],
          amount: 95414,
          bids: 3,
          irregularBids: null,
          notifiedOn: '2019-09-03',
          ground: null,
        },
      ],
      [
        '2',
        {
          kind: 'awarded',
          winners: [{ name: 'ID Verde SASU', siret: null, commune: 'Levallois-Perret' }],
          amount: 26500,
          bids: 2,
          irregularBids: null,
          notifiedOn: '2019-09-03',
          ground: null,
        },
      ],
    ])
  })

  it('change-cn_24_open_dates: the deadline moved, under the same procedure', () => {
    const before = sample('cn_24_open.xml')
    const after = sample('change-cn_24_open_dates.xml')
    expect(factsOf(before).deadline?.wall).toBe('2020-04-03T13:00')
    expect(factsOf(after).deadline?.wall).toBe('2020-06-12T13:00')
    expect(after.draft.externalId).toBe(before.draft.externalId)
    expect(after.notice.follows).toEqual([before.notice.id])
    expect(after.changes?.reason?.label).toBe('Mise à jour d’informations')
    expect(after.changes?.said[0]).toEqual({
      description: 'Time limit for receipt of tenders or requests to participate',
      lots: ['1'],
    })
    expect(factsOf(after)).toMatchObject({ status: 'active', amount: { min: 500000, max: 500000 } })
  })

  it('change-cn_24_void: withdrawn', () => {
    const reading = sample('change-cn_24_void.xml')
    expect(factsOf(reading)).toMatchObject({
      status: 'withdrawn',
      statusReason: 'We cancel because...',
      contractForm: 'framework-orders',
      duration: '48 mois',
    })
    expect(reading.notice.follows).toEqual([sample('cn_24_minimal.xml').notice.id])
  })

  it('can_24_no_tenders: nobody answered', () => {
    expect(factsOf(sample('can_24_no_tenders.xml'))).toMatchObject({
      status: 'unsuccessful',
      outcome: {
        kind: 'unsuccessful',
        ground: 'Aucune offre, aucune demande de participation, ni aucun projet n’a été reçu',
      },
    })
  })

  it('pin-only_24_lots: planned, ten parts, each with its own code', () => {
    const facts = factsOf(sample('pin-only_24_lots.xml'))
    expect(facts).toMatchObject({ status: 'planned', category: 'supplies', divided: true })
    expect(facts.lots).toHaveLength(10)
    expect(facts.lots?.[1]).toMatchObject({ title: 'Electrical Materials', cpv: ['31681410'] })
    expect(facts.lots?.[3]?.category).toBe('works')
  })

  it('E2 to E4: voluntary notices below the thresholds', () => {
    expect(factsOf(sample('E2_minimal.xml'))).toMatchObject({ status: 'planned' })
    expect(factsOf(sample('E3_minimal.xml'))).toMatchObject({
      status: 'active',
      procedure: 'adapted',
    })
    expect(factsOf(sample('E4_minimal.xml'))).toMatchObject({
      status: 'awarded',
      lots: [{ title: 'Agence centre', outcome: { winners: [{ name: 'Société Espaces Verts' }] } }],
    })
  })

  it('may be cut anywhere: refused, never read by half', () => {
    const xml = readFileSync(new URL('can_24_FRA_comments.xml', notices), 'utf8').trimEnd()
    fc.assert(
      fc.property(fc.integer({ min: 0, max: xml.length - 1 }), (end) => {
        expect(readEforms(xml.slice(0, end))).toMatchObject({ ok: false, code: 'malformed' })
      }),
      { numRuns: 60 },
    )
  })

  it('have reasons whose French is that of the official lists', () => {
    const labels = (file: string) =>
      readFileSync(new URL(file, lists), 'utf8')
        .trim()
        .split('\n')
        .slice(1)
        .map((line) => /^([^,]+),(?:"([^"]*)"|([^,]*)),/.exec(line) ?? [])
        .map(([, code = '', quoted, plain]): [string, string] => [code, quoted ?? plain ?? ''])
    expect([...CHANGE_REASONS]).toEqual(labels('change-corrig-justification.csv'))
    expect([...NON_AWARD_REASONS]).toEqual(labels('non-award-justification.csv'))
  })
})
