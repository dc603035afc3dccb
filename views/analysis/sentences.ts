import type { Cell } from '../../src/analysis/figures.ts'
import type { Coverage, CouncilCoverage } from '../../src/analysis/years/coverage.ts'
import type { ShownIndicator } from '../../src/analysis/years/shown.ts'
import { numberText, percent, plural, upperFirst } from '../format.ts'
import { indicatorSentence } from '../words/indicators.ts'
import { eurosText, FEWEST_FOR_A_SHARE, shareAlone, shareText } from './figures-text.ts'

/** Below this share of known facts a year says in its first sentence that it is badly covered. */
const POOR = 0.7

/** Facts that the figures need of each contract, as coverage counts what is missing of them. */
const NEEDED: { field: keyof CouncilCoverage & `without${string}`; words: string }[] = [
  { field: 'withoutSize', words: 'la taille de l’entreprise' },
  { field: 'withoutAmount', words: 'le montant' },
  { field: 'withoutPlace', words: 'le lieu de l’entreprise' },
]

/** How well a year is covered, the worst first: what is said before any figure. */
export function coverageSentences(
  year: number,
  { councils }: Pick<Coverage, 'councils'>,
): { first: string; isPoor: boolean } {
  const contracts = total(councils, 'contracts')
  const about = `L’analyse porte sur ${plural(contracts, 'marché notifié', 'marchés notifiés')} en ${year} par ${plural(councils.length, 'acheteur signataire', 'acheteurs signataires')}`
  if (contracts === 0)
    return {
      first: `Aucun marché de ${year} n’est connu : il n’y a rien à analyser.`,
      isPoor: true,
    }
  const silent = councils.filter((each) => each.contracts === 0)
  const unknown = NEEDED.map(({ field, words }) => ({
    words,
    known: contracts - total(councils, field),
  })).filter(({ known }) => known / contracts < POOR)
  const faults = [
    ...unknown.map(
      ({ words, known }) =>
        `${words} n’est connu${words.startsWith('la ') ? 'e' : ''} que pour ${knownText(known, contracts)}`,
    ),
    ...(silent.length > 0
      ? [`aucun marché n’est connu pour ${silent.map(({ name }) => name).join(', ')}`]
      : []),
    ...(contracts < FEWEST_FOR_A_SHARE ? ['il y a trop peu de marchés pour des pourcentages'] : []),
  ]
  if (faults.length > 0)
    return {
      first: `Année mal couverte, à lire avec prudence : ${faults.join(' ; ')}. ${about}.`,
      isPoor: true,
    }
  const known = NEEDED.map(
    ({ field, words }) =>
      `${words} pour ${knownText(contracts - total(councils, field), contracts)}`,
  )
  return { first: `${about}. On connaît ${known.join(', ')}.`, isPoor: false }
}

function knownText(known: number, all: number): string {
  if (all < FEWEST_FOR_A_SHARE) return `${numberText(known)} sur ${numberText(all)}`
  return `${percent(Math.floor((100 * known) / all))} d’entre eux`
}

function total(councils: CouncilCoverage[], field: 'contracts' | (typeof NEEDED)[number]['field']) {
  return councils.reduce((sum, council) => sum + council[field], 0)
}

/** Why there is no figure at all. */
export const NOT_MEASURED = 'Pas encore mesuré : aucune donnée n’est recueillie sur ce point.'

/** Of an indicator that is measured, but of which no case is known. */
export function nothingKnownSentence(whole: Cell | null, year: number): string {
  if (whole === null || whole.n === 0) return `Aucun cas en ${year}.`
  return `Rien n’en est connu : ${plural(whole.n, 'cas', 'cas')}, tous sans cette information.`
}

/** Cases that are in no figure of an indicator. */
export function missingSentence({ n, missing }: Cell): string {
  const share = shareAlone(missing, n)
  return `Ne peuvent être dits : ${numberText(missing)} cas sur ${numberText(n)}${share === null ? '' : ` (${share})`}. Ils ne comptent dans aucun chiffre.`
}

/** The axes of the pact, in their order, with what each asks of figures. */
export const ANALYSIS_AXES: { axis: ShownIndicator['axis']; title: string; question: string }[] = [
  {
    axis: 'susciter',
    title: 'Susciter des candidatures',
    question: 'Qui obtient les marchés, combien d’offres, quels délais, quels lots ?',
  },
  {
    axis: 'informer',
    title: 'Informer',
    question: 'Que sait-on des marchés, et quand ?',
  },
  {
    axis: 'simplifier',
    title: 'Simplifier',
    question: 'Que demande-t-on aux entreprises ?',
  },
  {
    axis: 'accompagner',
    title: 'Accompagner',
    question: 'Les entreprises répondent-elles mieux ?',
  },
]

/** Indicators that are told first, in this order, each in its own words: the answers to what the charter asks. */
const FIRST: Record<string, (whole: Cell) => string | null> = {
  'part-des-pme': (whole) =>
    `Les PME ont obtenu ${shareOf(whole, 'des attributions')}${amountsOf(whole)}.`,
  'pme-et-entreprises-du-territoire': (whole) =>
    `Les PME du département ont obtenu ${shareOf(whole, 'des attributions')}${amountsOf(whole)}.`,
  'part-du-territoire': (whole) =>
    `Les entreprises établies dans le département, de toute taille, ont obtenu ${shareOf(whole, 'des attributions')}${amountsOf(whole)}.`,
  'offres-recues': ({ spread }) =>
    spread?.median
      ? `La moitié des marchés ont reçu ${plural(spread.median, 'offre', 'offres')} ou moins.`
      : null,
  'offre-unique': (whole) =>
    `${upperFirst(shareOf(whole, 'des marchés'))} n’ont reçu qu’une offre.`,
  'delai-de-reponse': ({ spread }) =>
    spread?.median
      ? `La moitié des consultations laissaient ${plural(spread.median, 'jour', 'jours')} ou moins pour répondre${spread.p10 === null ? '' : `, et une sur dix ${numberText(spread.p10)} ou moins`}.`
      : null,
  'part-allotie': (whole) =>
    `${upperFirst(shareOf(whole, 'des consultations'))} étaient divisées en lots.`,
  'petits-contrats': (whole) =>
    `${upperFirst(shareOf(whole, 'des marchés'))} étaient de petits marchés.`,
  'offres-irregulieres': (whole) =>
    `${upperFirst(shareOf(whole, 'des offres'))} étaient irrégulières.`,
}

/** The sentences of a year in brief, each with the indicator that it tells; those that have a known case. */
export function briefSentences(indicators: ShownIndicator[]): { slug: string; text: string }[] {
  return Object.entries(FIRST).flatMap(([slug, sentence]) => {
    const indicator = indicators.find((each) => each.slug === slug)
    const whole = indicator?.whole ?? null
    if (!indicator || whole === null || whole.n <= whole.missing) return []
    // Of few cases the numbers alone, in the indicator's own words: no half, no tenth.
    const isFew = (whole.denominator ?? whole.n - whole.missing) < FEWEST_FOR_A_SHARE
    const text = isFew ? indicatorSentence(indicator, whole) : sentence(whole)
    return text === null ? [] : [{ slug, text }]
  })
}

/** « 62 % des attributions (412 sur 664) » */
function shareOf({ numerator, denominator }: Cell, of: string): string {
  if (numerator === null || denominator === null) return `un nombre inconnu ${of}`
  return shareText(numerator, denominator).replace(' (', ` ${of} (`)
}

/** « , pour 31 % des montants (12,4 millions d’euros sur 40 millions d’euros) »; '' where no amount is known. */
function amountsOf({ euros }: Cell): string {
  if (euros === null || euros.known === 0 || euros.denominator === 0) return ''
  return `, pour ${eurosText(euros)}`
}
