/** What the page of words is called. */
export const GLOSSARY_TITLE = 'Les mots de la commande publique'

/** A word of public procurement, said in plain French. */
export interface Term {
  /** Its word in addresses: `/glossaire#lot`. */
  id: string
  term: string
  meaning: string
}

export interface TermGroup {
  title: string
  terms: Term[]
}

/** The words that a firm meets, in the order in which it meets them. */
export const GLOSSARY: TermGroup[] = [
  {
    title: 'Trouver',
    terms: [
      term(
        'acheteur',
        'Acheteur public',
        'Une commune, un département, un hôpital, un syndicat… qui achète avec de l’argent public, et doit donc choisir ses fournisseurs selon des règles.',
      ),
      term(
        'marche',
        'Marché public',
        'Le contrat entre l’acheteur et l’entreprise qu’il a choisie : travaux, fournitures ou services.',
      ),
      term(
        'consultation',
        'Consultation',
        'La procédure par laquelle un acheteur public demande des offres.',
      ),
      term(
        'avis',
        'Avis',
        'L’annonce officielle d’une consultation, puis de chaque changement et du résultat.',
      ),
      term(
        'rectificatif',
        'Rectificatif',
        'Un avis qui change quelque chose à une consultation déjà parue : souvent la date limite.',
      ),
      term(
        'lot',
        'Lot',
        'Une partie du marché, attribuée à part : un corps d’état, un quartier, une prestation.',
      ),
      term(
        'date-limite',
        'Date limite de remise des offres',
        'L’heure, à Paris, après laquelle aucune offre n’est plus acceptée, même d’une minute.',
      ),
      term(
        'reserve',
        'Marché réservé',
        'Seules les structures nommées (entreprises adaptées, insertion, économie sociale et solidaire) peuvent répondre.',
      ),
      term(
        'achat-a-venir',
        'Achat à venir',
        'Un achat que l’acheteur prévoit, sans s’y engager : le moment d’en parler avec lui est avant la consultation.',
      ),
      term(
        'flux',
        'Flux (RSS)',
        'Une adresse que suit un lecteur de flux : chaque nouvelle consultation y arrive d’elle-même, sans compte ni e-mail.',
      ),
    ],
  },
  {
    title: 'Procédures',
    terms: [
      term(
        'petit-marche',
        'Petit marché',
        'Un marché sous le seuil de publicité obligatoire : l’acheteur consulte librement. Il doit tout de même choisir une offre pertinente, bien employer l’argent public et ne pas retenir toujours la même entreprise quand plusieurs peuvent répondre (art. R. 2122-8).',
      ),
      term(
        'mapa',
        'Procédure adaptée (MAPA)',
        'Une procédure dont l’acheteur fixe lui-même le déroulement, sous les seuils européens.',
      ),
      term(
        'procedure-formalisee',
        'Procédure formalisée',
        'Au-dessus des seuils européens, une procédure dont la loi fixe les étapes et les délais.',
      ),
      term(
        'appel-d-offres',
        'Appel d’offres',
        'Une procédure aux règles fixes, sans négociation : toute entreprise peut répondre s’il est ouvert, celles que l’acheteur a retenues s’il est restreint.',
      ),
      term(
        'negociation',
        'Procédure avec négociation, dialogue compétitif',
        'L’acheteur retient d’abord des candidats, puis discute avec eux avant les offres finales.',
      ),
      term(
        'concession',
        'Concession',
        'L’entreprise est payée, en tout ou partie, par l’exploitation d’un service ou d’un ouvrage, et en court le risque.',
      ),
      term(
        'accord-cadre',
        'Accord-cadre',
        'Un contrat qui fixe les prix ou les règles ; les commandes viennent ensuite, par bons de commande ou par marchés subséquents, jusqu’à un maximum.',
      ),
      term(
        'candidature-d-abord',
        'Candidature avant le…',
        'La consultation se fait en deux temps : on se présente d’abord, et l’offre n’est demandée qu’aux candidats retenus.',
      ),
      term(
        'sans-suite',
        'Sans suite',
        'L’acheteur renonce : le marché n’aura pas lieu, ou sera relancé.',
      ),
      term(
        'infructueux',
        'Infructueux',
        'Aucune offre, ou aucune qui puisse être retenue. Le lot est souvent relancé.',
      ),
    ],
  },
  {
    title: 'Le dossier',
    terms: [
      term(
        'profil-d-acheteur',
        'Profil d’acheteur',
        'La plateforme où l’on retire le dossier, pose ses questions et dépose l’offre.',
      ),
      term('dce', 'DCE', 'Le dossier de consultation : toutes les pièces que donne l’acheteur.'),
      term(
        'rc',
        'RC',
        'Le règlement de la consultation : comment répondre, et comment on choisit.',
      ),
      term('cctp', 'CCTP', 'Le cahier des clauses techniques : ce qu’il faut faire.'),
      term('ccap', 'CCAP', 'Le cahier des clauses administratives : délais, paiement, pénalités.'),
      term(
        'dpgf',
        'DPGF, bordereau des prix',
        'Le tableau où vous mettez vos prix : un prix global décomposé, ou un prix par unité.',
      ),
      term(
        'acte-d-engagement',
        'Acte d’engagement',
        'La pièce par laquelle vous vous engagez sur un prix.',
      ),
    ],
  },
  {
    title: 'Répondre',
    terms: [
      term(
        'candidature',
        'Candidature',
        'Ce qui dit qui vous êtes : identité, moyens, références, attestations.',
      ),
      term(
        'dume',
        'DC1, DC2, DUME',
        'Des formulaires de candidature : DC1 et DC2 sont français, le DUME est européen et se remplit en ligne. L’acheteur dit lesquels il prend.',
      ),
      term('offre', 'Offre', 'Ce que vous proposez : vos prix et la manière dont vous ferez.'),
      term(
        'memoire-technique',
        'Mémoire technique',
        'Le texte où vous dites comment vous ferez : c’est lui que note le critère technique.',
      ),
      term('critere', 'Critère, pondération', 'Ce sur quoi l’offre est notée, et pour combien.'),
      term(
        'variante',
        'Variante',
        'Une autre façon de faire que celle du cahier des charges, quand elle est admise.',
      ),
      term(
        'offre-irreguliere',
        'Offre irrégulière',
        'Une offre qui ne respecte pas le règlement, ou à laquelle il manque quelque chose.',
      ),
      term(
        'groupement',
        'Groupement d’entreprises, cotraitance',
        'Des entreprises qui répondent ensemble à une consultation et se partagent le marché.',
      ),
      term(
        'groupement-de-commandes',
        'Groupement de commandes',
        'Autre chose : des acheteurs qui achètent ensemble, avec un coordonnateur.',
      ),
      term('mandataire', 'Mandataire', 'Le membre qui représente le groupement devant l’acheteur.'),
      term(
        'habilitation',
        'Habilitation',
        'L’écrit par lequel les autres l’autorisent à signer et à déposer pour eux.',
      ),
      term(
        'sous-traitance',
        'Sous-traitance',
        'Confier une part du marché à une autre entreprise, que l’acheteur doit accepter.',
      ),
    ],
  },
  {
    title: 'Ensuite',
    terms: [
      term(
        'attribution',
        'Attribution',
        'Le choix de l’entreprise, publié avec son nom et le plus souvent le montant.',
      ),
      term('titulaire', 'Titulaire', 'L’entreprise qui a obtenu le marché.'),
      term(
        'notification',
        'Notification',
        'L’envoi du marché signé à l’entreprise : c’est de ce jour qu’il existe, et que les délais courent.',
      ),
      term('avance', 'Avance', 'Une part du prix, versée au début, avant que rien soit exécuté.'),
      term(
        'pme',
        'PME',
        'Moins de 250 salariés, et un chiffre d’affaires d’au plus 50 millions d’euros ou un bilan d’au plus 43 (art. R. 2151-13).',
      ),
      term(
        'correspondant-pme',
        'Correspondant PME',
        'La personne à qui parler chez un acheteur quand on est une petite entreprise.',
      ),
      term(
        'mediation',
        'Médiation',
        'Une personne extérieure au désaccord aide l’entreprise et l’acheteur à s’entendre.',
      ),
    ],
  },
  {
    title: 'Sigles et codes',
    terms: [
      term('ht', 'HT', 'Hors taxes : sans la TVA. Les montants des marchés se donnent ainsi.'),
      term(
        'boamp',
        'BOAMP, JOUE',
        'Le Bulletin officiel des annonces des marchés publics, et le Journal officiel de l’Union européenne : les annonces y paraissent selon le montant.',
      ),
      term('cpv', 'CPV', 'Le code européen de ce qui est acheté. Guichet le traduit en métiers.'),
      term('siret', 'SIRET', 'Le numéro à quatorze chiffres d’un établissement.'),
      term(
        'decp',
        'DECP',
        'Les données essentielles des marchés, que les acheteurs publient après la signature.',
      ),
      term(
        'ocds',
        'OCDS',
        'Un format international de données ouvertes sur les marchés, pour les programmes.',
      ),
    ],
  },
]

const BY_ID = new Map(GLOSSARY.flatMap(({ terms }) => terms).map((each) => [each.id, each]))

/** These terms, in this order; an unknown one is a fault of the program. */
export function termsOf(ids: readonly string[]): Term[] {
  return ids.map((id) => {
    const found = BY_ID.get(id)
    if (!found) throw new RangeError(`no term ${id}`)
    return found
  })
}

function term(id: string, word: string, meaning: string): Term {
  return { id, term: word, meaning }
}
