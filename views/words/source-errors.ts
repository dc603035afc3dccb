import type { SourceState } from '../../src/sources/queries.ts'

export const SOURCE_STATE_LABELS: Record<SourceState, string> = {
  new: 'Pas encore lue',
  ok: 'Lue sans difficulté',
  partial: 'Lue en partie',
  failing: 'En difficulté',
}

/** What went wrong at the last reading, in a sentence for people; an unknown code is told as such. */
export function sourceErrorSentence(code: string, detail: string | null): string {
  const sentence = SENTENCES[code]
  if (sentence === undefined)
    return `La lecture a échoué (${[code, detail].filter(Boolean).join(' ')}).`
  return detail && DETAILED.has(code) ? `${sentence.slice(0, -1)} (${detail}).` : sentence
}

/** Sentences that the detail makes clearer: a status, or a line and column. */
const DETAILED = new Set(['http', 'status', 'malformed', 'gone', 'not-found'])

const SENTENCES: Record<string, string> = {
  empty: 'Le site a répondu par un document vide.',
  html: 'Le site a répondu par une page ordinaire au lieu d’un flux.',
  'not-a-feed': 'Le document reçu n’est pas un flux.',
  malformed: 'Le document reçu est abîmé et n’a pas pu être lu.',
  'too-large': 'Le document dépasse la taille acceptée.',
  'too-deep': 'Le document est construit de manière anormale et a été refusé.',
  'too-slow': 'Le document demandait trop de temps à lire et a été refusé.',
  timeout: 'Le site n’a pas répondu à temps.',
  http: 'Le site a répondu par une erreur.',
  status: 'Le site a répondu par une erreur.',
  gone: 'Le site annonce que ce flux n’existe plus.',
  'not-found': 'Le site ne trouve plus ce flux.',
  dns: 'Le nom du site est introuvable.',
  refused: 'Le site a refusé la connexion.',
  network: 'Le site est injoignable.',
  tls: 'Le certificat de sécurité du site n’est pas valable.',
  'private-address': 'L’adresse mène à un réseau privé et n’est pas lue.',
  'forbidden-address': 'L’adresse mène à un réseau privé et n’est pas lue.',
  'bad-url': 'L’adresse de la source n’est pas valable.',
  'bad-redirect': 'Le site renvoie vers une adresse qui n’est pas valable.',
  'too-many-redirects': 'Le site renvoie sans fin d’une adresse à l’autre.',
}
