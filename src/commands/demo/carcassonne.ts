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
  won,
} from './story.ts'

const OFFICE = contact('service de la commande publique')

/** What the Ville de Carcassonne buys. */
export function carcassonne({ ago, ahead, dayAgo }: Calendar): Story[] {
  const town = boughtBy('Ville de Carcassonne')
  const place = commune('11069', 'Carcassonne')
  return [
    {
      source: 'carcassonne',
      id: 'VC-T-025',
      told: [
        {
          at: ago(16, '10:10'),
          facts: {
            object: 'Réfection des peintures intérieures de trois écoles',
            buyers: town,
            category: 'works',
            procedure: 'adapted',
            cpv: ['45442100'],
            place,
            amount: between(110_000, 130_000),
            divided: true,
            lots: numbered(
              { title: 'École maternelle', amount: between(30_000, 40_000) },
              { title: 'École élémentaire nord', amount: between(40_000, 45_000) },
              { title: 'École élémentaire sud', amount: between(40_000, 45_000) },
            ),
            deadline: ahead(2, '09:00'),
            criteria: priceAndQuality(60),
            contact: OFFICE,
          },
        },
      ],
    },
    {
      source: 'carcassonne',
      id: 'VC-T-029',
      told: [
        {
          at: ago(14, '09:00'),
          facts: {
            object: "Modernisation de l'éclairage public : passage en LED de 640 points lumineux",
            buyers: town,
            category: 'works',
            procedure: 'adapted',
            cpv: ['45316110'],
            place,
            amount: between(560_000, 620_000),
            divided: false,
            deadline: ahead(15, '12:00'),
            environmentalClauses: 'reprise et recyclage des luminaires déposés',
            criteria: priceAndQuality(45),
            contact: OFFICE,
          },
        },
        {
          at: ago(1, '09:15'),
          facts: { deadline: ahead(10, '12:00'), statusReason: 'calendrier de la subvention' },
        },
      ],
    },
    {
      source: 'carcassonne',
      id: 'VC-S-047',
      told: [
        {
          at: ago(5, '14:30'),
          facts: {
            object: 'Gardiennage et sécurité des manifestations estivales',
            buyers: town,
            category: 'services',
            procedure: 'adapted',
            contractForm: 'framework-orders',
            frameworkMaximum: 190_000,
            cpv: ['79713000'],
            place,
            amount: atMost(190_000),
            divided: false,
            deadline: ahead(13, '12:00'),
            qualifications: ['autorisation d’exercice du CNAPS'],
            criteria: priceAndQuality(50),
            contact: OFFICE,
          },
        },
      ],
    },
    {
      source: 'carcassonne',
      id: 'VC-S-048',
      told: [
        {
          at: ago(4, '09:50'),
          facts: {
            object: 'Blanchisserie des vêtements de travail des services techniques',
            buyers: town,
            category: 'services',
            procedure: 'adapted',
            cpv: ['98310000'],
            place,
            amount: between(40_000, 90_000),
            divided: false,
            reserved: 'adapted-enterprises',
            deadline: ahead(18, '12:00'),
            contact: OFFICE,
          },
        },
      ],
    },
    {
      source: 'carcassonne',
      id: 'VC-S-031',
      told: [
        {
          at: ago(45, '09:00'),
          facts: {
            object: "Conception et tir d'un feu d'artifice",
            buyers: town,
            category: 'services',
            procedure: 'adapted',
            cpv: ['92360000'],
            place,
            amount: between(70_000, 90_000),
            divided: false,
            deadline: ago(27, '12:00'),
            contact: OFFICE,
          },
        },
        {
          at: ago(9, '11:00'),
          facts: {
            status: 'awarded',
            outcome: won('Étoiles du Cabardès', 'Conques-sur-Orbiel', 79_900, 2, dayAgo(12)),
          },
        },
      ],
    },
    {
      source: 'carcassonne',
      id: 'VC-T-021',
      told: [
        {
          at: ago(38, '10:00'),
          facts: {
            object: "Restauration des vitraux d'une église",
            buyers: town,
            category: 'works',
            procedure: 'adapted',
            cpv: ['45212361'],
            place,
            amount: between(90_000, 110_000),
            divided: false,
            deadline: ago(18, '12:00'),
            contact: OFFICE,
          },
        },
        {
          at: ago(7, '15:00'),
          facts: {
            status: 'unsuccessful',
            outcome: nobody('unsuccessful', 'offres inacceptables', 1),
            statusReason: 'offres inacceptables',
          },
        },
      ],
    },
  ]
}

/** What Carcassonne Agglo and its régie buy. */
export function carcassonneAgglo({ ago, ahead, hoursAgo, dayAgo, quarter }: Calendar): Story[] {
  const agglomeration = boughtBy('Carcassonne Agglo')
  const territory = intercommunality('200035715', 'Carcassonne Agglo')
  return [
    {
      source: 'carcassonne-agglo',
      id: 'CA-T-014',
      told: [
        {
          at: ago(7, '09:20'),
          facts: {
            object: "Renouvellement de canalisations d'eau potable à Trèbes et Berriac",
            buyers: boughtBy('CA Carcassonne Agglo'),
            category: 'works',
            procedure: 'adapted',
            cpv: ['45231300'],
            place: territory,
            amount: between(900_000, 1_000_000),
            divided: true,
            lots: numbered(
              {
                title: 'Trèbes, quartier de la gare',
                place: commune('11397', 'Trèbes'),
                amount: between(560_000, 620_000),
              },
              {
                title: 'Berriac, traversée du village',
                place: commune('11037', 'Berriac'),
                amount: between(340_000, 380_000),
              },
            ),
            deadline: ahead(16, '16:00'),
            variants: 'allowed',
            criteria: priceAndQuality(50),
            contact: OFFICE,
          },
        },
      ],
    },
    {
      source: 'carcassonne-agglo',
      id: 'CA-F-022',
      told: [
        {
          at: ago(2, '10:30'),
          facts: {
            object: 'Fourniture de repas en liaison froide pour les accueils de loisirs',
            buyers: agglomeration,
            category: 'supplies',
            procedure: 'open',
            contractForm: 'framework-orders',
            frameworkMaximum: 2_400_000,
            cpv: ['55524000'],
            place: territory,
            amount: atMost(2_400_000),
            divided: false,
            deadline: ahead(24, '12:00'),
            environmentalClauses: '20 % de produits biologiques au moins',
            samples: 'un plateau repas à remettre avec l’offre',
            duration: '4 ans',
            contact: OFFICE,
          },
        },
      ],
    },
    {
      source: 'carcassonne-agglo',
      id: 'CA-F-025',
      told: [
        {
          at: ago(1, '17:30'),
          facts: {
            object: 'Renouvellement de postes informatiques et services associés',
            buyers: agglomeration,
            category: 'supplies',
            procedure: 'adapted',
            cpv: ['30213000', '50312000'],
            deadline: ahead(11, '16:00'),
          },
        },
      ],
    },
    {
      source: 'carcassonne-agglo',
      id: 'CA-T-009',
      told: [
        {
          at: ago(60, '09:00'),
          facts: {
            object: 'Création d’une voie verte entre Pennautier et Carcassonne',
            buyers: agglomeration,
            category: 'works',
            procedure: 'adapted',
            cpv: ['45233162'],
            place: commune('11279', 'Pennautier'),
            amount: between(680_000, 720_000),
            divided: false,
            deadline: ago(36, '12:00'),
            contact: OFFICE,
          },
        },
        {
          at: ago(11, '16:45'),
          facts: {
            status: 'awarded',
            outcome: won('Travaux Publics du Fresquel', 'Pennautier', 689_400, 7, dayAgo(14)),
          },
        },
      ],
    },
    {
      source: 'carcassonne-agglo',
      id: 'CA-PR-003',
      told: [
        {
          at: ago(4, '11:00'),
          facts: {
            object: "Extension d'une station d'épuration et traitement du phosphore",
            buyers: agglomeration,
            category: 'works',
            cpv: ['45252127'],
            place: commune('11088', 'Cazilhac'),
            amount: between(1_000_000, 5_000_000),
            status: 'planned',
            expectedStart: quarter(8),
          },
        },
      ],
    },
    {
      source: 'boamp',
      id: 'DEMO-90114',
      told: [
        {
          at: hoursAgo(7),
          facts: {
            object: 'Acquisition de quatre autobus électriques et de leurs bornes de charge',
            buyers: boughtBy('Régie des transports de Carcassonne Agglo'),
            category: 'supplies',
            procedure: 'negotiated',
            cpv: ['34144910'],
            place: territory,
            amount: between(2_000_000, 2_600_000),
            divided: false,
            deadline: ahead(21, '12:00'),
            deadlineStage: 'candidacy',
            contact: contact('direction technique'),
          },
        },
      ],
    },
  ]
}
