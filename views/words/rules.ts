import type { Category, Procedure } from '../../src/consultations/facts.ts'
import type { LotGround } from '../../src/rules/check-lots.ts'
import type { Duty, DutyCode } from '../../src/rules/duties.ts'
import type {
  DeadlineReason,
  Finding,
  FloorPart,
  Proposal,
  SmallLotKind,
} from '../../src/rules/finding.ts'
import { euros, longDate, lowerFirst, numberText, percent, plural } from '../format.ts'
import { CATEGORY_LABELS } from './categories.ts'
import { PROCEDURE_LABELS } from './procedures.ts'

/** What a finding says to an agent: a bold beginning, what follows it, and the date to take in one click. */
export interface FindingWords {
  lead: string
  text: string
  /** « Pour tenir ce délai : » and « vendredi 18 décembre 2026 à 12 h 00 »; null where there is no date to take. */
  proposal: { lead: string; date: string } | null
}

/** A finding in French (users.md 6.3). Nothing of it is ever shown on a public page. */
export function findingWords(finding: Finding): FindingWords {
  const [lead, text = ''] = saying(finding)
  const { proposal } = finding
  return {
    lead,
    text,
    proposal:
      proposal === null
        ? null
        : {
            lead: PROPOSAL_LEADS[finding.code] ?? 'Date qui convient :',
            date: proposalText(proposal),
          },
  }
}

/** A duty that applies or may apply, in one sentence; null where it does not. */
export function dutySentence(duty: Duty): string | null {
  const statement = dutyStatement(duty)
  const article = duty.article === null ? '' : ` (art. ${duty.article})`
  if (duty.applies === 'no') return null
  if (duty.applies === 'unknown') return `${statement} : règle non connue à cette date.`
  const isSure = duty.applies === 'yes'
  return isSure
    ? `${statement}${article}.`
    : `${dutyCondition(duty)} : ${lowerFirst(statement)}${article}.`
}

/** What holds without publicity and competition too (R. 2122-8). */
export const DISPENSE_ADVICE =
  'Même sans publicité, choisissez une offre pertinente, faites bon usage des deniers publics et ne retenez pas toujours la même entreprise quand plusieurs peuvent répondre.'

export const TAKE_DATE = 'Prendre cette date'
export const KEEP_DATE = 'Garder ma date'

export const KEEP_DATE_SENTENCE =
  "Si vous gardez votre date, dites pourquoi (urgence, marché simple, relance après infructuosité, calendrier imposé, autre). Ce motif n'est pas publié ; il compte sans nom d'acheteur dans l'analyse annuelle. Comme tout document administratif, il peut être communiqué à qui le demande."

export const DEADLINE_REASON_LABELS: Record<DeadlineReason, string> = {
  urgency: 'Urgence',
  simple: 'Marché simple',
  relaunched: 'Relance après infructuosité',
  imposed: 'Calendrier imposé',
  other: 'Autre',
}

export const LOT_GROUND_LABELS: Record<LotGround, string> = {
  'no-distinct-services': "L'objet ne permet pas d'identifier des prestations distinctes",
  'cannot-coordinate':
    "L'acheteur n'est pas en mesure d'assurer lui-même l'organisation, le pilotage et la coordination",
  'restricts-competition': 'Des lots restreindraient la concurrence',
  'harder-or-dearer':
    "Des lots rendraient l'exécution techniquement difficile ou financièrement plus coûteuse",
}

const PROPOSAL_LEADS: Partial<Record<Finding['code'], string>> = {
  'too-short-for-pact': 'Pour tenir ce délai :',
  'visit-too-late': 'Pour tenir ce délai :',
  'change-too-late': 'Pour tenir ce délai :',
  'not-a-working-day': 'Prochain jour ouvré qui convient :',
}

/** The bold beginning and what follows it. */
function saying(finding: Finding): [lead: string, text?: string] {
  const law = finding.article === null ? '' : ` (art. ${finding.article})`
  switch (finding.code) {
    case 'too-short-in-law':
      return [
        `Délai trop court pour ${finding.stage === 'tender' ? '' : "les candidatures d'"}${A_PROCEDURE[finding.procedure]} : ${days(finding.days)}, minimum ${finding.floor}${law === '' ? '.' : ''}`,
        `${law === '' ? '' : `${law.trimStart()}. `}${laterDate(finding.proposal)}${finding.urgencyFloor === null ? '' : `, ou indiquez l'urgence qui permet ${days(finding.urgencyFloor)}`}.`,
      ]
    case 'too-short-for-pact':
      return [
        `Délai de réponse : ${days(finding.days)}.`,
        `Le pacte prévoit au moins ${days(finding.floor)} dans ce cas : ${finding.parts.map(partText).join(', ')}.`,
      ]
    case 'visit-too-late':
      return [
        finding.days > 0
          ? `Dernière visite ${days(finding.days)} avant la date limite.`
          : `Dernière visite ${finding.days === 0 ? 'le jour de' : 'après'} la date limite.`,
        `Le pacte prévoit au moins ${days(finding.floor)} entre la dernière visite (${longDate(finding.lastVisit)}) et la remise des offres.`,
      ]
    case 'visit-date-missing':
      return [
        'Visite obligatoire sans date.',
        'Indiquez la date de la dernière visite : il faut du temps entre elle et la remise des offres.',
      ]
    case 'change-too-late':
      return [
        finding.days > 0
          ? `Il reste ${days(finding.days)} après cette modification.`
          : 'Il ne reste aucun jour après cette modification.',
        `Le pacte prévoit au moins ${days(finding.floor)} après une modification ${finding.quantitiesOrLots ? 'des quantités ou des lots' : 'du dossier'}, et le délai se prolonge quand le dossier change de façon importante${law}.`,
      ]
    case 'change-in-last-quarter':
      return [
        'Modification dans le dernier quart du délai de réponse.',
        `Prolongez la date limite, ou dites par écrit pourquoi elle reste${law}.`,
      ]
    case 'not-a-working-day':
      return [
        finding.holiday === null
          ? `Le ${longDate(finding.day)} n'est pas un jour ouvré.`
          : `Le ${longDate(finding.day)} est férié (${finding.holiday}).`,
      ]
    case 'midnight':
      return ['Minuit prête à confusion : écrivez 23 h 59 la veille.']
    case 'unusual-hour':
      return [
        `${hourText(finding.hour)} : est-ce bien l'heure voulue ?`,
        "D'ordinaire, une date limite tombe entre 8 h et 18 h.",
      ]
    case 'hour-that-does-not-exist':
      return [
        `${hourText(finding.hour)} n'existe pas le ${longDate(finding.day)}.`,
        "Cette nuit-là, on passe de 2 h à 3 h (heure d'été). Choisissez une autre heure.",
      ]
    case 'hour-that-comes-twice':
      return [
        `${hourText(finding.hour)} existe deux fois le ${longDate(finding.day)}.`,
        "Cette nuit-là, on revient de 3 h à 2 h (heure d'hiver) : la première des deux compte.",
      ]
    case 'impossible-date':
      return [
        "Cette date limite n'existe pas.",
        "Vérifiez le jour, le mois, l'année et l'heure (de 0 h 01 à 23 h 59).",
      ]
    case 'before-publication':
      return [
        'La date limite ne suit pas la publication.',
        `Le ${longDate(finding.day)}, personne n'aura eu le temps de répondre.`,
      ]
    case 'earlier-than-before':
      return [
        'Date limite avancée.',
        `Du ${longDate(finding.before)} au ${longDate(finding.day)} : les entreprises qui comptaient sur la première date n'auront pas fini. Une date ne s'avance qu'en cas d'erreur.`,
      ]
    case 'far-away':
      return [`Délai de réponse : ${days(finding.days)}.`, "L'année est-elle la bonne ?"]
    case 'minimum-not-known':
      return [
        'Délai minimal non vérifié.',
        `Guichet ne connaît pas celui d'${A_PROCEDURE[finding.procedure]} : vérifiez-le.`,
      ]
    case 'procedure-too-light':
      return finding.procedure === 'below-threshold'
        ? [
            'Montant au-dessus des petits marchés.',
            `À partir de ${amount(finding.threshold)} HT, publicité et mise en concurrence sont obligatoires${law}, sauf exception.`,
          ]
        : [
            'Montant de procédure formalisée.',
            `À partir de ${amount(finding.threshold)} HT, la procédure est formalisée et l'avis paraît au BOAMP et au JOUE${law}, sauf exception.`,
          ]
    case 'amount-missing':
      return [
        'Montant non indiqué.',
        'Une fourchette suffit : les entreprises décident avec elle de répondre ou non.',
      ]
    case 'amount-reversed':
      return ['Fourchette inversée.', 'Le minimum dépasse le maximum.']
    case 'turnover-above-cap':
      return [
        `Chiffre d'affaires exigé : ${euros(finding.required)}.`,
        `Il ne peut dépasser ${numberText(finding.factor)} fois le montant du marché, soit ${euros(finding.allowed)} ici${law}, sauf justification liée à l'objet du marché.`,
      ]
    case 'turnover-without-amount':
      return [
        "Chiffre d'affaires exigé sans montant du marché.",
        `Il ne peut dépasser ${numberText(finding.factor)} fois ce montant${law} : indiquez-en la fourchette.`,
      ]
    case 'lots-not-said':
      return ['Le marché est-il alloti ?', `L'allotissement est la règle${law}.`]
    case 'no-lots-ground':
      return ['Marché non alloti.', `L'allotissement est la règle${law}. Quel est le motif ?`]
    case 'no-lots-reason':
      return [
        'Marché non alloti : motif sans explication.',
        `Ajoutez une phrase de faits, d'au moins ${finding.shortest} lettres : le motif légal seul ne suffit pas${law}.`,
      ]
    case 'small-lot-too-big':
      return [
        `Lot ${finding.lot} : trop important pour un petit lot ${SMALL_LOT[finding.kind]}.`,
        `Un tel lot reste sous ${amount(finding.limit)} HT${law}.`,
      ]
    case 'small-lots-share':
      return [
        `Petits lots ${SMALL_LOT[finding.kind]} : ${percent(Math.ceil(finding.share))} de l'opération.`,
        `Ensemble, ils n'en dépassent pas ${percent(finding.limit)}${law}.`,
      ]
    case 'cpv-malformed':
      return [
        `« ${finding.cpv} » n'est pas un code CPV.`,
        "Un code CPV compte huit chiffres, suivis ou non d'un tiret et d'un neuvième.",
      ]
    case 'cpv-unknown':
      return [
        `Le code CPV ${finding.cpv} n'est pas dans la nomenclature.`,
        'Vérifiez chacun de ses chiffres.',
      ]
    case 'cpv-of-other-category':
      return [
        `Le code CPV principal ${finding.cpv} désigne des ${NOUNS[finding.means]}.`,
        `Le type indiqué est « ${CATEGORY_LABELS[finding.category]} » : corrigez l'un des deux.`,
      ]
  }
}

const A_PROCEDURE: Record<Procedure, string> = {
  'below-threshold': 'un petit marché',
  adapted: 'une procédure adaptée',
  open: "un appel d'offres ouvert",
  restricted: "un appel d'offres restreint",
  negotiated: 'une procédure avec négociation',
  'competitive-dialogue': 'un dialogue compétitif',
  formal: 'une procédure formalisée',
  concession: 'une concession',
}

const SMALL_LOT: Record<SmallLotKind, string> = {
  adapted: 'en procédure adaptée',
  exempt: 'sans publicité ni mise en concurrence',
}

const NOUNS: Record<Category, string> = {
  works: 'travaux',
  supplies: 'fournitures',
  services: 'services',
}

function days(n: number): string {
  return plural(n, 'jour', 'jours')
}

function laterDate(proposal: Proposal | null): string {
  return proposal === null
    ? 'Choisissez une date plus éloignée'
    : `Choisissez une date à partir du ${longDate(proposal.date)}`
}

/** « procédure adaptée entre 90 000 € et 1 M€ HT (21 jours) », « visite obligatoire (+ 7) » */
function partText(part: FloorPart): string {
  if (part.kind === 'base')
    return `${lowerFirst(PROCEDURE_LABELS[part.procedure])}${stepText(part.from, part.below)} (${days(part.days)})`
  if (part.kind === 'visit') return `visite obligatoire (+\u00A0${part.days})`
  return `${days(part.atLeast)} ou plus ${seasonText(part.period)} (+\u00A0${part.days})`
}

function stepText(from: number | null, below: number | null): string {
  if (!from) return below === null ? '' : ` sous ${amount(below)} HT`
  return below === null
    ? ` de ${amount(from)} HT et plus`
    : ` entre ${amount(from)} et ${amount(below)} HT`
}

/** « entre le 1er et le 31 août », « entre le 20 décembre et le 4 janvier » */
function seasonText(period: string): string {
  const [first = [], last = []] = period.split('/').map((day) => dayWords(day))
  return first[1] === last[1]
    ? `entre le ${first[0]} et le ${last.join(' ')}`
    : `entre le ${first.join(' ')} et le ${last.join(' ')}`
}

/** The day and the month of `08-01`; a leap year knows them all. */
function dayWords(day: string): string[] {
  return longDate(`2024-${day}`).split(' ').slice(1, 3)
}

/** « 90 000 € », « 1 M€ », « 5 404 000 € » */
function amount(n: number): string {
  return n >= 1_000_000 && n % 100_000 === 0 ? `${numberText(n / 1_000_000)}\u00A0M€` : euros(n)
}

function hourText(hour: string): string {
  const [hours, minutes] = hour.split(':')
  return `${Number(hours)}\u00A0h\u00A0${minutes}`
}

/** « vendredi 18 décembre 2026 à 12 h 00 » */
export function proposalText({ date, hour }: Proposal): string {
  return `${longDate(date)} à ${hourText(hour)}`
}

const STATEMENTS: Record<DutyCode, string> = {
  dispense: 'Ni publicité ni mise en concurrence obligatoires',
  'free-notice': "Procédure adaptée, publicité au choix de l'acheteur",
  notice: "Procédure adaptée, avis au BOAMP ou dans un journal d'annonces légales",
  formal: 'Procédure formalisée, avis au BOAMP et au JOUE',
  'buyer-profile': "Profil d'acheteur et accès libre au dossier dès qu'un avis paraît",
  'essential-data-or-list': 'Données essentielles publiées, ou liste annuelle des marchés',
  'essential-data':
    'Données essentielles publiées sur data.gouv.fr dans les deux mois de la notification',
  advance: 'Avance à verser',
  'turnover-cap': "Chiffre d'affaires exigé plafonné",
}

function dutyStatement({ code, rate, factor }: Duty): string {
  if (code === 'advance' && rate !== null)
    return `${STATEMENTS.advance}, d'au moins ${percent(rate)} à une PME`
  if (code === 'turnover-cap' && factor !== null)
    return `${STATEMENTS['turnover-cap']} à ${numberText(factor)} fois le montant du marché`
  return STATEMENTS[code]
}

function dutyCondition({ code, from, below, months }: Duty): string {
  if (code === 'advance')
    return `Au-dessus de ${amount(from ?? 0)} HT et de ${numberText(months ?? 0)}\u00A0mois`
  if (from === null) return 'Selon le type et le montant'
  if (below !== null && from === 0) return `Sous ${amount(below)} HT`
  return below === null
    ? `À partir de ${amount(from)} HT`
    : `Entre ${amount(from)} et ${amount(below)} HT`
}
