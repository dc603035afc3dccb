/** What people who publish consultations are told of a kind of source. */
export interface KindWords {
  label: string
  summary: string
  /** How its address is written, before the example. */
  address: string
  /** By what its items are known again from one look to the next. */
  identity: string
  leftOut: string[]
}

export const KIND_WORDS: Record<string, KindWords> = {
  rss: {
    label: 'Flux RSS, Atom ou JSON Feed',
    summary:
      'Le flux d’un profil d’acheteur ou du site d’une collectivité. Chaque article est une consultation ; ses phrases sont lues en français, avec les libellés d’usage : « Acheteur : », « Référence : », « Date limite de remise des offres : », « Lot 1 : »…',
    address: 'L’adresse http ou https du flux.',
    identity:
      'L’identifiant de l’article (guid, id), sinon son adresse, sinon l’acheteur et la référence. Un article qui change sous le même identifiant devient un avis rectificatif.',
    leftOut: [
      'les pièces jointes et les pages vers lesquelles l’article renvoie',
      'les images et la mise en forme',
      'un article retiré du flux : la consultation reste affichée',
      'une date qui ne se lit pas : elle reste inconnue et un avertissement le dit',
    ],
  },
  boamp: {
    label: 'BOAMP, données ouvertes',
    summary:
      'Les avis du Bulletin officiel des annonces des marchés publics, demandés à son interface publique : nouveaux et modifiés depuis la dernière lecture, et ceux qu’ils rectifient, annulent ou attribuent.',
    address:
      'L’adresse du jeu de données, suivie de « departement » et de « siret », une ou plusieurs valeurs séparées par des virgules. Les avis des départements et ceux des acheteurs sont réunis.',
    identity:
      'Le premier numéro BOAMP de la procédure. Rectificatifs, annulation et attribution rejoignent l’avis qu’ils nomment, ou celui du même dossier européen ; rien de ce qu’il disait ne se perd.',
    leftOut: [
      'les avis d’intention de conclure, auxquels personne ne peut répondre',
      'les montants dans une autre monnaie que l’euro',
      'une année impossible : la date reste inconnue',
      'un SIRET qui n’a pas quatorze chiffres exacts : l’acheteur est reconnu à son nom',
      'le département de l’acheteur : il n’est pas pris pour le lieu des travaux',
    ],
  },
  'boamp-xml': {
    label: 'Avis BOAMP en XML',
    summary:
      'Un avis dans le format de publication du BOAMP. Les avis qui se suivent à la même adresse rejoignent leur procédure.',
    address: 'L’adresse http ou https du document XML.',
    identity: 'Le numéro BOAMP de l’avis, et ceux des avis antérieurs qu’il nomme.',
    leftOut: [
      'les modifications de marché et les intentions de conclure',
      'les montants dans une autre monnaie que l’euro',
      'un document coupé ou mal imbriqué : la moitié d’un avis n’est pas un avis',
    ],
  },
  eforms: {
    label: 'Avis européen eForms',
    summary:
      'Un avis au format européen, au-dessus ou au-dessous des seuils : préinformation, marché, rectification, annulation, résultat. Les avis qui se suivent à la même adresse rejoignent leur procédure.',
    address: 'L’adresse http ou https du document XML.',
    identity:
      'L’identifiant de la procédure (BT-04), sinon celui de l’avis (BT-701) ; une version plus récente remplace la précédente.',
    leftOut: [
      'les modifications et achèvements de contrat, les attributions directes annoncées',
      'les textes dans une autre langue que le français, quand le français existe',
      'les montants dans une autre monnaie que l’euro',
      'les organisations qui n’achètent pas : tribunal, imprimeur, plateforme',
    ],
  },
  decp: {
    label: 'Données essentielles (DECP)',
    summary:
      'Le fichier des marchés conclus d’un acheteur ou d’une plateforme, aux formats 1.5 et 2.0, JSON ou XML, de toute taille. Il ne donne pas de consultations : ses marchés servent à l’analyse annuelle.',
    address: 'L’adresse http ou https du fichier, compressé (gzip) ou non.',
    identity:
      'L’acheteur (SIREN) et le numéro du marché ; sous un même numéro, le titulaire, l’objet et le montant. Ce qui change sous la même identité est une modification, et l’état d’avant est gardé.',
    leftOut: [
      'les marchés d’acheteurs hors du territoire, qui sont comptés',
      'les lignes sans numéro ou sans acheteur, gardées à part avec leur raison',
      'une date, un montant ou un SIRET invraisemblables : la valeur reste inconnue et le compte en est donné',
      'un fichier coupé ou abîmé : rien n’en est gardé',
    ],
  },
}
