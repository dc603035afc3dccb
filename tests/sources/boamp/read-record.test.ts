import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { mergeNotices } from '../../../src/sources/boamp/merge-notices.ts'
import { readBoampRecord } from '../../../src/sources/boamp/read-record.ts'
import { apiRecord, noticeOf, valuesOf } from './records.ts'

describe('a record without a document', () => {
  it('tells what the columns tell', () => {
    const notice = noticeOf(
      apiRecord({
        idweb: '26-91551',
        objet: "Mission de maîtrise d'œuvre pour l'hôtel de ville",
        nomacheteur: 'Communauté d&amp;#039;Agglomération',
        dateparution: '2026-09-24',
        datelimitereponse: '2026-10-26T11:00:00+00:00',
        type_marche: ['SERVICES'],
        procedure_libelle: 'Procédure Ouverte',
      }),
    )
    expect(notice.externalId).toBe('26-91551')
    expect(notice.publishedAt?.toISOString()).toBe('2026-09-23T22:00:00.000Z')
    expect(valuesOf(notice)).toMatchObject({
      boampId: '26-91551',
      noticeUrl: 'https://www.boamp.fr/avis/detail/26-91551',
      object: "Mission de maîtrise d'œuvre pour l'hôtel de ville",
      buyers: [{ name: "Communauté d'Agglomération", siret: null, coordinator: false }],
      category: 'services',
      procedure: 'open',
      status: 'active',
      deadline: { wall: '2026-10-26T12:00', doubt: 'clock-trap' },
    })
    expect(notice.facts.deadline?.words).toBe('2026-10-26T11:00:00+00:00')
  })

  it('shows the earlier reading of an instant of summer', () => {
    const deadlineOf = (datelimitereponse: string) =>
      noticeOf(apiRecord({ datelimitereponse })).facts.deadline?.value
    expect(deadlineOf('2026-07-17T14:00:00+00:00')).toEqual({
      instant: '2026-07-17T13:00:00Z',
      wall: '2026-07-17T15:00',
      doubt: 'clock-trap',
    })
    expect(deadlineOf('2026-08-15T12:00:00+02:00')?.wall).toBe('2026-08-15T11:00')
    expect(deadlineOf('2026-03-29T00:30:00+00:00')?.wall).toBe('2026-03-29T01:30')
    expect(deadlineOf('2026-06-27T00:00:00+00:00')).toMatchObject({
      wall: '2026-06-27T00:00',
      doubt: 'no-hour',
    })
  })

  it.each([
    ['7017-07-24', '2017-06-23', '17-88555'],
    ['2924-04-15', '2024-03-24', '24-1'],
    ['2099-03-02', '2025-02-28', '25-1'],
    ['2099-03-02', null, '25-1'],
    ['2016-03-02T11:00:00+00:00', '2026-02-28', '26-1'],
  ])('does not know the deadline of %s', (datelimitereponse, dateparution, idweb) => {
    const notice = noticeOf(apiRecord({ idweb, dateparution, datelimitereponse }))
    expect(notice.facts.deadline).toBeUndefined()
    expect(notice.facts.deadlineStage).toBeUndefined()
  })

  it('keeps the deadline of a system that stays open for years', () => {
    const notice = noticeOf(apiRecord({ datelimitereponse: '2031-02-02T11:00:00+00:00' }))
    expect(notice.facts.deadline?.value.wall).toBe('2031-02-02T12:00')
  })

  it('takes no place from the départements it was published for', () => {
    const place = (columns: Record<string, unknown>) => noticeOf(apiRecord(columns)).facts.place
    expect(place({ code_departement: ['11'] })).toBeUndefined()
    expect(place({ code_departement_prestation: ['11', '66'] })).toBeUndefined()
    expect(place({ code_departement_prestation: '6' })?.value).toMatchObject({ code: '06' })
    expect(place({ code_departement_prestation: ['20A'] })?.value).toMatchObject({ code: '2A' })
  })

  it('says why it is none', () => {
    expect(readBoampRecord('26-1')).toEqual({ refused: 'not-a-record' })
    expect(readBoampRecord({ objet: 'Travaux' })).toEqual({ refused: 'no-identifier' })
    expect(readBoampRecord(apiRecord({ nature: 'INTENTION_CONCLURE' }))).toEqual({
      refused: 'no-call',
    })
    expect(noticeOf({ ...apiRecord({ objet: 'Voirie' }), donnees: '{"OBJET":' }).kind).toBe('call')
  })
})

describe('a document of the schema 2.3.0', () => {
  const donnees = {
    IDENTITE: {
      DENOMINATION: 'Ville de Narbonne',
      CODE_IDENT_NATIONAL: '211 100 698 00011',
      CORRESPONDANT: 'M. le maire',
      TEL: '04-68-00-00-00',
      MEL: 'marches@narbonne.example',
      URL_PROFIL_ACHETEUR: ':https://marchespublics.aude.fr',
      URL_DOCUMENT: 'marchespublics.aude.fr/dce/12',
      AGIT_POUR_AUTRE_COMPTE_OUI: '',
    },
    OBJET: {
      TITRE_MARCHE: "R&amp;eacute;novation de l'&eacute;cole",
      REF_MARCHE: '2021-TX-014',
      TYPE_MARCHE: { TRAVAUX: '' },
      OBJET_COMPLET: 'Rénovation thermique',
      CPV: [{ PRINCIPAL: '45000000' }, { PRINCIPAL: '45310000' }],
      LIEU_EXEC_LIVR: { CP: '11100', VILLE: 'Narbonne' },
      CARACTERISTIQUES: { VALEUR: { '@DEVISE': 'EUR', '#text': '420000.00' } },
      DIV_EN_LOTS: { OUI: '' },
      LOTS: {
        LOT: [
          { NUM: '1', INTITULE: 'Gros œuvre', CPV: { PRINCIPAL: '45223220' } },
          { NUM: '06', INTITULE: 'Électricité', VALEUR: { '@DEVISE': 'EUR', '#text': '60000' } },
        ],
      },
      DUREE_DELAI: { DUREE_MOIS: '8' },
    },
    PROCEDURE: {
      TYPE_PROCEDURE: { PROCEDURE_ADAPTE: '' },
      VARIANTES_NON: '',
      CRITERES_ATTRIBUTION: {
        CRITERES_PONDERES: {
          CRITERE: [
            { '@POIDS': '60', '#text': 'Valeur technique' },
            { '@POIDS': '40', '#text': 'Prix' },
          ],
        },
      },
    },
    CONDITION_DELAI: { RECEPT_OFFRES: '2021-04-08T18:00:00+01:00' },
    RENSEIGNEMENTS_COMPLEMENTAIRES: { RENS_COMPLEMENT: 'Visite obligatoire du site.' },
  }
  const columns = {
    idweb: '21-30001',
    dateparution: '2021-03-09',
    datelimitereponse: '2021-04-08T17:00:00+00:00',
    objet: 'rénovation',
    nomacheteur: 'narbonne',
  }

  it('gives all it tells, the hour on the wall above all', () => {
    const values = valuesOf(noticeOf(apiRecord(columns, donnees)))
    expect(values).toMatchObject({
      object: "Rénovation de l'école",
      description: 'Rénovation thermique',
      buyers: [{ name: 'Ville de Narbonne', siret: '21110069800011', coordinator: true }],
      reference: '2021-TX-014',
      category: 'works',
      procedure: 'adapted',
      cpv: ['45000000', '45310000'],
      place: { name: '11100 Narbonne' },
      amount: { min: 420_000, max: 420_000 },
      divided: true,
      lotCount: 2,
      lots: [
        { number: '1', title: 'Gros œuvre', cpv: ['45223220'] },
        { number: '6', title: 'Électricité', amount: { min: 60_000, max: 60_000 } },
      ],
      duration: '8 mois',
      variants: 'refused',
      siteVisit: { obligation: 'compulsory' },
      criteria: [
        { name: 'Valeur technique', weight: 60 },
        { name: 'Prix', weight: 40 },
      ],
      deadlineStage: 'tender',
      response: { kind: 'platform', address: 'https://marchespublics.aude.fr' },
      documentsUrl: 'https://marchespublics.aude.fr/dce/12',
      contact: { name: 'M. le maire', phone: '04-68-00-00-00', email: 'marches@narbonne.example' },
    })
    expect(values.deadline).toEqual({ instant: '2021-04-08T16:00:00Z', wall: '2021-04-08T18:00' })
  })

  it('names the winners of each lot, and what fell', () => {
    const notice = noticeOf(
      apiRecord(
        { ...columns, nature: 'ATTRIBUTION', annonce_lie: ['21-1'] },
        {
          ...donnees,
          ATTRIBUTION: {
            DECISION: [
              {
                ATTRIBUE: '',
                NUM_LOT: '1',
                TITULAIRE: [
                  { DENOMINATION: 'MAÇONS RÉUNIS (Mandataire)', VILLE: 'Lézignan' },
                  { DENOMINATION: 'ENDUITS DU SUD(co-traitant)', VILLE: 'Limoux' },
                ],
                RENSEIGNEMENT: {
                  DATE_ATTRIBUTION: '2021-06-01',
                  NB_OFFRE_RECU: '3',
                  MONTANT: { '@DEVISE': 'EUR', '#text': '68400' },
                },
              },
              { INFRUCTUEUX: '', NUM_LOT: '6' },
            ],
          },
        },
      ),
    )
    expect(notice.kind).toBe('award')
    expect(notice.concerns).toEqual(['21-1'])
    const values = valuesOf(notice)
    expect(values.status).toBe('awarded')
    expect(values.deadline).toBeUndefined()
    expect(values.amount).toBeUndefined()
    expect(values.lots).toMatchObject([
      {
        number: '1',
        title: 'Gros œuvre',
        outcome: {
          kind: 'awarded',
          amount: 68_400,
          bids: 3,
          notifiedOn: '2021-06-01',
          winners: [
            { name: 'MAÇONS RÉUNIS', commune: 'Lézignan' },
            { name: 'ENDUITS DU SUD', commune: 'Limoux' },
          ],
        },
      },
      { number: '6', title: 'Électricité', outcome: { kind: 'unsuccessful' } },
    ])
  })

  it('tells by its ground what a cancellation is', () => {
    const statusFor = (motive: string) => {
      const notice = noticeOf(
        apiRecord({ ...columns, etat: 'ANNULATION' }, { ANNULATION: { MOTIF: motive } }),
      )
      return [notice.facts.status?.value, notice.changes.lots]
    }
    expect(statusFor('Erreur de publication')).toEqual(['withdrawn', []])
    expect(statusFor("Déclarée sans suite pour motif d'intérêt général")).toEqual(['abandoned', []])
    const wrongLot =
      'Suite à une erreur concernant le lot no3, la procédure est déclarée sans suite'
    expect(statusFor(wrongLot)).toEqual(['abandoned', []])
    expect(statusFor('Procédure infructueuse')).toEqual(['unsuccessful', []])
    expect(
      statusFor('décision de déclarer le lot N°3 de la procédure sans suite')[1],
    ).toMatchObject([{ number: '3', outcome: { kind: 'abandoned' } }])
  })

  it('withdraws a call whose state the API has turned, with the document it had', () => {
    const notice = noticeOf(apiRecord({ ...columns, etat: 'AVIS_ANNULE' }, donnees))
    expect(valuesOf(notice)).toMatchObject({
      status: 'withdrawn',
      object: "Rénovation de l'école",
      deadline: { wall: '2021-04-08T18:00' },
    })
  })

  it('takes the hour of the column for a day without one, in doubt, and never another day', () => {
    const deadline = (written: string) =>
      noticeOf(
        apiRecord(
          { ...columns, datelimitereponse: '2021-04-08T11:00:00+00:00' },
          { OBJET: { TITRE_MARCHE: 'École' }, CONDITION_DELAI: { RECEPT_OFFRES: written } },
        ),
      ).facts.deadline?.value
    expect(deadline('2021-04-08')).toMatchObject({ wall: '2021-04-08T12:00', doubt: 'clock-trap' })
    expect(deadline('2021-04-07')).toMatchObject({ wall: '2021-04-07T00:00', doubt: 'no-hour' })
  })

  it('follows several buyers', () => {
    const buyers = noticeOf(
      apiRecord(columns, {
        IDENTITE: [{ DENOMINATION: 'Grand Narbonne' }, { DENOMINATION: 'Ville de Narbonne' }],
        OBJET: { TITRE_MARCHE: 'Papier' },
      }),
    ).facts.buyers?.value
    expect(buyers).toEqual([
      { name: 'Grand Narbonne', siret: null, coordinator: true },
      { name: 'Ville de Narbonne', siret: null, coordinator: false },
    ])
  })
})

describe('a document of the national forms', () => {
  it('gives what FNSimple tells', () => {
    const notice = noticeOf(
      apiRecord(
        { famille: 'FNS', datelimitereponse: '2026-08-15T12:00:00+02:00' },
        {
          FNSimple: {
            organisme: {
              nomOfficiel: 'Commune De Megeve',
              typeIdentificationNational: { siret: '' },
              codeIdentificationNational: '21740173600012',
              ville: 'MEGEVE',
              grpCommandes: { oui: '' },
            },
            initial: {
              communication: {
                identifiantInterne: '2026-07',
                urlProfilAch: 'https://marches.example',
                urlDocConsul: 'https://marches.example/dce',
                nomContact: 'achats@megeve.example',
                telContact: '0450000000',
              },
              procedure: {
                procedureAdapteeO: '',
                dateReceptionOffres: '2026-08-15T12:00:00+02:00',
                criteresAttrib: 'Prix : 60 %, valeur technique : 40 %',
              },
              natureMarche: {
                intitule: 'Fourniture de mobilier',
                description: 'Mobilier scolaire et de bureau',
                typeMarche: { fournitures: '' },
                codeCPV: { objetPrincipal: { classPrincipale: '39160000' } },
                valeurEstimee: { fourchette: { valeurBasse: '40000', valeurHaute: '90000' } },
                dureeMois: '48',
                lieuExecution: 'Megève',
              },
              lots: {
                lot: [
                  {
                    description: '1 : Tables',
                    codeCPV: { objetPrincipal: { classPrincipale: '39121200' } },
                  },
                  { description: '2 : Chaises' },
                ],
              },
            },
          },
        },
      ),
    )
    expect(valuesOf(notice)).toMatchObject({
      object: 'Fourniture de mobilier',
      buyers: [{ name: 'Commune De Megeve', siret: '21740173600012', coordinator: true }],
      reference: '2026-07',
      category: 'supplies',
      procedure: 'adapted',
      cpv: ['39160000', '39121200'],
      amount: { min: 40_000, max: 90_000 },
      lots: [
        { number: '1', title: 'Tables', cpv: ['39121200'] },
        { number: '2', title: 'Chaises' },
      ],
      duration: '48 mois',
      criteria: [
        { name: 'Prix', weight: 60 },
        { name: 'valeur technique', weight: 40 },
      ],
      response: { address: 'https://marches.example' },
      documentsUrl: 'https://marches.example/dce',
      contact: { name: null, phone: '0450000000', email: 'achats@megeve.example' },
    })
    expect(notice.facts.deadline?.value).toEqual({
      instant: '2026-08-15T10:00:00Z',
      wall: '2026-08-15T12:00',
    })
  })

  it('gives what MAPA tells', () => {
    const notice = noticeOf(
      apiRecord(
        { famille: 'MAPA' },
        {
          MAPA: {
            organisme: {
              acheteurPublic: 'Mairie de Gruissan',
              correspondantPRM: { pren: 'Anne', nom: 'Roux' },
              urlProfilAcheteur: 'https://marchespublics.aude.fr',
            },
            initial: {
              description: {
                objet: 'Réfection de la voirie',
                lieuExecutionLivraison: { cp: '11430', ville: 'Gruissan' },
              },
              duree: { nbMois: '6' },
              criteres: { criterePondere: { critere: 'Prix', criterePCT: '100' } },
              delais: { receptionOffres: '2026-03-03T16:00:00' },
              renseignements: { idMarche: 'MAPA-26-3' },
            },
          },
        },
      ),
    )
    expect(valuesOf(notice)).toMatchObject({
      object: 'Réfection de la voirie',
      buyers: [{ name: 'Mairie de Gruissan' }],
      contact: { name: 'Anne Roux' },
      procedure: 'adapted',
      reference: 'MAPA-26-3',
      place: { name: '11430 Gruissan' },
      duration: '6 mois',
      deadline: { wall: '2026-03-03T16:00' },
      criteria: [{ name: 'Prix', weight: 100 }],
    })
  })

  it('gives results, laid out or in a text', () => {
    const laidOut = noticeOf(
      apiRecord(
        { nature: 'ATTRIBUTION', titulaire: ['Fisher SAS'] },
        {
          MAPA: {
            organisme: { acheteurPublic: 'UCBL1' },
            attribution: {
              avisInitial: { idWeb: '26-60108' },
              attribution: {
                resultat: {
                  attribue: {
                    titulaire: { PersonneMorale: 'Fisher SAS ' },
                    montant: { valeur: '50044' },
                  },
                },
              },
              autresInformations: { nbOffresRecues: '5' },
            },
          },
        },
      ),
    )
    expect(laidOut.concerns).toEqual(['26-60108'])
    expect(valuesOf(laidOut).outcome).toMatchObject({
      kind: 'awarded',
      winners: [{ name: 'Fisher SAS' }],
      amount: 50_044,
      bids: 5,
    })
    const inWords = noticeOf(
      apiRecord(
        { nature: 'ATTRIBUTION', titulaire: ['FAYOLLE'] },
        {
          FNSimple: {
            attribution: {
              avisInitial: { idWeb: '26-100' },
              attributionMarche: "Nombre d'offres reçues : 8\nDate d'attribution : 01/10/26\n",
            },
          },
        },
      ),
    )
    expect(valuesOf(inWords).outcome).toMatchObject({
      winners: [{ name: 'FAYOLLE' }],
      bids: 8,
      amount: null,
    })
  })
})

describe('an eForms document', () => {
  const party = (id: string) => ({
    'cac:Party': { 'cac:PartyIdentification': { 'cbc:ID': { '#text': id } } },
  })
  const organisation = (id: string, name: string, company: string, lead?: string) => ({
    ...(lead ? { 'efbc:GroupLeadIndicator': lead } : {}),
    'efac:Company': {
      'cac:PartyIdentification': { 'cbc:ID': { '@schemeName': 'organization', '#text': id } },
      'cac:PartyName': { 'cbc:Name': name },
      'cac:PartyLegalEntity': { 'cbc:CompanyID': company },
    },
  })
  const document = (parties: unknown, organisations: unknown[], rest = {}) => ({
    EFORMS: {
      ContractNotice: {
        'ext:UBLExtensions': {
          'ext:UBLExtension': {
            'ext:ExtensionContent': {
              'efext:EformsExtension': {
                ...rest,
                'efac:Organizations': { 'efac:Organization': organisations },
              },
            },
          },
        },
        'cac:ContractingParty': parties,
        'cac:ProcurementProjectLot': {
          'cbc:ID': { '@schemeName': 'Lot', '#text': 'LOT-0000' },
          'cac:TenderingProcess': {
            'cac:TenderSubmissionDeadlinePeriod': {
              'cbc:EndDate': '2026-08-26+02:00',
              'cbc:EndTime': '12:00:00+02:00',
            },
          },
        },
      },
    },
  })
  const court = organisation('ORG-COURT', 'Tribunal administratif', '17640002600017')
  const buyer = organisation('ORG-BUYER', 'PFC Sud-Ouest', '20003236500013')

  it('finds the buyer by reference, wherever the court stands', () => {
    const values = valuesOf(
      noticeOf(apiRecord({ nomacheteur: 'x' }, document(party('ORG-BUYER'), [court, buyer]))),
    )
    expect(values.buyers).toEqual([
      { name: 'PFC Sud-Ouest', siret: '20003236500013', coordinator: false },
    ])
    expect(values.deadline).toEqual({ instant: '2026-08-26T10:00:00Z', wall: '2026-08-26T12:00' })
    expect(values.object).toBeUndefined()
  })

  it('names all buyers of a group and who leads it', () => {
    const lead = organisation('ORG-2', 'Carcassonne Agglo', '20003571500017', 'true')
    const { buyers } = valuesOf(
      noticeOf(apiRecord({}, document([party('ORG-BUYER'), party('ORG-2')], [court, buyer, lead]))),
    )
    expect(buyers).toEqual([
      expect.objectContaining({ name: 'Carcassonne Agglo', coordinator: true }),
      expect.objectContaining({ name: 'PFC Sud-Ouest', coordinator: false }),
    ])
  })

  it('is a correction that says everything anew where it tells of changes', () => {
    const changes = (code: string) => ({
      'efac:Changes': {
        'efac:ChangeReason': {
          'cbc:ReasonCode': { '@listName': 'change-corrig-justification', '#text': code },
          'efbc:ReasonDescription': { '#text': 'Précision sur la visite' },
        },
      },
    })
    const read = (code: string) =>
      noticeOf(
        apiRecord(
          { contractfolderid: 'AB-1' },
          document(party('ORG-BUYER'), [buyer], changes(code)),
        ),
      )
    expect(read('update-add')).toMatchObject({
      kind: 'correction',
      whole: true,
      alternateIds: ['procedure:ab-1'],
    })
    expect(valuesOf(read('update-add'))).toMatchObject({
      status: 'active',
      statusReason: 'Précision sur la visite',
      deadline: { wall: '2026-08-26T12:00' },
    })
    expect(read('cancel')).toMatchObject({ kind: 'cancellation', whole: false })
    expect(valuesOf(read('cancel')).status).toBe('withdrawn')
  })
})

describe('whatever a record holds', () => {
  const names = fc.constantFrom(
    ...(
      'OBJET IDENTITE LOTS LOT RECTIF MODIFICATION LIRE ATTRIBUTION DECISION FNSimple MAPA EFORMS ContractNotice ' +
      'initial rectificatif infosRectif lots cac:ProcurementProjectLot cbc:ID #text @DEVISE IDWEB rectifie acheteur'
    ).split(' '),
  )
  const { node } = fc.letrec((tie) => ({
    node: fc.oneof(
      { maxDepth: 6 },
      fc.constantFrom<unknown>(
        '',
        'Lot 1 : Voirie',
        '31/02/2026 à 25h',
        '2026-02-30T12:00',
        '12345678',
      ),
      fc.jsonValue(),
      fc.array(tie('node'), { maxLength: 3 }),
      fc.dictionary(names, tie('node'), { maxKeys: 4 }),
    ),
  }))

  it('reading it neither fails nor gives a deadline that cannot be', () => {
    fc.assert(
      fc.property(node, node, names, (donnees, column, name) => {
        const record = { ...apiRecord({ [name]: column }, donnees), datelimitereponse: column }
        const notice = readBoampRecord(record)
        if ('refused' in notice) return
        const { deadline } = notice.facts
        if (deadline) expect(Number.isNaN(Date.parse(deadline.value.instant))).toBe(false)
        JSON.stringify(mergeNotices([notice]))
      }),
      { numRuns: 300 },
    )
  })

  it('however deep it is nested', () => {
    const deep = `${'['.repeat(50_000)}${']'.repeat(50_000)}`
    expect(noticeOf({ ...apiRecord({ objet: 'Voirie' }), donnees: deep }).facts.object?.value).toBe(
      'Voirie',
    )
  })
})
