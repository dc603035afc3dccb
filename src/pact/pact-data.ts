import type { Metric } from './commitments/schema.ts'

/** What a new pact begins with: administrators change every word of it. */
export const PACT = {
  title: 'Pacte pour l’accès des entreprises à la commande publique',
  purpose:
    'Collectivités, chambres et organisations professionnelles de l’Aude travaillent ensemble, dans la durée, pour que les petites entreprises trouvent les consultations, puissent y répondre et soient bien traitées ensuite.',
  renewal: '',
  principles: [
    'Les problèmes sont constatés ensemble, avec leurs chiffres.',
    'Les mesures sont construites à plusieurs, dans le respect du droit et des moyens de chacun.',
    'Ce qui est décidé est daté, suivi et justifié, en public.',
    'Les outils sont ouverts aux autres acheteurs de l’Aude.',
  ],
}

export const AXES: { slug: string; title: string; aim: string }[] = [
  {
    slug: 'simplifier',
    title: 'Simplifier',
    aim: 'Des dossiers courts et semblables d’un acheteur à l’autre, surtout pour les petits travaux.',
  },
  {
    slug: 'informer',
    title: 'Informer',
    aim: 'Toutes les consultations au même endroit, annoncées assez tôt.',
  },
  {
    slug: 'susciter',
    title: 'Susciter',
    aim: 'Des lots et des délais qui permettent aux petites entreprises de répondre.',
  },
  {
    slug: 'accompagner',
    title: 'Accompagner',
    aim: 'Des formations et des contacts pour que les réponses soient meilleures.',
  },
]

export const COMMITMENTS: { title: string; description: string; metric: Metric | null }[] = [
  {
    title: 'Désigner un correspondant PME',
    description: 'Une personne, et une seule, que toute entreprise peut joindre.',
    metric: 'correspondent',
  },
  {
    title: 'Annoncer toutes ses consultations au guichet',
    description: 'Y compris celles que la loi n’oblige pas à publier.',
    metric: 'coverage',
  },
  {
    title: 'Tenir le guichet à jour',
    description: 'Rectifications, prolongations et résultats y paraissent sans attendre.',
    metric: 'freshness',
  },
  {
    title: 'Allotir autant que possible',
    description: 'Des lots que les petites entreprises peuvent prendre seules.',
    metric: 'share-with-lots',
  },
  {
    title: 'Laisser le temps de répondre',
    description: 'Un délai en rapport avec ce qui est demandé.',
    metric: 'median-response-days',
  },
  {
    title: 'Employer le modèle commun',
    description: 'Pour les travaux de moins de 90 000 € HT.',
    metric: 'share-with-template',
  },
  {
    title: 'Annoncer ses achats à venir',
    description: 'Une programmation indicative, mise à jour dans l’année.',
    metric: null,
  },
  {
    title: 'Répondre aux entreprises',
    description: 'Qualité de service : une réponse à chaque message, dans un délai annoncé.',
    metric: 'answer-delay',
  },
  {
    title: 'Payer dans les délais',
    description: 'Qualité de service : le délai de paiement est mesuré et publié.',
    metric: 'stated-payment-days',
  },
  {
    title: 'Prendre part aux formations et aux rencontres',
    description: 'Ses acheteurs y viennent expliquer ce qu’ils attendent.',
    metric: 'trainings-held',
  },
]
