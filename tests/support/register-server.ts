import type { ServerResponse } from 'node:http'
import { performance } from 'node:perf_hooks'
import { startSource } from './source-server.ts'

/** A firm as the register has it, in its own words. */
export interface RegisteredFirm {
  siren: string
  nom_raison_sociale?: string | null
  nature_juridique?: string
  statut_diffusion?: string
  categorie_entreprise?: string | null
  annee_categorie_entreprise?: string | null
  tranche_effectif_salarie?: string | null
  /** Its head office first. */
  places: { siret: string; commune: string | null }[]
}

/** The State's search of firms on this machine, as far as Guichet asks it. */
export interface RegisterServer {
  url: string
  firms: RegisteredFirm[]
  /** Numbers asked for, in order. */
  asked: string[]
  /** When each call came in, in milliseconds. */
  arrivals: number[]
  /** Answers a call in the register's place; false leaves it to the register. */
  instead: (number: string, response: ServerResponse) => boolean
  /** Calls that went beyond its limit. */
  refused: number
  /** Calls in a second from one address. */
  limit: number
  close(): Promise<void>
}

/** A register of these firms on a free port. Like the real one it answers 429 with Retry-After to more than seven calls in a second. */
export async function startRegister(firms: RegisteredFirm[] = []): Promise<RegisterServer> {
  const server = await startSource()
  const register: RegisterServer = {
    url: new URL(server.url).origin,
    firms,
    asked: [],
    arrivals: [],
    instead: () => false,
    refused: 0,
    limit: 7,
    close: server.close,
  }
  server.answer = ({ url, method }, response) => {
    const { pathname, searchParams } = new URL(url ?? '', register.url)
    const number = searchParams.get('q') ?? ''
    const now = performance.now()
    register.asked.push(number)
    register.arrivals.push(now)
    if (register.instead(number, response)) return
    if (register.arrivals.filter((at) => now - at < 1000).length > register.limit) {
      register.refused += 1
      response.writeHead(429, { 'retry-after': '1' }).end('{"detail":"Too many requests"}')
    } else if (method !== 'GET' || pathname !== '/search' || number.length < 3) {
      say(response, 400, { erreur: 'Veuillez indiquer au moins un paramètre de recherche.' })
    } else {
      const results = register.firms
        .filter(({ siren }) => siren === number.slice(0, 9))
        .filter(({ places }) => number.length === 9 || places.some(({ siret }) => siret === number))
        .map((firm) => resultOf(firm, number))
      say(response, 200, { results, total_results: results.length, page: 1, per_page: 5 })
    }
  }
  return register
}

/** A firm in an answer to this number. */
export function resultOf({ places, ...said }: RegisteredFirm, number: string) {
  const [seat] = places
  return {
    nom_complet: said.nom_raison_sociale ?? 'PRÉNOM NOM',
    nature_juridique: '5710',
    statut_diffusion: 'O',
    etat_administratif: 'A',
    ...said,
    siege: seat && establishmentOf(seat),
    matching_etablissements: places.filter(({ siret }) => siret === number).map(establishmentOf),
  }
}

/** Of these eight digits, the SIREN and its establishments of these rank numbers. */
export function numbersOf(eight: string, ranks = 1): { siren: string; sirets: string[] } {
  const siren = withKey(eight)
  return {
    siren,
    sirets: Array.from({ length: ranks }, (_, rank) =>
      withKey(`${siren}${String(rank + 1).padStart(4, '0')}`),
    ),
  }
}

function establishmentOf({ siret, commune }: { siret: string; commune: string | null }) {
  return {
    siret,
    commune,
    departement: commune?.slice(0, 2) ?? null,
    code_postal: null,
    adresse: '1 RUE DE L’EXEMPLE',
    etat_administratif: 'A',
  }
}

function say(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' })
  response.end(JSON.stringify(body))
}

/** With the Luhn key at its end. */
function withKey(digits: string): string {
  const sum = [...`${digits}0`]
    .toReversed()
    .map(Number)
    .map((digit, index) => (index % 2 === 0 ? digit : digit > 4 ? digit * 2 - 9 : digit * 2))
    .reduce((total, digit) => total + digit, 0)
  return `${digits}${(10 - (sum % 10)) % 10}`
}
