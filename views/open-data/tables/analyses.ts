import type { DescribedTable } from '../dictionary.ts'

type Described = DescribedTable['columns'][number]

const count = (name: string, title: string, description: string, example: string): Described => ({
  name,
  title,
  type: 'integer',
  description,
  example,
})

const euros = (name: string, title: string, description: string, example: string): Described => ({
  name,
  title,
  type: 'number',
  description: `${description} En euros hors taxes.`,
  example,
})

/** The figures of a published year, which `/analyses` gives. */
export const ANALYSIS: DescribedTable = {
  name: 'analyse',
  title: 'Analyse annuelle',
  line: 'Une ligne par indicateur et par groupe comparé, pour une année publiée.',
  key: ['annee', 'indicateur', 'tableau', 'dans', 'groupe'],
  leadsTo: [],
  columns: [
    { ...count('annee', 'Année', 'Année de notification des contrats.', '2026'), required: true },
    {
      ...count('methode', 'Méthode', 'Version de la note de méthode suivie.', '1'),
      required: true,
    },
    {
      name: 'indicateur',
      title: 'Indicateur',
      type: 'string',
      description: 'Son mot dans les adresses de ce site.',
      example: 'part-des-pme',
      required: true,
    },
    {
      name: 'titre',
      title: 'Titre',
      type: 'string',
      description: 'Comment l’indicateur s’appelle.',
      example: 'Marchés obtenus par des PME',
      required: true,
    },
    {
      name: 'tableau',
      title: 'Tableau',
      type: 'string',
      description: 'Ce que les lignes comparent.',
      example: 'Par catégorie',
      required: true,
    },
    {
      name: 'dans',
      title: 'Dans',
      type: 'string',
      description: 'La part des contrats que le tableau regarde ; vide pour tous.',
      example: 'Services',
    },
    {
      name: 'groupe',
      title: 'Groupe',
      type: 'string',
      description: 'Code du groupe ; vide pour l’ensemble et pour « non précisé ».',
      example: 'works',
    },
    {
      name: 'libelle',
      title: 'Libellé',
      type: 'string',
      description: 'Le groupe, en français.',
      example: 'Travaux',
      required: true,
    },
    { ...count('cas', 'Cas', 'Cas à qui la question se pose.', '241'), required: true },
    {
      ...count('inconnus', 'Inconnus', 'De ces cas, ceux dont la réponse n’est pas connue.', '6'),
      required: true,
    },
    count('numerateur', 'Numérateur', 'Vide si l’indicateur n’est pas une part.', '196'),
    count('denominateur', 'Dénominateur', 'Vide si l’indicateur n’est pas une part.', '235'),
    euros('montant_numerateur', 'Montant au numérateur', 'Chaque montant plafonné.', '30079122'),
    euros(
      'montant_denominateur',
      'Montant au dénominateur',
      'Chaque montant plafonné.',
      '55891148',
    ),
    count('montants_connus', 'Montants connus', 'Cas dont le montant est connu.', '207'),
    euros('montant_median_numerateur', 'Montant médian au numérateur', 'Médiane.', '90117'),
    euros('montant_median_denominateur', 'Montant médian au dénominateur', 'Médiane.', '111134'),
    count(
      'montants_plafonnes',
      'Montants plafonnés',
      'Montants au-dessus du plafond, comptés pour le plafond.',
      '0',
    ),
    {
      name: 'mediane',
      title: 'Médiane',
      type: 'number',
      description: 'De ce que l’indicateur mesure (jours, offres…) ; vide pour une part.',
      example: '10',
    },
    {
      name: 'p10',
      title: 'Premier décile',
      type: 'number',
      description: 'La plus petite valeur qu’un dixième des cas connus ne dépasse pas.',
      example: '5',
    },
    {
      name: 'p90',
      title: 'Dernier décile',
      type: 'number',
      description: 'La plus petite valeur que neuf dixièmes des cas connus ne dépassent pas.',
      example: '30',
    },
  ],
}
