import type { Category } from '../../consultations/facts.ts'

/** A kind of thing that towns buy, and the words that they buy it with. */
export interface Work {
  actions: Words
  places: Words
  said: string
  category: Category
  cpv: string
  /** Titles of the lots that it may be divided into; none where it never is. */
  lots: string[]
  /** Who else than a town buys it. */
  bodies: string[]
}

/** At least one word to choose from. */
export type Words = readonly [string, ...string[]]

export const WORKS: readonly [Work, ...Work[]] = [
  {
    actions: ['Réfection de la voirie', 'Aménagement de la chaussée', 'Renforcement du revêtement'],
    places: [
      'de l’avenue de la Gare',
      'du chemin des Vignes',
      'du centre ancien',
      'de la rue Basse',
    ],
    said: 'Les travaux comprennent le terrassement, la couche de forme, les enrobés et les bordures.',
    category: 'works',
    cpv: '45233140',
    lots: ['Voirie et enrobés', 'Réseaux humides', 'Signalisation horizontale', 'Espaces verts'],
    bodies: ['Syndicat de voirie'],
  },
  {
    actions: ['Rénovation énergétique', 'Restructuration', 'Extension et mise aux normes'],
    places: [
      'de l’école Jean-Jaurès',
      'du groupe scolaire',
      'de la mairie',
      'du gymnase municipal',
    ],
    said: 'Le bâtiment reste occupé pendant le chantier, qui est mené en deux phases.',
    category: 'works',
    cpv: '45214200',
    lots: [
      'Gros œuvre, démolition',
      'Charpente, couverture',
      'Menuiseries extérieures',
      'Plâtrerie, isolation',
      'Électricité, courants forts et faibles',
      'Plomberie, chauffage, ventilation',
      'Peinture, revêtements de sols',
    ],
    bodies: ['Office public de l’habitat', 'CCAS'],
  },
  {
    actions: ['Entretien des espaces verts', 'Élagage et taille des arbres', 'Débroussaillage'],
    places: ['des quartiers sud', 'des parcs et jardins', 'des berges du canal', 'du cimetière'],
    said: 'Les prestations sont commandées par bons selon un calendrier annuel.',
    category: 'services',
    cpv: '77310000',
    lots: ['Tonte et taille', 'Élagage'],
    bodies: ['Office public de l’habitat'],
  },
  {
    actions: ['Nettoyage des locaux', 'Entretien ménager et vitrerie'],
    places: ['des bâtiments communaux', 'de la médiathèque', 'des crèches', 'des écoles'],
    said: 'Une clause d’insertion s’applique à l’exécution du marché.',
    category: 'services',
    cpv: '90910000',
    lots: ['Locaux administratifs', 'Locaux scolaires', 'Vitrerie'],
    bodies: ['CCAS', 'Office de tourisme'],
  },
  {
    actions: ['Fourniture de repas en liaison froide', 'Fourniture de denrées alimentaires'],
    places: ['pour la restauration scolaire', 'pour le portage à domicile'],
    said: 'Une part de produits biologiques et de circuits courts est demandée.',
    category: 'supplies',
    cpv: '15894200',
    lots: ['Fruits et légumes', 'Viandes', 'Produits laitiers', 'Épicerie'],
    bodies: ['CCAS', 'Caisse des écoles'],
  },
  {
    actions: ['Maîtrise d’œuvre pour la réhabilitation', 'Étude de programmation pour l’extension'],
    places: ['de la salle polyvalente', 'du foyer rural', 'de la halle', 'de la piscine'],
    said: 'La mission va des études de diagnostic à l’assistance aux opérations de réception.',
    category: 'services',
    cpv: '71200000',
    lots: [],
    bodies: [],
  },
  {
    actions: ['Acquisition de matériel informatique', 'Fourniture de postes et de serveurs'],
    places: ['pour les services', 'pour les écoles élémentaires'],
    said: 'La livraison, l’installation et la reprise de l’ancien matériel sont comprises.',
    category: 'supplies',
    cpv: '30200000',
    lots: ['Postes de travail', 'Serveurs et sauvegarde'],
    bodies: ['Syndicat mixte du numérique'],
  },
  {
    actions: [
      'Renouvellement du réseau d’eau potable',
      'Réhabilitation du réseau d’assainissement',
    ],
    places: ['du faubourg', 'de la rue de la République', 'du lotissement des Oliviers'],
    said: 'Les branchements sont repris jusqu’à la limite de propriété.',
    category: 'works',
    cpv: '45231300',
    lots: ['Canalisations', 'Contrôles et essais'],
    bodies: ['Syndicat des eaux', 'Régie des eaux'],
  },
  {
    actions: ['Construction', 'Reconstruction', 'Surélévation'],
    places: [
      'd’une maison de santé',
      'de douze logements',
      'd’une crèche',
      'd’un atelier municipal',
    ],
    said: 'L’opération est menée en corps d’état séparés et vise une performance supérieure à la réglementation environnementale.',
    category: 'works',
    cpv: '45210000',
    lots: [
      'Terrassements, fondations',
      'Maçonnerie',
      'Étanchéité',
      'Serrurerie',
      'Menuiseries intérieures',
      'Cloisons, doublages, faux plafonds',
      'Carrelage, faïence',
      'Ascenseur',
    ],
    bodies: ['Office public de l’habitat', 'CCAS'],
  },
  {
    actions: ['Remplacement de la chaudière', 'Installation de pompes à chaleur'],
    places: [
      'de l’hôtel de ville',
      'de l’EHPAD',
      'de la maison des associations',
      'du stade nautique',
    ],
    said: 'Le titulaire dépose les équipements existants, y compris le calorifugeage, et forme les agents.',
    category: 'works',
    cpv: '45331000',
    lots: ['Chauffage', 'Régulation', 'Électricité'],
    bodies: ['CCAS', 'Syndicat d’énergie'],
  },
  {
    actions: ['Modernisation de l’éclairage public', 'Installation de bornes de recharge'],
    places: ['des hameaux', 'du bourg', 'des parkings', 'de la zone d’activités'],
    said: 'Les luminaires à diodes sont pilotables et abaissés de moitié en cœur de nuit.',
    category: 'works',
    cpv: '45316110',
    lots: ['Luminaires', 'Génie civil et câblage'],
    bodies: ['Syndicat d’énergie'],
  },
  {
    actions: ['Collecte des déchets', 'Traitement des encombrants', 'Gestion de la déchèterie'],
    places: ['des ménages', 'des professionnels', 'des plages', 'des marchés forains'],
    said: 'Les tonnages des trois dernières années figurent au cahier des charges.',
    category: 'services',
    cpv: '90500000',
    lots: ['Collecte', 'Transport', 'Traitement'],
    bodies: ['Syndicat de collecte'],
  },
  {
    actions: ['Transport scolaire', 'Transport à la demande'],
    places: ['des élèves des écoles', 'vers la piscine', 'vers les marchés', 'des aînés'],
    said: 'Les circuits et les fréquences sont donnés en annexe et peuvent évoluer à chaque rentrée.',
    category: 'services',
    cpv: '60130000',
    lots: ['Circuit nord', 'Circuit sud', 'Circuit est'],
    bodies: ['Syndicat de transport'],
  },
  {
    actions: ['Assurances', 'Renouvellement des contrats d’assurance'],
    places: ['de la collectivité', 'du patrimoine communal'],
    said: 'La sinistralité des cinq derniers exercices est jointe au dossier.',
    category: 'services',
    cpv: '66510000',
    lots: ['Dommages aux biens', 'Responsabilité', 'Flotte automobile', 'Protection juridique'],
    bodies: ['CCAS', 'Office public de l’habitat'],
  },
  {
    actions: ['Fourniture de mobilier', 'Fourniture et pose de mobilier'],
    places: ['scolaire', 'urbain', 'de bureau', 'pour la médiathèque'],
    said: 'Un échantillon de chaque chaise est remis avant la date limite.',
    category: 'supplies',
    cpv: '39100000',
    lots: ['Assises', 'Rangements', 'Tables et bureaux'],
    bodies: ['Caisse des écoles'],
  },
  {
    actions: ['Acquisition d’un véhicule', 'Location longue durée de véhicules'],
    places: [
      'utilitaire',
      'électrique',
      'pour la police municipale',
      'pour les services techniques',
    ],
    said: 'La reprise du matériel réformé et l’extension de garantie sont chiffrées à part.',
    category: 'supplies',
    cpv: '34100000',
    lots: ['Berlines', 'Fourgons'],
    bodies: ['Syndicat de voirie'],
  },
  {
    actions: ['Restauration', 'Confortement', 'Mise en valeur'],
    places: ['de l’église Saint-Michel', 'du rempart', 'de la chapelle', 'du château', 'du lavoir'],
    said: 'L’édifice est protégé au titre des monuments historiques : les interventions suivent l’avis de l’architecte des bâtiments de France.',
    category: 'works',
    cpv: '45454100',
    lots: ['Pierre de taille', 'Vitraux', 'Charpente traditionnelle', 'Couverture en lauzes'],
    bodies: ['Syndicat mixte du patrimoine'],
  },
  {
    actions: ['Impression du bulletin', 'Conception et impression', 'Refonte du site internet'],
    places: ['municipal', 'des supports de communication', 'de l’agenda culturel'],
    said: 'Les fichiers sont remis dans un format ouvert et les droits d’usage cédés sans limite.',
    category: 'services',
    cpv: '79800000',
    lots: ['Graphisme', 'Impression', 'Distribution'],
    bodies: ['Office de tourisme'],
  },
  {
    actions: ['Surveillance', 'Gardiennage et sécurité incendie'],
    places: [
      'du festival',
      'de la halle aux sports',
      'des manifestations',
      'du parc des expositions',
    ],
    said: 'Les agents justifient de leur carte professionnelle avant chaque prise de poste.',
    category: 'services',
    cpv: '79710000',
    lots: [],
    bodies: ['Office de tourisme'],
  },
  {
    actions: [
      'Entretien des cours d’eau',
      'Restauration de la ripisylve',
      'Protection contre les crues',
    ],
    places: ['de la Rigole', 'du ruisseau', 'des affluents de l’Aude', 'du Fresquel'],
    said: 'Le passage des engins respecte les périodes de fraie et les zones humides balisées.',
    category: 'works',
    cpv: '45246000',
    lots: ['Abattage sélectif', 'Enrochements'],
    bodies: ['Syndicat de rivière'],
  },
]

export const OPENINGS: Words = [
  'Le marché est passé selon une procédure adaptée ouverte.',
  'La consultation est ouverte à toutes les entreprises, seules ou en groupement.',
  'La collectivité souhaite retenir un prestataire unique par lot.',
]

export const DETAILS: Words = [
  'Le délai d’exécution est de six mois à compter de l’ordre de service.',
  'Les candidats remettent un mémoire technique de dix pages au plus.',
  'Une période de préparation de trente jours précède le démarrage.',
  'Les variantes ne sont pas autorisées.',
  'Le paiement intervient sous trente jours.',
  'Les offres sont remises par voie électronique sur le profil d’acheteur.',
  'Une négociation pourra être engagée avec les trois premiers candidats.',
  'La visite des lieux est conseillée.',
  'Les prix sont fermes pendant la première année, révisables ensuite.',
  'Une avance est versée au titulaire qui ne l’a pas refusée.',
  'Le chantier est interrompu pendant les vendanges.',
  'Les horaires de livraison tiennent compte de la circulation des autocars.',
  'Un nettoyage hebdomadaire de la base vie est exigé.',
  'La réutilisation des matériaux déposés est encouragée.',
]

export const CLOSINGS: Words = [
  'Les renseignements sont demandés par la messagerie de la plateforme.',
  'Le dossier de consultation est téléchargeable gratuitement.',
]
