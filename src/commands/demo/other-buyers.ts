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
  withOutcomes,
  won,
} from './story.ts'

/** What communes and their communities buy. */
export function communes({ ago, ahead, hoursAgo, dayAgo }: Calendar): Story[] {
  const food = numbered(
    { title: 'Fruits et légumes frais', cpv: ['03221000'], amount: atMost(40_000) },
    { title: 'Viande fraîche', cpv: ['15110000'], amount: atMost(35_000) },
    { title: 'Produits laitiers', cpv: ['15500000'], amount: atMost(20_000) },
    { title: 'Épicerie', cpv: ['15800000'], amount: atMost(25_000) },
  )
  return [
    {
      source: 'communes',
      id: 'LEU-DSP-02',
      told: [
        {
          at: ago(13, '09:00'),
          facts: {
            object: "Concession de service public : sous-traités d'exploitation de lots de plage",
            buyers: boughtBy('Commune de Leucate'),
            category: 'services',
            procedure: 'concession',
            cpv: ['92332000'],
            place: commune('11202', 'Leucate'),
            divided: true,
            lots: numbered(
              { title: 'Restauration de plage, secteur nord' },
              { title: 'Restauration de plage, secteur sud' },
              { title: 'Location de matériel nautique' },
            ),
            deadline: ahead(25, '16:00'),
            duration: '6 saisons',
            contact: contact('service du littoral'),
          },
        },
      ],
    },
    {
      source: 'agents',
      id: 'limoux-sonorisation',
      told: [
        {
          at: ago(3, '14:00'),
          facts: {
            object: 'Sonorisation et éclairage scénique des festivités d’hiver',
            buyers: boughtBy('Ville de Limoux'),
            category: 'services',
            procedure: 'below-threshold',
            trades: ['communication-evenements'],
            place: commune('11206', 'Limoux'),
            amount: between(15_000, 25_000),
            divided: false,
            deadline: ahead(6, '12:00'),
            response: { kind: 'email', address: 'culture@example.org', signature: false },
            contact: contact('service culturel'),
          },
        },
      ],
    },
    {
      source: 'agents',
      id: 'quillan-toiture',
      told: [
        {
          at: ago(2, '16:15'),
          facts: {
            object: "Réfection de la toiture de l'ancienne gare",
            buyers: boughtBy('Ville de Quillan'),
            category: 'works',
            procedure: 'below-threshold',
            trades: ['charpente-couverture'],
            place: commune('11304', 'Quillan'),
            amount: between(0, 40_000),
            divided: false,
            deadline: ahead(14, '17:00'),
            siteVisit: { obligation: 'compulsory', dates: [ahead(3, '09:00')], booking: null },
            response: {
              kind: 'paper',
              address: 'Mairie de Quillan, service technique, 11500 Quillan',
              signature: null,
            },
            contact: contact('service technique'),
          },
        },
      ],
    },
    {
      source: 'communes',
      id: 'CAS-F-008',
      told: [
        {
          at: ago(35, '09:00'),
          facts: {
            object: 'Denrées alimentaires pour la restauration scolaire',
            buyers: boughtBy('Ville de Castelnaudary'),
            category: 'supplies',
            procedure: 'adapted',
            contractForm: 'framework-orders',
            frameworkMaximum: 120_000,
            cpv: ['15000000'],
            place: commune('11076', 'Castelnaudary'),
            amount: atMost(120_000),
            divided: true,
            lots: food,
            deadline: ago(10, '12:00'),
            contact: contact('service scolaire'),
          },
        },
        {
          at: ago(2, '11:30'),
          facts: {
            lots: withOutcomes(
              food,
              won('Maraîchers de la Piège', 'Belpech', 38_000, 3, dayAgo(3)),
              won('Boucherie du Lauragais', 'Bram', 33_500, 2, dayAgo(3)),
              nobody('abandoned', "motif d'intérêt général : besoin à redéfinir"),
            ),
          },
        },
      ],
    },
    {
      source: 'communes',
      id: 'GRU-T-012',
      told: [
        {
          at: ago(85, '09:00'),
          facts: {
            object: "Remplacement d'une aire de jeux du front de mer",
            buyers: boughtBy('Commune de Gruissan'),
            category: 'works',
            procedure: 'adapted',
            cpv: ['37535200', '45236210'],
            place: commune('11170', 'Gruissan'),
            amount: between(90_000, 110_000),
            divided: false,
            deadline: ago(66, '12:00'),
            contact: contact('services techniques'),
          },
        },
        {
          at: ago(3, '02:00'),
          facts: {
            status: 'awarded',
            outcome: won('Jeux et Nature en Clape', 'Fleury', 96_200, 3, dayAgo(55)),
          },
        },
      ],
    },
    {
      source: 'communes',
      id: 'LEZ-T-019',
      told: [
        {
          at: ago(1, '08:40'),
          facts: {
            object: "Réalisation d'un city-stade et de ses abords",
            buyers: boughtBy('Commune de Lézignan-Corbières'),
            category: 'works',
            procedure: 'adapted',
            cpv: ['45236110'],
            place: commune('11203', 'Lézignan-Corbières'),
            amount: between(90_000, 200_000),
            divided: false,
            deadline: ahead(15, '17:00'),
            criteria: priceAndQuality(60),
            contact: contact('services techniques'),
          },
        },
      ],
    },
    {
      source: 'communes',
      id: 'PLN-S-007',
      told: [
        {
          at: ago(28, '09:30'),
          facts: {
            object: 'Entretien et réparation des engins de nettoyage de la plage',
            buyers: boughtBy('Ville de Port-la-Nouvelle'),
            category: 'services',
            procedure: 'adapted',
            cpv: ['50114000'],
            place: commune('11266', 'Port-la-Nouvelle'),
            amount: between(40_000, 90_000),
            divided: false,
            deadline: ago(2, '12:00'),
            contact: contact('centre technique'),
          },
        },
      ],
    },
    {
      source: 'communes',
      id: '2112058',
      told: [
        {
          at: ago(5, '09:00'),
          facts: {
            object: '2112058',
            buyers: boughtBy('Syndicat intercommunal imaginaire de la Montagne'),
            deadline: ahead(9, '16:00'),
          },
        },
      ],
    },
    {
      source: 'communes',
      id: 'CCPA-S-004',
      told: [
        {
          at: hoursAgo(26),
          facts: {
            object: 'Débroussaillement obligatoire et entretien des sentiers de randonnée',
            buyers: boughtBy('Communauté de communes des Pyrénées audoises'),
            category: 'services',
            procedure: 'adapted',
            cpv: ['77312000'],
            place: intercommunality('200043776', 'CC des Pyrénées audoises'),
            amount: between(60_000, 90_000),
            divided: false,
            reserved: 'integration',
            deadline: ahead(12, '17:00'),
            contact: contact('service de l’environnement'),
          },
        },
      ],
    },
  ]
}

/** What syndicates, landlords and other public bodies buy. */
export function publicBodies({ ago, ahead }: Calendar): Story[] {
  return [
    {
      source: 'communes',
      id: 'HA-T-031',
      told: [
        {
          at: ago(6, '10:20'),
          facts: {
            object: 'Réhabilitation thermique de 24 logements occupés à Castelnaudary',
            buyers: boughtBy('Habitat Audois'),
            category: 'works',
            procedure: 'adapted',
            cpv: ['45211341'],
            place: commune('11076', 'Castelnaudary'),
            amount: between(1_000_000, 1_200_000),
            divided: true,
            lots: numbered(
              { title: 'Isolation thermique par l’extérieur', amount: between(380_000, 420_000) },
              { title: 'Menuiseries extérieures', amount: between(200_000, 230_000) },
              { title: 'Plomberie, chauffage, ventilation', amount: between(260_000, 300_000) },
              { title: 'Électricité', amount: between(95_000, 120_000) },
              {
                title: 'Nettoyage de chantier',
                amount: between(12_000, 15_000),
                deadline: ahead(20, '16:00'),
                reserved: 'integration',
              },
            ),
            deadline: ahead(17, '16:00'),
            siteVisit: {
              obligation: 'compulsory',
              dates: [ahead(6, '09:00'), ahead(8, '14:00')],
              booking: '04 00 00 00 00',
            },
            qualifications: ['RGE pour les lots 1 à 3'],
            minimumTurnover: 300_000,
            criteria: priceAndQuality(50),
            contact: contact('maîtrise d’ouvrage'),
          },
        },
      ],
    },
    {
      source: 'boamp',
      id: 'DEMO-90120',
      told: [
        {
          at: ago(4, '06:00'),
          facts: {
            object: 'Travaux sur les réseaux électriques et d’éclairage public, programme annuel',
            buyers: boughtBy("Syndicat audois d'énergies et du numérique"),
            category: 'works',
            procedure: 'open',
            contractForm: 'framework-orders',
            frameworkMaximum: 12_000_000,
            cpv: ['45231400', '45316100'],
            place: WHOLE_AUDE,
            amount: atMost(12_000_000),
            divided: true,
            lots: numbered(
              { title: 'Secteur est', amount: atMost(3_500_000) },
              { title: 'Secteur centre', amount: atMost(3_500_000) },
              { title: 'Secteur ouest', amount: atMost(2_500_000) },
              { title: 'Haute Vallée', amount: atMost(2_500_000) },
            ),
            deadline: ahead(23, '12:00'),
            duration: '4 ans',
            criteria: priceAndQuality(60),
            contact: contact('service des marchés'),
          },
        },
      ],
    },
    {
      source: 'boamp',
      id: 'DEMO-90098',
      told: [
        {
          at: ago(9, '06:00'),
          facts: {
            object: "Restauration des berges de l'Argent-Double et gestion des embâcles",
            buyers: boughtBy('Syndicat mixte des milieux aquatiques et des rivières'),
            category: 'works',
            procedure: 'adapted',
            cpv: ['45246000'],
            place: commune('11315', 'Rieux-Minervois'),
            amount: between(200_000, 500_000),
            divided: false,
            deadline: ahead(4, '12:00'),
            contact: contact('pôle travaux'),
          },
        },
        {
          at: ago(3, '06:00'),
          facts: { amount: between(300_000, 350_000), documentsVersion: 'DCE modifié' },
        },
      ],
    },
    {
      source: 'communes',
      id: 'ALG-S-015',
      told: [
        {
          at: ago(8, '13:45'),
          facts: {
            object: 'Entretien et remplacement des chaudières individuelles',
            buyers: boughtBy('Alogea'),
            category: 'services',
            procedure: 'open',
            contractForm: 'framework-orders',
            frameworkMaximum: 1_100_000,
            cpv: ['50720000'],
            place: WHOLE_AUDE,
            amount: atMost(1_100_000),
            divided: false,
            deadline: ahead(14, '16:00'),
            contact: contact('patrimoine'),
          },
        },
      ],
    },
    {
      source: 'boamp',
      id: 'DEMO-90071',
      told: [
        {
          at: ago(33, '06:00'),
          facts: {
            object: "Acquisition d'un camion-citerne feux de forêts",
            buyers: boughtBy("Service départemental d'incendie et de secours de l'Aude"),
            category: 'supplies',
            procedure: 'open',
            cpv: ['34144210'],
            place: WHOLE_AUDE,
            amount: between(340_000, 380_000),
            divided: false,
            deadline: ago(8, '12:00'),
            contact: contact('groupement technique'),
          },
        },
      ],
    },
    {
      source: 'cci',
      id: 'CCI-S-006',
      told: [
        {
          at: ago(10, '15:00'),
          facts: {
            object: "Animation d'ateliers « Répondre à sa première consultation »",
            buyers: boughtBy("CCI de l'Aude"),
            category: 'services',
            procedure: 'adapted',
            cpv: ['80500000'],
            place: WHOLE_AUDE,
            amount: between(40_000, 60_000),
            divided: false,
            deadline: ahead(5, '12:00'),
            contact: contact('appui aux entreprises'),
          },
        },
      ],
    },
  ]
}
