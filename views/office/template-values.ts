import type { Facts } from '../../src/consultations/facts.ts'
import type { RuleName } from '../../src/rules/rule.ts'
import type { Filling } from '../../src/templates/filling.ts'
import { amountText, euros, longMoment, numberText, plural } from '../format.ts'
import { blank } from './blank.ts'

type Value = (filling: Filling) => string

/**
 * What each of the words between braces in the model's texts stands for. What is not known is a blank to fill in that
 * says what is wanted, never a guess.
 */
export const TEMPLATE_VALUES: Record<string, Value> = {
  acheteur: ({ known }) => known.buyer.name || blank('le nom de l’acheteur'),
  objet: fact('object', 'l’objet des travaux'),
  lieu: ({ known }) => known.facts.place?.name ?? blank('le lieu d’exécution'),
  durée: fact('duration', 'la durée du marché'),
  début: fact('expectedStart', 'la date ou la période de démarrage'),
  dossier: fact('documentsUrl', 'où trouver le dossier, ou « joint à cette lettre »'),
  'motif de non-allotissement': () =>
    blank('la raison pour laquelle les travaux ne sont pas allotis, art. L. 2113-11'),
  visite: visitText,
  réponse: responseText,
  groupement: ({ known }) => ending(known.facts.grouping ?? ''),
  contact: contactText,
  'date limite': ({ known }) => deadlineText(known.facts),
  'forme du prix': priceForm,
  'global et forfaitaire ou unitaire': () => blank('le prix : global et forfaitaire, ou unitaire'),
  'cahier des clauses générales': () =>
    blank('s’applique, avec ou sans dérogation, ou ne s’applique pas'),
  avance: advanceText,
  'délai de paiement': ({ paymentDays }) =>
    paymentDays === null ? blank('le délai de paiement') : plural(paymentDays, 'jour', 'jours'),
  'article du paiement': article('payment-days'),
  'points de retard': ruleValue('late-interest', numberText),
  'article des intérêts': article('late-interest'),
  'indemnité de retard': ruleValue('late-fee', euros),
  'article de l’indemnité': article('late-fee'),
  'seuil de paiement direct': ruleValue('direct-payment', euros),
  'article du paiement direct': article('direct-payment'),
  'chiffre d’affaires': ({ turnover }) =>
    turnover === null ? blank('un montant, ou retirer ce paragraphe') : euros(turnover),
  'plafond de chiffre d’affaires': ruleValue('turnover-cap', numberText),
  'article du plafond': article('turnover-cap'),
  'seuil du modèle': ruleValue('shared-model', euros),
  'seuil de dispense': ruleValue('dispense', euros),
  'article de la dispense': article('dispense'),
  'seuil de publicité': ruleValue('notice', euros),
  'article de la publicité': article('notice'),
}

/** The words that may stand between braces. */
export const TEMPLATE_VALUE_NAMES = Object.keys(TEMPLATE_VALUES)

/** « mardi 15 décembre 2026 à 12 h 00 (heure de Paris) »; a blank for what is not known of it. */
export function deadlineText({ deadline }: Partial<Facts>): string {
  if (!deadline) return blank('la date et l’heure limites')
  return deadline.doubt === 'no-hour'
    ? `${longMoment(deadline)} à ${blank('l’heure')}`
    : `${longMoment(deadline)} (heure de Paris)`
}

/** The published amount or band, or that it is to be told. */
export function estimateText({ amount }: Partial<Facts>): string {
  return (
    (amount && amountText(amount)) ??
    blank('le montant estimé ou une fourchette, ou « non communiqué »')
  )
}

function fact(name: 'object' | 'duration' | 'expectedStart' | 'documentsUrl', what: string): Value {
  return ({ known }) => known.facts[name] ?? blank(what)
}

function article(name: RuleName): Value {
  return ({ rules }) => rules[name]?.article ?? blank('l’article en vigueur')
}

function ruleValue(name: RuleName, text: (value: number) => string): Value {
  return ({ rules }) => {
    const rule = rules[name]
    return rule ? text(rule.value) : blank('la valeur en vigueur')
  }
}

function visitText({ known }: Filling): string {
  const visit = known.facts.siteVisit
  const dates = visit?.dates.map(longMoment).join(' ; ') ?? ''
  const said = [dates, visit?.booking ?? ''].filter((part) => part !== '').join(', ')
  return said === '' ? blank('les dates de visite, ou comment prendre rendez-vous') : said
}

const RESPONSE_WAYS = {
  platform: 'sur la plateforme',
  email: 'par courriel à',
  paper: 'sous pli, à l’adresse',
}

function responseText({ known }: Filling): string {
  const { response } = known.facts
  if (!response) return blank('où déposer l’offre : plateforme, adresse électronique ou postale')
  return `${RESPONSE_WAYS[response.kind]} ${response.address ?? blank('l’adresse')}`
}

function contactText({ known }: Filling): string {
  const { contact } = known.facts
  const said = [contact?.name, contact?.phone, contact?.email].filter(Boolean).join(', ')
  return said === ''
    ? blank('le contact : un service, un téléphone, une adresse électronique')
    : said
}

function priceForm({ known }: Filling): string {
  switch (known.facts.contractForm) {
    case 'framework-orders':
      return 'Les prix sont unitaires : les quantités exécutées sont payées au bordereau.'
    case 'framework-subsequent':
    case 'ordinary':
    case undefined:
      return blank('le prix : global et forfaitaire, ou unitaire')
  }
}

function advanceText(filling: Filling): string {
  const { known, advance } = filling
  if (known.facts.advance) return ending(known.facts.advance)
  if (advance === null || advance.applies === 'unknown' || advance.from === null)
    return `${blank('le taux de l’avance, ou « aucune »')}.`
  const articles = [advance.article, filling.rules['advance-rate']?.article].filter(Boolean)
  const law = `(code de la commande publique, art. ${articles.join(' et ') || blank('l’article en vigueur')})`
  const longer = advance.months === null ? '' : ` et dure plus de ${advance.months} mois`
  const rate = leastRate(advance.rate, filling.rateOfLarge)
  switch (advance.applies) {
    case 'no':
      return `elle n’est pas due de droit jusqu’à ${euros(advance.from)} HT ${law} ; ${blank('avance accordée quand même : son taux, ou « aucune »')}.`
    case 'yes':
      return `${rate} au moins pour une PME ${law}.`
    case 'depends':
      return `au moins ${rate} pour une PME si le ${known.facts.lots?.length ? 'lot' : 'marché'} dépasse ${euros(advance.from)} HT${longer} ${law} ; ${blank('le taux de l’avance, ou « aucune »')}.`
  }
}

/** « 5 % » ; large councils, which nothing here tells from others, owe more. */
function leastRate(rate: number | null, ofLarge: number | null): string {
  if (rate === null) return blank('le taux')
  if (ofLarge === null || ofLarge === rate) return `${numberText(rate)} %`
  return `${numberText(rate)} % (${numberText(ofLarge)} % si l’acheteur a plus de 60 millions d’euros de dépenses de fonctionnement par an)`
}

/** With a full stop where it has none. */
function ending(text: string): string {
  return text === '' || /[.!?…]$/.test(text) ? text : `${text}.`
}
