import type { Cell } from '../../src/analysis/figures.ts'
import { NATIONAL_FIGURES, type NationalFigure } from '../../src/analysis/national-figures.ts'
import type { ShownIndicator } from '../../src/analysis/years/shown.ts'
import { numberText, percent } from '../format.ts'
import { cellText, eurosText, roughEuros, shareText, spreadText } from '../analysis/figures-text.ts'

/** What an indicator is, in French. */
export interface IndicatorWords {
  title: string
  /** What the question is asked of, and what counts as unknown. */
  definition: string
  /** How the figure comes about. */
  formula: string
  /** Begins the sentence that tells the figure; the figure follows the colon. */
  lead: string
}

/** The words of an indicator; its own slug where there are none. */
export function indicatorWords(slug: string): IndicatorWords {
  return WORDS.get(slug) ?? { title: slug, definition: '', formula: '', lead: slug }
}

/** « Part des marchés obtenus par des PME ». */
export function indicatorTitle(slug: string): string {
  return indicatorWords(slug).title
}

/** The figure of everything together in one sentence, with its numbers. */
export function indicatorSentence(
  { slug, counts, spreadUnit }: Pick<ShownIndicator, 'slug' | 'counts' | 'spreadUnit'>,
  whole: Cell,
): string {
  const { lead } = indicatorWords(slug)
  const told = [
    ...(whole.numerator === null || whole.denominator === null
      ? []
      : [figureOf(slug, counts, whole.numerator, whole.denominator)]),
    ...(whole.euros === null || whole.euros.known === 0 ? [] : [eurosText(whole.euros)]),
    ...(whole.spread === null || whole.spread.median === null || spreadUnit === null
      ? []
      : [spreadText(whole, whole.spread, spreadUnit)]),
  ]
  return `${lead} : ${told.length === 0 ? `${numberText(whole.n)} cas` : told.join(' ; ')}.`
}

/** Indicators whose two numbers are not parts of one kind: told side by side, never as a share. */
const SIDE_BY_SIDE = ['entreprises-distinctes', 'entreprises-formees']

/** Whether a cell's two numbers make a share. */
export function isShare(slug: string): boolean {
  return !SIDE_BY_SIDE.includes(slug)
}

/** What a cell of an indicator tells, in a table or beside another year. */
export function indicatorCellText(
  { slug, spreadUnit }: Pick<ShownIndicator, 'slug' | 'spreadUnit'>,
  cell: Cell,
): string {
  if (isShare(slug) || cell.numerator === null || cell.denominator === null)
    return cellText(cell, spreadUnit)
  return `${numberText(cell.numerator)} pour ${numberText(cell.denominator)}`
}

/** National figures beside an indicator, the latest of each kind, with perimeter and source. */
export function benchmarksOf(
  slug: string,
): { text: string; source: string; share: number | null; mark: string }[] {
  const latest = new Map<string, NationalFigure>()
  for (const figure of NATIONAL_FIGURES) {
    const kind = `${figure.buyers} ${figure.by}`
    const known = latest.get(kind)
    if (figure.indicator === slug && (!known || known.year < figure.year)) latest.set(kind, figure)
  }
  return [...latest.values()]
    .toSorted((one, other) => rank(one) - rank(other))
    .map((figure) => ({
      text: `En France en ${figure.year}, ${figure.buyers === 'local' ? 'collectivités locales' : 'tous acheteurs publics'} : ${percent(Math.round(figure.share * 1000) / 10)} ${figure.by === 'number' ? 'du nombre de marchés' : 'des montants'} pour des PME${censusText(figure)}.`,
      source: `OECP, recensement ${figure.year} des marchés de plus de 90 000 € HT`,
      share: figure.by === 'number' ? figure.share : null,
      mark: `${percent(Math.round(figure.share * 1000) / 10)} en France en ${figure.year}`,
    }))
}

/** Local authorities by number first: they are what councils are like, and the share that a chart marks. */
function rank({ buyers, by }: NationalFigure): number {
  return (buyers === 'local' ? 0 : 2) + (by === 'number' ? 0 : 1)
}

function censusText({ contracts, billions }: NationalFigure): string {
  if (contracts === null || billions === null) return ''
  return ` (${numberText(contracts)} marchés, ${roughEuros(billions * 1e9)})`
}

/** Numbers whose parts are not of one kind are told side by side, not as a share. */
function figureOf(
  slug: string,
  counts: ShownIndicator['counts'],
  numerator: number,
  denominator: number,
): string {
  if (slug === 'entreprises-distinctes')
    return `${numberText(numerator)} entreprises pour ${numberText(denominator)} attributions`
  if (slug === 'entreprises-formees')
    return `${numberText(numerator)} entreprises, ${numberText(denominator)} participants`
  return counts === 'bids'
    ? `${shareText(numerator, denominator)} offres`
    : shareText(numerator, denominator)
}

const HOLDERS =
  'Cas : chaque titulaire de chaque marché notifié dans l’année ; d’un groupement, chaque membre compte une fois en nombre, et le montant revient au mandataire.'
const SIZE =
  'La taille est celle du répertoire SIRENE, qui tient compte du groupe : la filiale d’un groupe n’est pas une PME ; à défaut, celle que l’acheteur déclare. Sans l’une ni l’autre, le cas est inconnu.'
const PLACE =
  'Le lieu est celui de l’établissement qui a signé ; à défaut, du siège. Sans l’un ni l’autre, le cas est inconnu.'
const BY_BOTH =
  'En nombre, puis en montant hors taxes, chaque montant étant ramené au plafond de la méthode.'
const COMPETED =
  'Cas : les marchés notifiés dans l’année, sauf ceux passés sans mise en concurrence.'
const CONTRACTS = 'Cas : les marchés notifiés dans l’année.'
const CONSULTATIONS =
  'Cas : les consultations publiées dans l’année par les acheteurs signataires, hors préinformations.'
const SESSIONS = 'Cas : les sessions de formation tenues dans l’année.'
const MEDIAN =
  'La médiane est la plus petite valeur que la moitié des cas connus ne dépassent pas ; de même pour le dixième le plus bas et le plus haut.'

const WORDS: ReadonlyMap<string, IndicatorWords> = new Map(
  Object.entries({
    'part-des-pme': {
      title: 'Marchés obtenus par des PME',
      lead: 'Part des PME, microentreprises comprises, parmi les titulaires',
      definition: `${HOLDERS} Une PME a moins de 250 salariés et un chiffre d’affaires d’au plus 50 millions d’euros, ou un bilan d’au plus 43 millions ; les microentreprises en font partie. ${SIZE}`,
      formula: `Titulaires PME ÷ titulaires dont la taille est connue. ${BY_BOTH}`,
    },
    'part-des-micro-entreprises': {
      title: 'Marchés obtenus par des microentreprises',
      lead: 'Part des microentreprises parmi les titulaires',
      definition: `${HOLDERS} Une microentreprise a moins de 10 salariés et un chiffre d’affaires ou un bilan d’au plus 2 millions d’euros. ${SIZE}`,
      formula: `Titulaires microentreprises ÷ titulaires dont la taille est connue. ${BY_BOTH}`,
    },
    'part-des-pme-au-dela-du-seuil-national': {
      title: 'PME dans les marchés de 90\u00A0000\u00A0€ et plus',
      lead: 'Part des PME parmi les titulaires des marchés de 90 000 € HT et plus',
      definition: `${HOLDERS} Seuls les marchés d’au moins 90 000 € HT sont retenus, comme dans le recensement national : c’est ce chiffre, et lui seul, qui se compare aux chiffres nationaux. ${SIZE}`,
      formula: `Titulaires PME ÷ titulaires dont la taille est connue. ${BY_BOTH}`,
    },
    'pme-et-entreprises-du-territoire': {
      title: 'PME et entreprises du département',
      lead: 'Part des PME du département parmi les titulaires',
      definition: `${HOLDERS} Deux questions croisées : l’entreprise est-elle une PME, son établissement est-il dans le département des acheteurs ? ${SIZE} ${PLACE}`,
      formula: `Titulaires de chacune des quatre cases ÷ titulaires dont la taille et le lieu sont connus. ${BY_BOTH}`,
    },
    'part-du-territoire': {
      title: 'Entreprises du département',
      lead: 'Part des titulaires établis dans le département',
      definition: `${HOLDERS} ${PLACE}`,
      formula: `Titulaires établis dans le département des acheteurs ÷ titulaires dont le lieu est connu. ${BY_BOTH}`,
    },
    'part-de-la-region': {
      title: 'Entreprises de la région',
      lead: 'Part des titulaires établis dans la région',
      definition: `${HOLDERS} ${PLACE}`,
      formula: `Titulaires établis dans la région des acheteurs ÷ titulaires dont le lieu est connu. ${BY_BOTH}`,
    },
    'entreprises-distinctes': {
      title: 'Entreprises distinctes',
      lead: 'Entreprises qui ont obtenu un marché',
      definition: `${HOLDERS} Une entreprise est reconnue à son numéro SIREN ; sans lui, le cas est inconnu.`,
      formula: 'Nombre de SIREN différents, rapporté aux attributions dont le SIREN est connu.',
    },
    'part-des-premieres-entreprises': {
      title: 'Part des cinq premières entreprises',
      lead: 'Part des cinq entreprises qui reçoivent le plus',
      definition: `${HOLDERS} Les cinq premières sont celles dont les montants, ramenés au plafond, font le plus ensemble ; à montant égal, celles qui ont le plus de marchés.`,
      formula: `Attributions des cinq premières ÷ attributions dont le SIREN est connu. ${BY_BOTH}`,
    },
    'nouvelles-entreprises': {
      title: 'Nouvelles entreprises',
      lead: 'Part des entreprises qui n’avaient rien obtenu depuis trois ans',
      definition:
        'Cas : les entreprises titulaires d’un marché notifié dans l’année. Une entreprise est nouvelle si elle n’a obtenu aucun marché d’un acheteur signataire dans les trois années précédentes. Tant que les marchés de ces trois années ne sont pas connus, ou sans numéro SIREN, le cas est inconnu.',
      formula: 'Nouvelles entreprises ÷ entreprises dont on peut le dire.',
    },
    'offres-recues': {
      title: 'Offres reçues par marché',
      lead: 'Nombre d’offres par marché',
      definition: `${COMPETED} Sans nombre d’offres, le cas est inconnu.`,
      formula: MEDIAN,
    },
    'offre-unique': {
      title: 'Marchés à une seule offre',
      lead: 'Part des marchés qui n’ont reçu qu’une offre',
      definition: `${COMPETED} Sans nombre d’offres, le cas est inconnu.`,
      formula: 'Marchés avec une seule offre ÷ marchés dont le nombre d’offres est connu.',
    },
    'offres-des-pme': {
      title: 'Offres venues de PME',
      lead: 'Part des offres venues de PME',
      definition: `${COMPETED} Il faut que le nombre d’offres et celui des offres de PME soient connus et qu’ils s’accordent.`,
      formula: 'Offres de PME ÷ offres reçues, pour les marchés où les deux sont connus.',
    },
    'offres-irregulieres': {
      title: 'Offres irrégulières',
      lead: 'Part des offres irrégulières',
      definition: `${COMPETED} Il faut que le nombre d’offres et celui des offres irrégulières soient connus et qu’ils s’accordent. Avec l’évaluation à froid, c’est la mesure de la qualité des réponses.`,
      formula: 'Offres irrégulières ÷ offres reçues, pour les marchés où les deux sont connus.',
    },
    'clauses-sociales': {
      title: 'Clauses sociales',
      lead: 'Part des marchés avec une considération sociale',
      definition: `${CONTRACTS} Si les données ne disent rien des considérations sociales, le cas est inconnu.`,
      formula: 'Marchés avec une considération sociale ÷ marchés où on le sait.',
    },
    'clauses-environnementales': {
      title: 'Clauses environnementales',
      lead: 'Part des marchés avec une considération environnementale',
      definition: `${CONTRACTS} Si les données ne disent rien des considérations environnementales, le cas est inconnu.`,
      formula: 'Marchés avec une considération environnementale ÷ marchés où on le sait.',
    },
    avances: {
      title: 'Avances',
      lead: 'Part des marchés avec une avance',
      definition: `${CONTRACTS} Si les données ne disent pas si une avance est accordée, le cas est inconnu. L’avance n’est due qu’au-delà de 50 000 € HT et de deux mois.`,
      formula: `Marchés avec une avance ÷ marchés où on le sait. Le taux est celui des marchés qui en ont une, en pour cent du montant. ${MEDIAN}`,
    },
    'sous-traitance': {
      title: 'Sous-traitance déclarée',
      lead: 'Part des marchés avec une sous-traitance déclarée',
      definition: `${CONTRACTS} Les montants sous-traités ne sont comptés dans aucun chiffre. Si les données n’en disent rien, le cas est inconnu.`,
      formula: 'Marchés avec une sous-traitance déclarée ÷ marchés où on le sait.',
    },
    'part-allotie': {
      title: 'Consultations alloties',
      lead: 'Part des consultations divisées en lots',
      definition: `${CONSULTATIONS} Si rien ne dit qu’il y a des lots ou qu’il n’y en a pas, le cas est inconnu.`,
      formula: 'Consultations alloties ÷ consultations où on le sait.',
    },
    'lots-par-marche': {
      title: 'Lots par consultation',
      lead: 'Nombre de lots des consultations alloties',
      definition:
        'Cas : les consultations alloties publiées dans l’année. Sans liste des lots ni leur nombre, le cas est inconnu.',
      formula: MEDIAN,
    },
    'motifs-de-non-allotissement': {
      title: 'Motifs de non-allotissement',
      lead: 'Part des consultations sans lots dont le motif est connu',
      definition:
        'Cas : les consultations sans lots publiées dans l’année. Le motif est l’un des quatre de la loi (CCP, L. 2113-10 et L. 2113-11), donné par l’acheteur en publiant. Il n’est compté qu’ensemble, jamais montré pour une consultation.',
      formula: 'Consultations de chaque motif ÷ consultations sans lots dont le motif est connu.',
    },
    'delai-de-reponse': {
      title: 'Délai de réponse',
      lead: 'Jours laissés pour répondre',
      definition: `${CONSULTATIONS} Le délai se compte en jours calendaires, du lendemain de la première publication au jour de la dernière date limite connue, inclus. Sans date limite, le cas est inconnu.`,
      formula: MEDIAN,
    },
    'delai-sous-le-plancher': {
      title: 'Délais sous le plancher du pacte',
      lead: 'Part des consultations dont le délai est sous le plancher du pacte',
      definition:
        'Cas : les petits marchés et les procédures adaptées publiés dans l’année. Le plancher du pacte dépend du montant, d’une visite obligatoire et de la saison, selon les règles en vigueur au jour de la publication ; si le montant n’est pas connu, le plus bas des planchers possibles est retenu. Compté ensemble, jamais montré pour une consultation.',
      formula:
        'Consultations sous le plancher ÷ consultations dont le délai et le plancher sont connus.',
    },
    'procedures-sans-suite': {
      title: 'Procédures sans suite ou infructueuses',
      lead: 'Part des consultations retirées, déclarées sans suite ou infructueuses',
      definition: CONSULTATIONS,
      formula: 'Consultations retirées, sans suite ou infructueuses ÷ consultations.',
    },
    'motifs-donnes': {
      title: 'Motifs donnés',
      lead: 'Part de celles-ci dont le motif est publié',
      definition:
        'Cas : les consultations publiées dans l’année et retirées, déclarées sans suite ou infructueuses.',
      formula: 'Consultations dont l’avis donne un motif ÷ cas.',
    },
    'lots-infructueux': {
      title: 'Lots infructueux',
      lead: 'Part des lots sans offre acceptable',
      definition: `${CONSULTATIONS} Une consultation sans lots compte pour un lot. Sans résultat connu d’aucun lot, le cas est inconnu.`,
      formula: 'Lots infructueux ÷ lots dont le résultat est connu.',
    },
    relances: {
      title: 'Relances',
      lead: 'Part des procédures sans suite ou infructueuses qui ont été relancées',
      definition:
        'Cas : les consultations publiées dans l’année et déclarées sans suite ou infructueuses.',
      formula: 'Consultations qu’une autre relance ÷ cas.',
    },
    'delai-de-paiement': {
      title: 'Délai de paiement annoncé',
      lead: 'Jours annoncés pour payer',
      definition: `${CONSULTATIONS} Le délai est celui que l’avis annonce ; les délais constatés ne sont pas recueillis. Sans annonce, le cas est inconnu.`,
      formula: MEDIAN,
    },
    'pieces-demandees': {
      title: 'Pièces demandées',
      lead: 'Nombre de pièces demandées aux entreprises',
      definition: `${CONSULTATIONS} Sans liste des pièces, le cas est inconnu.`,
      formula: MEDIAN,
    },
    'petits-marches-publies': {
      title: 'Petits marchés annoncés',
      lead: 'Part des consultations qui annoncent un petit marché',
      definition: `${CONSULTATIONS} Un petit marché est passé sous le seuil de dispense, ou son montant estimé est inférieur à 40 000 € HT. Sans procédure ni montant qui le disent, le cas est inconnu.`,
      formula: 'Consultations de petits marchés ÷ consultations où on le sait.',
    },
    rectificatifs: {
      title: 'Rectificatifs',
      lead: 'Part des consultations rectifiées',
      definition: CONSULTATIONS,
      formula: 'Consultations avec au moins un rectificatif ou une prolongation ÷ consultations.',
    },
    'dates-deplacees': {
      title: 'Rectificatifs qui déplacent la date',
      lead: 'Part des consultations rectifiées dont la date limite a changé',
      definition: 'Cas : les consultations publiées dans l’année et rectifiées au moins une fois.',
      formula:
        'Consultations dont un rectificatif change la date limite ÷ consultations rectifiées.',
    },
    'resultats-connus': {
      title: 'Résultats connus',
      lead: 'Part des consultations dont on connaît l’issue',
      definition: CONSULTATIONS,
      formula: 'Consultations attribuées, retirées, sans suite ou infructueuses ÷ consultations.',
    },
    'montants-connus': {
      title: 'Montants connus',
      lead: 'Part des marchés dont le montant est connu',
      definition: `${CONTRACTS} Un montant illisible ou hors de toute vraisemblance est inconnu : le marché compte en nombre, jamais en montant.`,
      formula: 'Marchés dont le montant est connu ÷ marchés.',
    },
    'tailles-connues': {
      title: 'Tailles connues',
      lead: 'Part des titulaires dont la taille est connue',
      definition: `${HOLDERS} ${SIZE}`,
      formula: 'Titulaires dont la taille est connue ÷ titulaires.',
    },
    'lieux-connus': {
      title: 'Lieux connus',
      lead: 'Part des titulaires dont le lieu est connu',
      definition: `${HOLDERS} ${PLACE}`,
      formula: 'Titulaires dont le lieu est connu ÷ titulaires.',
    },
    'offres-connues': {
      title: 'Nombres d’offres connus',
      lead: 'Part des marchés dont le nombre d’offres est connu',
      definition: CONTRACTS,
      formula: 'Marchés dont le nombre d’offres est connu ÷ marchés.',
    },
    'petits-contrats': {
      title: 'Marchés sous 40 000 €',
      lead: 'Part des marchés connus de moins de 40 000 € HT',
      definition: `${CONTRACTS} La loi n’oblige pas à publier les données des plus petits : cette part dit jusqu’où les acheteurs vont. Sans montant, le cas est inconnu.`,
      formula: 'Marchés de moins de 40 000 € HT ÷ marchés dont le montant est connu.',
    },
    'publication-des-donnees': {
      title: 'Délai de publication des données',
      lead: 'Part des marchés dont les données sont publiées dans les deux mois',
      definition: `${CONTRACTS} Les données essentielles se publient dans les deux mois de la notification (CCP, R. 2196-1). Sans date de publication, le cas est inconnu.`,
      formula: `Marchés publiés dans les 61 jours ÷ marchés dont les deux dates sont connues ; en jours : ${MEDIAN.charAt(0).toLowerCase()}${MEDIAN.slice(1)}`,
    },
    'contrats-ecartes': {
      title: 'Contrats écartés',
      lead: 'Part des contrats connus qui n’entrent dans aucun autre chiffre',
      definition:
        'Cas : tous les contrats connus des acheteurs signataires, ceux de l’année et ceux dont la date de notification est inconnue, et les contrats dont le numéro d’acheteur est illisible. Sont écartés les concessions, les marchés subséquents et bons de commande (l’accord-cadre compte pour son maximum), les contrats sans date ou sans acheteur lisible, et ceux qu’un acheteur a signalés comme n’étant pas les siens ou d’une autre année.',
      formula: 'Contrats écartés pour chaque motif ÷ contrats connus.',
    },
    'formations-tenues': {
      title: 'Formations tenues',
      lead: 'Part des sessions de formation tenues',
      definition: 'Cas : les sessions prévues dans l’année qui ont été tenues ou annulées.',
      formula: 'Sessions tenues ÷ sessions tenues ou annulées.',
    },
    'entreprises-formees': {
      title: 'Entreprises formées',
      lead: 'Entreprises venues aux formations',
      definition: `${SESSIONS} Une entreprise venue à deux sessions compte deux fois : les noms sont effacés. Si les présences n’ont pas été notées, les inscrits comptent.`,
      formula: 'Somme des entreprises de chaque session, à côté de la somme des participants.',
    },
    'nouveaux-venus-en-formation': {
      title: 'Nouveaux venus en formation',
      lead: 'Part des participants qui n’avaient jamais répondu à une consultation',
      definition: SESSIONS,
      formula: 'Participants qui n’avaient jamais répondu ÷ participants.',
    },
    'reponses-apres-formation': {
      title: 'Réponses après une formation',
      lead: 'Part des participants qui ont répondu à une consultation depuis',
      definition: `${SESSIONS} La question est posée quatre mois après ; une session sans réponse est inconnue.`,
      formula:
        'Personnes qui ont répondu à une consultation depuis ÷ personnes interrogées qui ont répondu.',
    },
    'usage-du-modele': {
      title: 'Usage du modèle commun',
      lead: 'Part des petites consultations de travaux établies avec le modèle commun',
      definition:
        'Cas : les consultations de travaux publiées dans l’année par les acheteurs signataires, par une procédure que l’acheteur règle lui-même, depuis qu’une version du modèle est en vigueur, et que rien ne situe au-dessus du seuil que le pacte donne au modèle, celui du jour de la publication. Sans estimation qui la place sous ce seuil, la consultation est inconnue. Elle compte comme établie avec le modèle si ses documents ont été produits ici, avant ou après sa publication.',
      formula:
        'Consultations de travaux sous le seuil établies avec le modèle ÷ consultations de travaux sous le seuil.',
    },
    'utilisations-du-modele': {
      title: 'Utilisations du modèle commun',
      lead: 'Utilisations du modèle commun par des acheteurs qui ne sont pas partenaires, sur l’ensemble',
      definition:
        'Cas : les utilisations du modèle dans l’année par tout acheteur, partenaire ou non. Une utilisation est un jeu de documents (un seul par consultation publiée ici), ou la déclaration d’un acheteur qu’il emploie une version du modèle ; celle d’un acheteur qui n’est pas partenaire compte une fois confirmée.',
      formula: 'Utilisations par d’autres acheteurs ÷ utilisations.',
    },
    mediations: {
      title: 'Médiations',
      lead: 'Médiations terminées, sur celles qui ont été demandées',
      definition:
        'Cas : les médiations qu’une entreprise a demandées ici dans l’année, quel que soit l’acheteur, telles qu’elles étaient au gel des données. Une médiation est terminée par un accord, un accord partiel, sans accord, ou parce que l’entreprise l’a retirée ou n’y a pas donné suite. Rien n’est dit ni gardé d’une entreprise ou d’un acheteur.',
      formula: 'Médiations de chaque issue ÷ médiations demandées.',
    },
    'delai-des-mediations': {
      title: 'Délai des médiations',
      lead: 'De la demande de médiation à son issue',
      definition:
        'Cas : les médiations demandées dans l’année et terminées avec ou sans accord ; celles que l’entreprise a retirées ou abandonnées n’en sont pas. En jours calendaires. De moins de dix cas, seul le nombre est publié.',
      formula: MEDIAN,
    },
  } satisfies Record<string, IndicatorWords>),
)
