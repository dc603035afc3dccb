import { existsSync, readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Facts } from '../../../src/consultations/facts.ts'
import type { BoampNotice } from '../../../src/sources/boamp/notice.ts'
import { mergeNotices } from '../../../src/sources/boamp/merge-notices.ts'
import { readBoampXml } from '../../../src/sources/boamp-xml/read-boamp-xml.ts'
import { annonce, earlier, type MadeAnnonce } from './annonce.ts'
import { damaged } from '../damage.ts'

function read(xml: string): BoampNotice {
  const notice = readBoampXml(xml)
  if ('refused' in notice) throw new Error(`refused: ${notice.refused}`)
  return notice
}

function factsOf({ facts }: Pick<BoampNotice, 'facts'>): Partial<Facts> {
  return Object.fromEntries(Object.entries(facts).map(([name, reading]) => [name, reading?.value]))
}

const made = (notice: MadeAnnonce) => factsOf(read(annonce(notice)))

describe('a call in BOAMP XML', () => {
  it('has its own number as identity, and as BOAMP number', () => {
    const notice = read(annonce({ marche: earlier('26-50', '<PRE-INFORMATION/>', 'INITIAL') }))
    expect(notice).toMatchObject({ externalId: '26-100', kind: 'call', whole: true, concerns: [] })
    expect(notice.facts.boampId?.value).toBe('26-100')
    expect(notice.publishedAt?.toISOString()).toBe('2026-11-19T23:00:00.000Z')
  })

  it('closes at the hour printed, in summer too, where the offset is that of winter', () => {
    const deadline = (written: string) =>
      made({
        donnees: `<CONDITION_DELAI><RECEPT_OFFRES>${written}</RECEPT_OFFRES></CONDITION_DELAI>`,
      }).deadline
    expect(deadline('2026-12-15T12:00:00+01:00')).toEqual({
      instant: '2026-12-15T11:00:00Z',
      wall: '2026-12-15T12:00',
    })
    expect(deadline('2026-07-15T12:00:00+01:00')).toEqual({
      instant: '2026-07-15T10:00:00Z',
      wall: '2026-07-15T12:00',
    })
    expect(deadline('2026-02-31T12:00:00+01:00')).toBeUndefined()
  })

  it('closes for candidates first where they are chosen first', () => {
    const facts = made({
      donnees:
        '<PROCEDURE><TYPE_PROCEDURE><RESTREINT/></TYPE_PROCEDURE></PROCEDURE><CONDITION_DELAI><RECEPT_CANDIDAT>2026-12-01T17:00:00+01:00</RECEPT_CANDIDAT><RECEPT_OFFRES>2027-01-15T12:00:00+01:00</RECEPT_OFFRES></CONDITION_DELAI>',
    })
    expect(facts.deadline?.wall).toBe('2026-12-01T17:00')
    expect(facts.deadlineStage).toBe('candidacy')
    expect(facts.procedure).toBe('restricted')
  })

  it('is adapted in the family of adapted procedures, and a concession in that of delegations', () => {
    expect(made({ famille: 'MAPA' }).procedure).toBe('adapted')
    expect(made({ famille: 'DSP' }).procedure).toBe('concession')
    expect(made({ perimetre: 'DIRECTIVE-23' }).procedure).toBe('concession')
  })

  it('for others is that of a coordinator, whose SIRET is checked', () => {
    const buyers = made({
      identite:
        '<DENOMINATION>Carcassonne Agglo</DENOMINATION><CODE_IDENT_NATIONAL>200 035 715 00000</CODE_IDENT_NATIONAL>',
      donnees:
        '<RENSEIGNEMENTS_COMPLEMENTAIRES><ADRESSES_COMPLEMENTAIRES><ADRESSE><TYPE><INSTANCE_RECOURS/></TYPE><DENOMINATION>Tribunal</DENOMINATION></ADRESSE><ADRESSE><TYPE><AGIT_POUR_AUTRE_COMPTE_OUI/></TYPE><DENOMINATION>Ville de Carcassonne</DENOMINATION><CODE_IDENT_NATIONAL>21110069800011</CODE_IDENT_NATIONAL></ADRESSE></ADRESSES_COMPLEMENTAIRES></RENSEIGNEMENTS_COMPLEMENTAIRES>',
    }).buyers
    expect(buyers).toEqual([
      { name: 'Carcassonne Agglo', siret: null, coordinator: true },
      { name: 'Ville de Carcassonne', siret: '21110069800011', coordinator: false },
    ])
  })

  it.each([
    ['SIRET : 211 100 698 00011', '21110069800011'],
    ['FR21110069800011', '21110069800011'],
    ['211100698', null],
    ['2111006980001', null],
    ['21110069800012', null],
  ])('has the SIRET that was typed as « %s » where it is one', (typed, siret) => {
    const identite = `<DENOMINATION>Ville</DENOMINATION><CODE_IDENT_NATIONAL>${typed}</CODE_IDENT_NATIONAL>`
    expect(made({ identite }).buyers?.[0]?.siret).toBe(siret)
  })

  it.each([
    ['Restauration de l&amp;#039;&amp;eacute;glise', "Restauration de l'église"],
    ['Voirie &amp;amp;amp; r&amp;eacute;seaux', 'Voirie & réseaux'],
    ['<![CDATA[Caf&eacute; <b>central</b>]]>', 'Café central'],
  ])('resolves entities, even encoded twice: %s', (titre, object) => {
    expect(made({ objet: `<TITRE_MARCHE>${titre}</TITRE_MARCHE>` }).object).toBe(object)
  })

  it('does not take the 0 or 1 euro of a box that must be filled for an amount', () => {
    const amount = (value: string) =>
      made({
        objet: `<TITRE_MARCHE>Gaz</TITRE_MARCHE><CARACTERISTIQUES><VALEUR DEVISE="EUR">${value}</VALEUR></CARACTERISTIQUES>`,
      }).amount
    expect(amount('0')).toBeUndefined()
    expect(amount('1')).toBeUndefined()
    expect(amount('90 000,50')).toEqual({ min: 90000.5, max: 90000.5 })
  })

  it('has coefficients as parts of their total, and no criteria where it points to the file', () => {
    const criteria = (inside: string) =>
      made({
        donnees: `<PROCEDURE><CRITERES_ATTRIBUTION>${inside}</CRITERES_ATTRIBUTION></PROCEDURE>`,
      }).criteria
    const weights = (one: string, other: string) =>
      `<CRITERES_PONDERES><CRITERE POIDS="${one}">Prix</CRITERE><CRITERE POIDS="${other}">Délai</CRITERE></CRITERES_PONDERES>`
    expect(criteria(weights('6', '4'))).toEqual([
      { name: 'Prix', weight: 60 },
      { name: 'Délai', weight: 40 },
    ])
    expect(criteria(weights('60 %', '40%'))?.map(({ weight }) => weight)).toEqual([60, 40])
    expect(criteria(weights('100', '50'))?.map(({ weight }) => weight)).toEqual([null, null])
    expect(criteria('<CRITERES_CCTP/>')).toBeUndefined()
  })

  it('tells the ceiling of a framework, in euros only', () => {
    const amount = (inside: string) =>
      made({
        objet: `<TITRE_MARCHE>Gaz</TITRE_MARCHE><CARACTERISTIQUES>${inside}</CARACTERISTIQUES>`,
      }).amount
    expect(
      amount('<VALEUR_MIN DEVISE="EUR">10</VALEUR_MIN><VALEUR_MAX DEVISE="EUR">900.5</VALEUR_MAX>'),
    ).toEqual({ min: 10, max: 900.5, maximum: true })
    expect(amount('<VALEUR DEVISE="USD">10</VALEUR>')).toBeUndefined()
  })
})

describe('what follows a call in BOAMP XML', () => {
  const before =
    earlier('26-90', '<APPEL_OFFRE/>', 'RECTIFICATIF') +
    earlier('26-80', '<APPEL_OFFRE/>', 'INITIAL')

  it('an award has the identity of the call', () => {
    const notice = read(annonce({ nature: '<ATTRIBUTION/>', marche: before }))
    expect(notice).toMatchObject({ kind: 'award', concerns: ['26-90', '26-80'] })
    expect(mergeNotices([notice])).toMatchObject({
      externalId: '26-80',
      alternateIds: ['26-90', '26-100'],
    })
  })

  it('a correction moves the deadline, and tells all it changes in its own words', () => {
    const change = (mention: string, inside: string) =>
      `<MODIFICATION><APRES_MENTION>${mention}</APRES_MENTION>${inside}</MODIFICATION>`
    const notice = read(
      annonce({
        statut: 'RECTIFICATIF',
        objet: '',
        indexation: '<RESUME_OBJET>station-service</RESUME_OBJET>',
        donnees: `<RECTIF>${earlier('26-80', '<APPEL_OFFRE/>', 'INITIAL')}${change('Date limite de réception des offres', '<DATE><INIT>2026-12-01T12:00:00+01:00</INIT><LIRE>2026-12-08T12:00:00+01:00</LIRE></DATE>')}${change('Date d’ouverture des offres', '<DATE><INIT>2026-12-02</INIT><LIRE>2026-12-09</LIRE></DATE>')}<INFO_COMPLEMENTAIRE>Visite ajoutée.</INFO_COMPLEMENTAIRE></RECTIF>`,
      }),
    )
    expect(notice).toMatchObject({
      kind: 'correction',
      whole: false,
      concerns: ['26-80'],
      changes: {
        facts: {
          deadline: { value: { instant: '2026-12-08T11:00:00Z', wall: '2026-12-08T12:00' } },
          statusReason: { value: 'Visite ajoutée.' },
        },
      },
    })
    expect(factsOf(notice)).toMatchObject({
      deadline: { wall: '2026-12-08T12:00' },
      object: 'station-service',
    })
    expect(factsOf(notice).status).toBeUndefined()
  })

  it('a cancellation withdraws, for the ground given', () => {
    const notice = read(
      annonce({
        statut: 'ANNULATION',
        objet: '',
        donnees: `<ANNULATION>${earlier('26-80', '<APPEL_OFFRE/>', 'INITIAL')}<MOTIF>Erreur de procédure</MOTIF></ANNULATION>`,
      }),
    )
    expect(notice.concerns).toEqual(['26-80'])
    expect(factsOf(notice)).toMatchObject({
      status: 'withdrawn',
      statusReason: 'Erreur de procédure',
    })
  })

  const award = (inside: string) =>
    made({ nature: '<ATTRIBUTION/>', donnees: `<ATTRIBUTION>${inside}</ATTRIBUTION>` })

  it('an award tells lot by lot who won, or that nobody did', () => {
    const facts = award(
      '<ATTRIBUE_COMPORTE_LOT_INFRUCTUEUX/>' +
        '<DECISION><ATTRIBUE/><NUM_LOT>Lot n° 02</NUM_LOT><INTITULE>Électricité</INTITULE><TITULAIRE><DENOMINATION>SARL Cotraitante (co-traitant)</DENOMINATION></TITULAIRE><TITULAIRE><DENOMINATION>SAS Chef(Mandataire)</DENOMINATION><CODE_IDENT_NATIONAL>21110069800011</CODE_IDENT_NATIONAL><VILLE>NARBONNE Cedex</VILLE></TITULAIRE><RENSEIGNEMENT><DATE_ATTRIBUTION>2026-10-02</DATE_ATTRIBUTION><NB_OFFRE_RECU>4</NB_OFFRE_RECU><MONTANT DEVISE="EUR">68400</MONTANT></RENSEIGNEMENT></DECISION>' +
        '<DECISION><INFRUCTUEUX/><NUM_LOT>3</NUM_LOT><INTITULE>Peinture</INTITULE></DECISION>',
    )
    expect(facts.status).toBe('awarded')
    expect(facts.lots).toMatchObject([
      {
        number: '2',
        title: 'Électricité',
        outcome: {
          kind: 'awarded',
          winners: [
            { name: 'SAS Chef', siret: '21110069800011', commune: 'NARBONNE' },
            { name: 'SARL Cotraitante', siret: null, commune: null },
          ],
          amount: 68400,
          bids: 4,
          notifiedOn: '2026-10-02',
        },
      },
      { number: '3', title: 'Peinture', outcome: { kind: 'unsuccessful', winners: [] } },
    ])
  })

  it('an award may say only that all was in vain', () => {
    expect(award('<TOTALEMENT_INFRUCTUEUX/>')).toMatchObject({
      status: 'unsuccessful',
      outcome: { kind: 'unsuccessful' },
    })
    expect(award('').status).toBeUndefined()
  })

  it('amounts that differ from firm to firm are not the lot’s', () => {
    const firm = (name: string, amount: string) =>
      `<TITULAIRE><DENOMINATION>${name}</DENOMINATION></TITULAIRE><RENSEIGNEMENT><MONTANT DEVISE="EUR">${amount}</MONTANT></RENSEIGNEMENT>`
    expect(
      award(`<DECISION><ATTRIBUE/>${firm('A', '10')}${firm('B', '20')}</DECISION>`).outcome,
    ).toMatchObject({ winners: [{ name: 'A' }, { name: 'B' }], amount: null })
  })
})

describe('documents that are refused', () => {
  it('are other formats, notices of no consultation, and those without number or object', () => {
    const codeOf = (xml: string) => {
      const notice = readBoampXml(xml)
      return 'refused' in notice ? notice.refused : 'read'
    }
    expect(codeOf('<feed/>')).toBe('not-boamp')
    expect(codeOf(annonce({ nature: '<MODIFICATION/>' }))).toBe('no-consultation')
    expect(codeOf(annonce({ nature: '<INTENTION_CONCLURE/>' }))).toBe('no-consultation')
    expect(codeOf(annonce({ idweb: '' }))).toBe('no-identifier')
    expect(codeOf(annonce({ objet: '' }))).toBe('no-object')
    expect(codeOf(annonce().slice(0, 300))).toBe('malformed')
  })
})

it('whatever happens to a notice on its way, reading it never throws', () => {
  const xml = annonce({
    marche: earlier('26-80', '<APPEL_OFFRE/>', 'INITIAL'),
    donnees:
      '<CONDITION_DELAI><RECEPT_OFFRES>2026-12-15T12:00:00+01:00</RECEPT_OFFRES></CONDITION_DELAI>',
  })
  fc.assert(
    fc.property(damaged(xml), (text) => {
      expect(typeof readBoampXml(text)).toBe('object')
    }),
    { numRuns: 300 },
  )
})

const folder = new URL('../../../../shared/data/real/boamp-xml/', import.meta.url)
const absent = !existsSync(folder)

describe.skipIf(absent)('the real notices beside the checkout', () => {
  const sample = (file: string) => read(readFileSync(new URL(file, folder), 'utf8'))

  it('are all read, each with its number, a buyer and an object', () => {
    for (const file of readdirSync(folder)) {
      const facts = factsOf(sample(file))
      expect(facts.boampId, file).toMatch(/^\d\d-\d+$/)
      expect(facts.buyers, file).toHaveLength(1)
      expect(facts.object, file).toBeTruthy()
    }
  })

  it('test-pub: two lots of towing for Paris', () => {
    const facts = factsOf(sample('test-pub.xml'))
    expect(facts).toMatchObject({
      object: '2016 DFA 167 - Prestations de remorquage pour les véhicules de la ville de Paris',
      buyers: [{ name: 'Ville de Paris', siret: null, coordinator: false }],
      boampId: '16-186394',
      reference: '2016V12019350',
      category: 'services',
      procedure: 'open',
      contractForm: 'framework-orders',
      cpv: ['50118110'],
      deadline: { instant: '2017-02-07T11:00:00Z', wall: '2017-02-07T12:00' },
      deadlineStage: 'tender',
      divided: true,
      duration: '12 mois',
      variants: 'refused',
      contact: { name: 'Bureau des marchés - Équipe BM3', email: 'dfa-bm3@paris.fr' },
    })
    expect(facts.lots).toHaveLength(2)
    expect(facts.lots?.[1]).toMatchObject({
      number: '2',
      title: 'Prestations de remorquage pour les poids lourds de la ville de Paris',
      cpv: ['50118110'],
      place: { name: 'Paris ou proche banlieue' },
    })
    expect(facts.criteria).toBeUndefined()
  })

  it('test-pub-2: design of a bridge in Marseille, not divided', () => {
    const facts = factsOf(sample('test-pub-2.xml'))
    expect(facts).toMatchObject({
      buyers: [{ name: 'Grand Port Maritime de Marseille' }],
      cpv: ['71240000', '79311000', '71335000'],
      amount: { min: 50000, max: 50000 },
      deadline: { wall: '2017-01-30T16:00' },
      divided: false,
      variants: 'allowed',
      criteria: [
        { name: 'Valeur technique appréciée suivant le mémoire technique', weight: 50 },
        { name: 'Prix', weight: 50 },
      ],
    })
    expect(facts.lots).toBeUndefined()
  })

  it('test-pub-5: two lots of events, amounts and criteria per lot', () => {
    const facts = factsOf(sample('test-pub-5.xml'))
    expect(facts.lots?.map(({ number, amount }) => [number, amount])).toEqual([
      ['1', { min: 1083333, max: 1083333 }],
      ['2', { min: 6333333, max: 6333333 }],
    ])
    expect(facts.criteria?.map(({ weight }) => weight)).toEqual([60, 40])
    expect(facts.response?.address).toContain('&refConsultation=316558&')
    expect(facts.deadline?.wall).toBe('2017-02-17T12:00')
  })

  it('test-pub-7: a concession of the Aude', () => {
    expect(factsOf(sample('test-pub-7.xml'))).toMatchObject({
      object:
        'CONTRAT DE CONCESSION - GESTION ET EXPLOITATION DE LA STATION SERVICE INTERCOMMUNALE',
      buyers: [{ name: 'Cté de Cnes Pyrénées Audoises', siret: null }],
      boampId: '17-22464',
      reference: '17DSPAXAT',
      procedure: 'concession',
      place: { name: '11140 AXAT' },
      amount: { min: 3113000, max: 3113000 },
      deadline: { instant: '2017-03-15T15:00:00Z', wall: '2017-03-15T16:00' },
      duration: '84 mois',
      divided: false,
      response: { kind: 'platform', address: 'http://cc-pyreneesaudoises.e-marchespublics.com' },
    })
  })

  it('test-attribution-10: a group of three firms, under the call it follows', () => {
    const notice = sample('test-attribution-10.xml')
    expect(mergeNotices([notice]).externalId).toBe('15-14160')
    expect(factsOf(notice)).toMatchObject({
      status: 'awarded',
      procedure: 'competitive-dialogue',
      place: { name: 'Seine-Maritime', code: '76' },
      outcome: {
        kind: 'awarded',
        winners: [
          { name: 'CONCRETE WAVES SKATE PARKS', commune: 'TARNOS' },
          { name: 'SPORT DES VILLES', commune: 'CAEN' },
          { name: 'LAURENCE CREMEL PAYSAGISTE', commune: 'PARIS' },
        ],
        amount: 348852,
        bids: 3,
        notifiedOn: '2016-12-26',
      },
    })
  })

  it('test-attribution-4: « sans suite », whatever else is ticked', () => {
    const notice = sample('test-attribution-4.xml')
    expect(notice.concerns).toEqual(['16-155545', '16-159242'])
    const facts = factsOf(notice)
    expect(facts.status).toBe('abandoned')
    expect(
      facts.lots?.map(({ number, outcome }) => [number, outcome?.kind, outcome?.amount]),
    ).toEqual([
      ['1', 'abandoned', null],
      ['2', 'abandoned', null],
      ['3', 'abandoned', null],
    ])
  })

  it('may be cut anywhere: refused, never read by half', () => {
    const xml = readFileSync(new URL('test-pub.xml', folder), 'utf8').trimEnd()
    fc.assert(
      fc.property(fc.integer({ min: 0, max: xml.length - 1 }), (end) => {
        expect(readBoampXml(xml.slice(0, end))).toMatchObject({ refused: 'malformed' })
      }),
      { numRuns: 60 },
    )
  })
})
