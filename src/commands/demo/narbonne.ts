import type { Calendar } from './calendar.ts'
import {
  atMost,
  between,
  boughtBy,
  commune,
  contact,
  nobody,
  numbered,
  priceAndQuality,
  type Story,
  withOutcomes,
  won,
} from './story.ts'

const TOWN = boughtBy('Ville de Narbonne')
const NARBONNE = commune('11262', 'Narbonne')
const OFFICE = contact('service de la commande publique')

/** What the Ville de Narbonne buys. */
export function narbonne({ ago, ahead, hoursAgo, dayAgo, month, quarter }: Calendar): Story[] {
  const sweepers: Story['told'][0]['facts'] = {
    object: 'Acquisition de deux balayeuses compactes de voirie',
    buyers: TOWN,
    category: 'supplies',
    procedure: 'open',
    cpv: ['34144431'],
    place: NARBONNE,
    amount: between(300_000, 340_000),
    divided: false,
    deadline: ago(29, '12:00'),
    criteria: priceAndQuality(50),
    contact: OFFICE,
  }
  return [
    {
      source: 'narbonne',
      id: 'VN-T-041',
      told: [
        {
          at: ago(8, '08:30'),
          facts: {
            object: 'Construction du groupe scolaire Les Garrigues à Narbonne',
            description:
              "Construction d'un groupe scolaire de dix classes avec restauration et accueil de loisirs, ossature bois, label de performance énergétique. Opération allotie en douze lots ; le chantier reste clos et le site voisin en activité.",
            buyers: TOWN,
            category: 'works',
            procedure: 'adapted',
            contractForm: 'ordinary',
            cpv: ['45210000'],
            place: NARBONNE,
            amount: between(3_900_000, 4_300_000),
            divided: true,
            lots: numbered(
              { title: 'VRD et espaces extérieurs', amount: between(300_000, 360_000) },
              { title: 'Gros œuvre', amount: between(900_000, 1_000_000) },
              { title: 'Charpente et ossature bois', amount: between(620_000, 700_000) },
              { title: 'Couverture et étanchéité', amount: between(260_000, 300_000) },
              {
                title: 'Menuiseries extérieures et occultations',
                amount: between(330_000, 380_000),
              },
              { title: 'Électricité CFO-CFA', amount: between(70_000, 90_000) },
              { title: 'Chauffage, ventilation, plomberie', amount: between(420_000, 470_000) },
              { title: 'Plâtrerie, isolation, faux plafonds', amount: between(240_000, 280_000) },
              { title: 'Menuiseries intérieures', amount: between(180_000, 210_000) },
              { title: 'Revêtements de sol et faïences', amount: between(170_000, 200_000) },
              { title: 'Peinture', amount: between(80_000, 100_000) },
              { title: 'Serrurerie et clôtures', amount: between(110_000, 130_000) },
            ),
            deadline: ahead(16, '12:00'),
            questionsUntil: ahead(9, '17:00'),
            siteVisit: {
              obligation: 'compulsory',
              dates: [ahead(5, '14:00')],
              booking: '04 00 00 00 00',
            },
            duration: '18 mois',
            expectedStart: month(4),
            variants: 'refused',
            grouping: 'autorisé, solidaire en cas de groupement',
            reserved: 'none',
            socialClauses: "1 400 heures d'insertion réparties entre les lots 1 à 4",
            environmentalClauses: 'chantier à faibles nuisances, tri des déchets à la source',
            criteria: priceAndQuality(40),
            qualifications: ['Qualifelec ou équivalent pour le lot 6', 'Qualibat ou équivalent'],
            requiredDocuments: ['DC1 et DC2 ou DUME', 'mémoire technique', 'attestation de visite'],
            advance: '10 % pour les PME',
            paymentDelayDays: 30,
            documentsVersion: 'indice A',
            contact: OFFICE,
          },
        },
        { at: ago(3, '17:05'), facts: { documentsVersion: 'indice B' } },
        {
          at: ago(1, '10:20'),
          facts: {
            siteVisit: {
              obligation: 'compulsory',
              dates: [ahead(5, '14:00'), ahead(7, '09:30')],
              booking: '04 00 00 00 00',
            },
            statusReason: 'seconde visite ouverte à la demande des entreprises',
          },
        },
      ],
    },
    {
      source: 'narbonne',
      id: 'VN-S-112',
      told: [
        {
          at: ago(17, '09:00'),
          facts: {
            object:
              'NETTOYAGE DES LOCAUX ET DES VITRES DES BATIMENTS COMMUNAUX ET DES ERP DE LA VILLE',
            buyers: boughtBy('COMMUNE DE NARBONNE'),
            category: 'services',
            procedure: 'adapted',
            contractForm: 'framework-orders',
            frameworkMaximum: 210_000,
            cpv: ['90910000', '90911300'],
            place: NARBONNE,
            amount: atMost(210_000),
            divided: true,
            lots: numbered(
              { title: 'Nettoyage des locaux administratifs', cpv: ['90919200'] },
              { title: 'Nettoyage des équipements sportifs', cpv: ['90911200'] },
              { title: 'Nettoyage des vitres', cpv: ['90911300'] },
            ),
            deadline: ahead(1, '12:00'),
            duration: '1 an',
            renewals: 'reconductible 3 fois 1 an',
            criteria: priceAndQuality(60),
            contact: OFFICE,
          },
        },
      ],
    },
    {
      source: 'agents',
      id: 'narbonne-mediatheque',
      told: [
        {
          at: hoursAgo(5),
          facts: {
            object: "Réfection de l'étanchéité d'une toiture-terrasse de la médiathèque",
            buyers: TOWN,
            category: 'works',
            procedure: 'below-threshold',
            trades: ['charpente-couverture'],
            place: NARBONNE,
            amount: between(40_000, 90_000),
            divided: false,
            deadline: ahead(11, '12:00'),
            siteVisit: { obligation: 'advised', dates: [], booking: '04 00 00 00 00' },
            response: { kind: 'email', address: 'marches@example.org', signature: false },
            criteria: priceAndQuality(70),
            contact: contact('direction des bâtiments'),
          },
        },
      ],
    },
    {
      source: 'narbonne',
      id: 'VN-PI-027',
      told: [
        {
          at: ago(6, '11:15'),
          facts: {
            object: "Maîtrise d'œuvre pour la requalification d'une place du centre ancien",
            buyers: TOWN,
            category: 'services',
            procedure: 'negotiated',
            cpv: ['71222000', '71400000'],
            place: NARBONNE,
            amount: between(240_000, 280_000),
            divided: false,
            deadline: ahead(13, '17:00'),
            deadlineStage: 'candidacy',
            grouping: 'imposé : architecte mandataire, paysagiste, bureau d’études VRD',
            qualifications: ["inscription à l'ordre des architectes"],
            requiredDocuments: ['cinq références de moins de cinq ans', 'note de présentation'],
            contact: OFFICE,
          },
        },
      ],
    },
    {
      source: 'narbonne',
      id: 'VN-F-033',
      told: [
        { at: ago(51, '09:00'), facts: sweepers },
        {
          at: ago(4, '16:00'),
          facts: {
            status: 'awarded',
            outcome: won('Minervois Propreté Matériel', 'Rieux-Minervois', 318_500, 3, dayAgo(6)),
          },
        },
      ],
    },
    {
      source: 'narbonne',
      id: 'VN-T-038',
      told: [
        {
          at: ago(24, '08:45'),
          facts: {
            object: 'Installation de bornes de recharge sur les parkings municipaux',
            buyers: TOWN,
            category: 'works',
            procedure: 'adapted',
            cpv: ['31158000', '45311200'],
            place: NARBONNE,
            amount: between(180_000, 220_000),
            divided: false,
            deadline: ago(3, '12:00'),
            qualifications: ['IRVE, niveau 2'],
            criteria: priceAndQuality(50),
            contact: OFFICE,
          },
        },
        {
          at: ago(2, '15:30'),
          facts: {
            status: 'abandoned',
            statusReason: "motif d'intérêt général : redéfinition du besoin",
          },
        },
      ],
    },
    {
      source: 'narbonne',
      id: 'VN-PR-009',
      told: [
        {
          at: ago(5, '10:00'),
          facts: {
            object: 'Rénovation énergétique de deux gymnases',
            buyers: TOWN,
            category: 'works',
            cpv: ['45212200'],
            place: NARBONNE,
            amount: between(1_000_000, 5_000_000),
            status: 'planned',
            expectedStart: quarter(5),
            contact: OFFICE,
          },
        },
      ],
    },
  ]
}

/** What Le Grand Narbonne buys, with the town or alone. */
export function grandNarbonne({ ago, ahead, hoursAgo, dayAgo }: Calendar): Story[] {
  const agglomeration = boughtBy('Le Grand Narbonne')
  const office = contact('direction des achats')
  const depotLots = numbered(
    { title: 'Terrassements, voirie et réseaux divers', amount: between(380_000, 420_000) },
    { title: 'Gros œuvre', amount: between(200_000, 230_000) },
    { title: 'Serrurerie et clôtures', amount: between(90_000, 110_000) },
    { title: 'Électricité et vidéoprotection', amount: between(75_000, 90_000) },
    { title: 'Signalétique', amount: between(15_000, 20_000) },
    { title: 'Espaces verts', amount: between(25_000, 40_000) },
  )
  const energy: Story['told'][0]['facts'] = {
    object: "Fourniture et acheminement d'électricité",
    buyers: [
      { name: 'Le Grand Narbonne', siret: null, coordinator: true },
      { name: 'Ville de Narbonne', siret: null, coordinator: false },
    ],
    reference: 'GN-F-061',
    category: 'supplies',
    procedure: 'open',
    contractForm: 'framework-subsequent',
    frameworkMaximum: 9_600_000,
    cpv: ['09310000'],
    place: { kind: 'epci', name: 'Le Grand Narbonne', code: '241100593' },
    amount: atMost(9_600_000),
    deadline: ahead(22, '12:00'),
    contact: office,
  }
  return [
    {
      source: 'grand-narbonne',
      id: 'GN-F-061',
      told: [{ at: ago(9, '09:30'), facts: { ...energy, divided: false, duration: '3 ans' } }],
    },
    { source: 'boamp', id: 'DEMO-90061', told: [{ at: ago(8, '06:00'), facts: energy }] },
    {
      source: 'grand-narbonne',
      id: 'GN-T-018',
      told: [
        {
          at: ago(15, '10:45'),
          facts: {
            object: "Réhabilitation du réseau d'assainissement de Salles-d'Aude, tranche 2",
            buyers: agglomeration,
            category: 'works',
            procedure: 'adapted',
            cpv: ['45232410'],
            place: commune('11370', "Salles-d'Aude"),
            amount: between(780_000, 860_000),
            divided: false,
            deadline: ahead(3, '12:00'),
            siteVisit: { obligation: 'advised', dates: [ahead(1, '10:00')], booking: null },
            variants: 'allowed',
            criteria: priceAndQuality(55),
            contact: office,
          },
        },
        {
          at: ago(2, '14:10'),
          facts: {
            deadline: ahead(9, '12:00'),
            siteVisit: {
              obligation: 'advised',
              dates: [ahead(1, '10:00'), ahead(4, '10:00')],
              booking: null,
            },
            statusReason: 'visite supplémentaire',
          },
        },
      ],
    },
    {
      source: 'grand-narbonne',
      id: 'GN-S-044',
      told: [
        {
          at: ago(32, '09:00'),
          facts: {
            object: 'Transport à la demande des personnes à mobilité réduite',
            buyers: agglomeration,
            category: 'services',
            procedure: 'open',
            contractForm: 'framework-orders',
            frameworkMaximum: 900_000,
            cpv: ['60130000'],
            place: { kind: 'epci', name: 'Le Grand Narbonne', code: '241100593' },
            amount: atMost(900_000),
            divided: false,
            deadline: ago(6, '12:00'),
            duration: '4 ans',
            contact: office,
          },
        },
      ],
    },
    {
      source: 'grand-narbonne',
      id: 'GN-T-011',
      told: [
        {
          at: ago(48, '08:30'),
          facts: {
            object: 'Réaménagement de la déchèterie de Coursan',
            buyers: agglomeration,
            category: 'works',
            procedure: 'adapted',
            cpv: ['45222110'],
            place: commune('11106', 'Coursan'),
            amount: between(800_000, 900_000),
            divided: true,
            lots: depotLots,
            deadline: ago(26, '12:00'),
            criteria: priceAndQuality(50),
            contact: office,
          },
        },
        {
          at: ago(4, '11:40'),
          facts: {
            status: 'awarded',
            lots: withOutcomes(
              depotLots,
              won('Corbières Terrassement', 'Sigean', 398_200, 5, dayAgo(5)),
              won('Maçonnerie du Canal', 'Ginestas', 214_900, 4, dayAgo(5)),
              won('Ferronnerie des Étangs', 'Bages', 97_350, 2, dayAgo(5)),
              won('SARL Garrigue Électricité', 'Lézignan-Corbières', 84_600, 6, dayAgo(5)),
              won('Lettres et Panneaux', 'Coursan', 17_800, 2, dayAgo(5)),
              nobody('unsuccessful', "absence d'offre", 0),
            ),
          },
        },
      ],
    },
    {
      source: 'grand-narbonne',
      id: 'GN-T-023',
      told: [
        {
          at: hoursAgo(20),
          facts: {
            object: 'Déchèterie de Coursan : plantations et arrosage (relance du lot 6)',
            buyers: agglomeration,
            category: 'works',
            procedure: 'adapted',
            cpv: ['45112710'],
            place: commune('11106', 'Coursan'),
            amount: between(25_000, 40_000),
            divided: false,
            deadline: ahead(12, '12:00'),
            renews: 'GN-T-011',
            contact: office,
          },
        },
      ],
    },
  ]
}
