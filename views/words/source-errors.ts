import type { FetchFailureCode } from '../../src/sources/fetch/failure.ts'
import type { DocumentErrorCode } from '../../src/sources/kind.ts'
import type { DecpProblem } from '../../src/contracts/decp/row.ts'
import type { SourceState } from '../../src/sources/queries.ts'
import { PROBLEMS } from './contract-import.ts'

export const SOURCE_STATE_LABELS: Record<SourceState, string> = {
  new: 'Pas encore lue',
  ok: 'Lue sans difficulté',
  partial: 'Lue en partie',
  empty: 'Vide, alors qu’elle ne l’était pas',
  quiet: 'Silencieuse',
  failing: 'En difficulté',
  manual: 'Sans relevé automatique',
}

/**
 * What went wrong at the last reading, in a sentence for people. `detail` is an HTTP status or the line and column
 * of a damaged document. A code that this version does not know is told as it stands.
 */
export function sourceErrorSentence(code: string, detail: string | null): string {
  if (!isKnown(code)) return `La lecture a échoué (${[code, detail].filter(Boolean).join(' ')}).`
  const told = detail && DETAILS[code]?.(detail)
  return told ? `${SENTENCES[code]} (${told}).` : `${SENTENCES[code]}.`
}

type SourceErrorCode =
  | FetchFailureCode
  | DocumentErrorCode
  | `decp-${DecpProblem}`
  | 'needs-node'
  | 'pages-incomplete'
  | 'unexpected'
  | 'our-network'

const SENTENCES: Record<SourceErrorCode, string> = {
  dns: 'Le nom du site est introuvable',
  refused: 'Le site a refusé la connexion',
  timeout: 'Le site n’a pas répondu à temps',
  tls: 'Le certificat de sécurité du site n’est pas valable',
  network: 'Le site est injoignable',
  'bad-encoding': 'La réponse du site est abîmée et n’a pas pu être décompressée',
  'http-status': 'Le site a répondu par une erreur',
  gone: 'Le site annonce que ce flux n’existe plus',
  'redirect-loop': 'Le site renvoie sans fin d’une adresse à l’autre',
  'forbidden-address': 'L’adresse mène à un réseau privé et n’est pas lue',
  cancelled: 'La lecture a été interrompue',
  empty: 'Le site a répondu par un document vide',
  html: 'Le site a répondu par une page ordinaire au lieu d’un flux',
  'not-a-feed': 'Le document reçu n’est pas un flux',
  malformed: 'Le document reçu est abîmé et n’a pas pu être lu',
  'too-large': 'Le document dépasse la taille acceptée',
  'too-deep': 'Le document est construit de manière anormale et a été refusé',
  'too-slow': 'Le document demandait trop de temps à lire et a été refusé',
  doctype: 'Le document déclare des entités et a été refusé',
  'not-json': 'Le site a répondu par autre chose que des données JSON',
  'not-a-page': 'La réponse du site n’est pas une page d’avis du BOAMP',
  'query-refused': 'L’interface du BOAMP a refusé la demande',
  'pages-incomplete': 'Le site a donné moins d’avis qu’il n’en annonce ; tout sera redemandé',
  'not-eforms': 'Le document reçu n’est pas un avis eForms',
  'not-boamp': 'Le document reçu n’est pas un avis au format BOAMP XML',
  'no-consultation': 'L’avis reçu n’annonce aucune consultation',
  'no-identifier': 'L’avis reçu n’a pas de numéro',
  'no-object': 'L’avis reçu n’a pas d’objet',
  'decp-empty': PROBLEMS.empty,
  'decp-not-decp': PROBLEMS['not-decp'],
  'decp-malformed': PROBLEMS.malformed,
  'decp-truncated': PROBLEMS.truncated,
  'decp-zip': PROBLEMS.zip,
  'decp-bad-gzip': PROBLEMS['bad-gzip'],
  'needs-node': 'Ce fichier ne peut être lu que par un serveur Node, et non sur Cloudflare Workers',
  'our-network': 'Guichet n’a pas accès au réseau en ce moment',
  unexpected: 'Le document reçu n’a pas pu être enregistré',
}

const DETAILS: Partial<Record<SourceErrorCode, (detail: string) => string>> = {
  'http-status': (status) => `code ${status}`,
  'query-refused': (words) => `« ${words} »`,
  'pages-incomplete': (counts) => counts.replace('/', ' sur '),
  malformed: (place) => {
    const [line, column] = place.split(':')
    return column === undefined ? `ligne ${line}` : `ligne ${line}, colonne ${column}`
  },
}

function isKnown(code: string): code is SourceErrorCode {
  return Object.hasOwn(SENTENCES, code)
}
