import type { Calendar } from './calendar.ts'
import {
  atMost,
  between,
  boughtBy,
  commune,
  contact,
  intercommunality,
  nobody,
  numbered,
  priceAndQuality,
  type Story,
  WHOLE_AUDE,
  won,
} from './story.ts'

const COUNCIL = boughtBy("Département de l'Aude")
const OFFICE = contact('service des marchés')

/** What the Département buys. */
export function departement({ ago, ahead, hoursAgo, dayAgo, month }: Calendar): Story[] {
  const windows: Story['told'][0]['facts'] = {
    object: "Remplacement des menuiseries extérieures d'un collège à Lézignan-Corbières",
    buyers: COUNCIL,
    reference: 'CD11-T-077',
    category: 'works',
    procedure: 'adapted',
    cpv: ['45421000'],
    place: commune('11203', 'Lézignan-Corbières'),
    amount: between(450_000, 500_000),
  }
  const gardens: Story['told'][0]['facts'] = {
    object: 'Entretien des espaces verts des collèges',
    buyers: COUNCIL,
    reference: 'CD11-S-052',
    category: 'services',
    procedure: 'open',
    contractForm: 'framework-orders',
    frameworkMaximum: 640_000,
    cpv: ['77310000'],
    place: WHOLE_AUDE,
    amount: atMost(640_000),
    divided: true,
    lots: numbered(
      { title: 'Collèges du Narbonnais', place: intercommunality('241100593', 'Grand Narbonne') },
      {
        title: 'Collèges du Carcassonnais',
        place: intercommunality('200035715', 'Carcassonne Agglo'),
      },
      { title: 'Collèges du Lauragais', place: commune('11076', 'Castelnaudary') },
      { title: 'Collèges de la Haute Vallée', place: commune('11206', 'Limoux') },
      {
        title: 'Collèges du Lézignanais',
        place: commune('11203', 'Lézignan-Corbières'),
        reserved: 'integration',
      },
    ),
    deadline: ahead(19, '12:00'),
    duration: '1 an',
    renewals: 'reconductible 3 fois 1 an',
  }
  const lift: Story['told'][0]['facts'] = {
    object: "Mise en accessibilité d'un collège à Quillan : ascenseur et cheminements",
    buyers: COUNCIL,
    reference: 'CD11-T-081',
    category: 'works',
    procedure: 'adapted',
    cpv: ['45313100', '45262522'],
    place: commune('11304', 'Quillan'),
    deadline: ahead(7, '12:00'),
  }
  const asbestos: Story['told'][0]['facts'] = {
    object: "Désamiantage d'un bâtiment du centre d'exploitation d'Axat",
    buyers: boughtBy('Conseil départemental de l’Aude'),
    category: 'works',
    procedure: 'adapted',
    cpv: ['45262660'],
    place: commune('11021', 'Axat'),
    amount: between(100_000, 130_000),
    divided: false,
    qualifications: ['certification amiante sous-section 3'],
    contact: OFFICE,
  }
  return [
    {
      source: 'departement',
      id: 'CD11-T-070',
      told: [
        {
          at: ago(12, '09:10'),
          facts: {
            object: 'Renforcement de chaussées et travaux de voirie sur routes départementales',
            description:
              'Enrobés, reprofilage, accotements et signalisation horizontale. Quatre secteurs, un accord-cadre à bons de commande par secteur ; un candidat ne peut obtenir plus de deux lots.',
            buyers: COUNCIL,
            category: 'works',
            procedure: 'adapted',
            contractForm: 'framework-orders',
            frameworkMaximum: 4_800_000,
            cpv: ['45233141', '45233223'],
            place: WHOLE_AUDE,
            amount: atMost(4_800_000),
            divided: true,
            lots: numbered(
              {
                title: 'Secteur du Limouxin',
                place: intercommunality('200071926', 'CC du Limouxin'),
                amount: atMost(1_200_000),
              },
              {
                title: 'Secteur du Lézignanais',
                place: intercommunality('200035863', 'CC Région Lézignanaise'),
                amount: atMost(1_200_000),
              },
              {
                title: 'Secteur du Narbonnais',
                place: intercommunality('241100593', 'Grand Narbonne'),
                amount: atMost(1_400_000),
              },
              {
                title: 'Secteur des Pyrénées audoises',
                place: intercommunality('200043776', 'CC des Pyrénées audoises'),
                amount: atMost(1_000_000),
              },
            ),
            deadline: ahead(8, '16:00'),
            duration: '1 an',
            renewals: 'reconductible 3 fois 1 an',
            environmentalClauses: "taux minimal d'agrégats recyclés",
            criteria: priceAndQuality(60),
            contact: OFFICE,
          },
        },
      ],
    },
    {
      source: 'departement',
      id: 'CD11-T-077',
      told: [
        {
          at: ago(10, '08:50'),
          facts: { ...windows, deadline: ahead(14, '12:00'), divided: false, contact: OFFICE },
        },
      ],
    },
    {
      source: 'boamp',
      id: 'DEMO-90077',
      told: [{ at: ago(9, '06:00'), facts: { ...windows, deadline: ahead(11, '12:00') } }],
    },
    {
      source: 'departement',
      id: 'CD11-S-052',
      told: [{ at: ago(11, '10:30'), facts: { ...gardens, contact: OFFICE } }],
    },
    { source: 'boamp', id: 'DEMO-90052', told: [{ at: ago(10, '06:00'), facts: gardens }] },
    {
      source: 'departement',
      id: 'CD11-T-081',
      told: [
        { at: ago(13, '09:40'), facts: lift },
        {
          at: ago(1, '15:20'),
          facts: { deadline: ahead(12, '12:00'), statusReason: 'plans complétés' },
        },
      ],
    },
    {
      source: 'agents',
      id: 'departement-college-quillan',
      told: [
        {
          at: ago(12, '11:00'),
          facts: {
            buyers: COUNCIL,
            reference: 'CD11-T-081',
            amount: between(200_000, 500_000),
            deadline: ahead(7, '12:00'),
            lots: numbered({ title: 'Maçonnerie et cheminements' }, { title: 'Ascenseur' }),
            contact: contact('direction des collèges'),
          },
        },
      ],
    },
    {
      source: 'departement',
      id: 'CD11-F-019',
      told: [
        {
          at: ago(7, '16:20'),
          facts: {
            object: 'Fourniture de sel de déneigement',
            buyers: COUNCIL,
            category: 'supplies',
            procedure: 'adapted',
            cpv: ['34927100'],
            place: WHOLE_AUDE,
            deadline: ahead(10, '12:00'),
            contact: OFFICE,
          },
        },
        {
          at: ago(6, '09:05'),
          facts: {
            status: 'withdrawn',
            statusReason: 'avis saisi dans la mauvaise procédure, un nouvel avis paraîtra',
          },
        },
      ],
    },
    {
      source: 'departement',
      id: 'CD11-T-064',
      told: [
        { at: ago(40, '09:00'), facts: { ...asbestos, deadline: ago(20, '12:00') } },
        {
          at: ago(15, '14:00'),
          facts: {
            status: 'unsuccessful',
            outcome: nobody('unsuccessful', "absence d'offre", 0),
            statusReason: "absence d'offre",
          },
        },
      ],
    },
    {
      source: 'departement',
      id: 'CD11-T-083',
      told: [
        {
          at: ago(3, '10:00'),
          facts: {
            ...asbestos,
            object: `${asbestos.object} (relance)`,
            renews: 'CD11-T-064',
            deadline: ahead(17, '12:00'),
            siteVisit: {
              obligation: 'compulsory',
              dates: [ahead(4, '10:00')],
              booking: 'travaux@example.org',
            },
          },
        },
      ],
    },
    {
      source: 'departement',
      id: 'CD11-PI-030',
      told: [
        {
          at: ago(80, '09:00'),
          facts: {
            object: 'Études géotechniques de type G2 pour la reconstruction de trois ponts',
            buyers: COUNCIL,
            category: 'services',
            procedure: 'adapted',
            cpv: ['71351500'],
            place: WHOLE_AUDE,
            amount: between(90_000, 120_000),
            divided: false,
            deadline: ago(62, '12:00'),
            contact: OFFICE,
          },
        },
        {
          at: ago(18, '17:00'),
          facts: {
            status: 'awarded',
            outcome: won('Sols et Fondations du Razès', 'Limoux', 104_300, 4, dayAgo(21)),
          },
        },
      ],
    },
    {
      source: 'departement',
      id: 'CD11-S-060',
      told: [
        {
          at: ago(6, '08:20'),
          facts: {
            object: 'Assistance juridique en droit de la commande publique et de la construction',
            buyers: COUNCIL,
            category: 'services',
            procedure: 'adapted',
            cpv: ['79110000'],
            contact: OFFICE,
          },
        },
      ],
    },
    {
      source: 'departement',
      id: 'CD11-T-090',
      told: [
        {
          at: ago(22, '09:00'),
          facts: {
            object: "Installation de centrales photovoltaïques en toiture d'un collège à Trèbes",
            buyers: COUNCIL,
            category: 'works',
            cpv: ['09331200'],
            place: commune('11397', 'Trèbes'),
            status: 'planned',
            expectedStart: month(3),
          },
        },
        {
          at: hoursAgo(3),
          facts: {
            status: 'active',
            procedure: 'adapted',
            amount: between(200_000, 500_000),
            divided: false,
            deadline: ahead(20, '12:00'),
            qualifications: ['QualiPV ou équivalent'],
            criteria: priceAndQuality(50),
            contact: OFFICE,
          },
        },
      ],
    },
  ]
}
