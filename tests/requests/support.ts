import { desc } from 'drizzle-orm'
import type { Role } from '../../src/auth/policy.ts'
import { readConfig } from '../../src/config.ts'
import { outbox } from '../../src/mail/schema.ts'
import { requestHandlers, requests } from '../../src/requests/schema.ts'
import type { TestProgram } from '../support/application.ts'
import { idOfPartner } from '../support/directory.ts'
import { ownForm, signIn, type SignedIn } from '../support/sign-in.ts'

/** Words that stand in what a firm asks, and nowhere else. */
export const SECRET = 'facture Xylophone 4711 impayée'
const FIRM = 'Électricité Confidentielle SARL'

type Fields = Record<string, string>

/** The form of a mediation with Narbonne, as a firm fills it in. */
export function mediation(more: Fields = {}): Fields {
  return {
    nature: 'mediation',
    acheteur: 'narbonne',
    theme: 'payment',
    objet: SECRET,
    message: `Voici : ${SECRET}.\n\nMerci.`,
    entreprise: FIRM,
    siret: '',
    personne: 'Camille Confidence',
    courriel: 'camille@confidence.example',
    telephone: '',
    commune: 'Narbonne',
    nommer: 'non',
    accord: 'oui',
    ...more,
  }
}

/** The form of a firm in difficulty. */
export function difficulty(more: Fields = {}): Fields {
  return {
    nature: 'difficulte',
    effectif: '12',
    message: `Trésorerie : ${SECRET}`,
    emplois: '4',
    industriel: 'Deux clients perdus',
    financier: 'Dettes fiscales',
    social: 'Chômage partiel',
    entreprise: FIRM,
    personne: 'Camille Confidence',
    courriel: 'camille@confidence.example',
    commune: 'Carcassonne',
    accord: 'oui',
    ...more,
  }
}

/** Lets the program send mail (into the outbox, which nobody empties). */
export function turnMailOn({ deps }: TestProgram): void {
  const read = readConfig({
    BASE_URL: deps.config.baseUrl,
    SMTP_URL: 'smtp://localhost:25',
    MAIL_FROM: 'guichet@guichet.example',
  })
  if (!read.ok) throw new Error(read.problems.join('\n'))
  deps.config = read.config
}

/** Sends a form with files as a browser does. */
export async function send(
  { app, deps }: TestProgram,
  path: string,
  fields: Fields,
  { files = [], headers = {} }: { files?: File[]; headers?: Record<string, string> } = {},
): Promise<Response> {
  const body = new FormData()
  for (const [name, value] of Object.entries(fields)) body.append(name, value)
  for (const file of files) body.append('fichier', file)
  return app.request(path, {
    method: 'POST',
    headers: { ...ownForm(deps.config.baseUrl), ...headers },
    body,
  })
}

/** Sends a form without files. */
export async function post(
  { app, deps }: TestProgram,
  path: string,
  fields: Fields = {},
  headers: Record<string, string> = {},
): Promise<Response> {
  return app.request(path, {
    method: 'POST',
    headers: {
      ...ownForm(deps.config.baseUrl),
      'content-type': 'application/x-www-form-urlencoded',
      ...headers,
    },
    body: new URLSearchParams(fields).toString(),
  })
}

/** Asks, and answers where the firm follows it and its reference. */
export async function ask(
  program: TestProgram,
  fields: Fields,
  files: File[] = [],
): Promise<{ path: string; reference: string; id: number }> {
  const answer = await send(program, '/saisines/nouvelle', fields, { files })
  const path = (answer.headers.get('location') ?? '').replace(/\?.*/, '')
  if (answer.status !== 303) throw new Error(`${answer.status}\n${await answer.text()}`)
  const [row] = await program.deps.db
    .select({ id: requests.id, reference: requests.reference })
    .from(requests)
    .orderBy(desc(requests.id))
    .limit(1)
  if (!row) throw new Error('no request')
  return { path, ...row }
}

/** An agent of a partner, named there to handle requests, or not (null). */
export async function agentOf(
  program: TestProgram,
  as: { role: Role; partner: string },
  handling: { difficulties: boolean } | null,
): Promise<SignedIn> {
  const agent = await signIn(program, as)
  if (handling)
    await program.deps.db.insert(requestHandlers).values({
      ...handling,
      partnerId: await partnerId(program, as.partner),
      agentId: agent.agentId,
      namedBy: 'test',
      namedAt: program.clock.now,
    })
  return agent
}

export function partnerId({ deps }: TestProgram, slug: string): Promise<number> {
  return idOfPartner(deps.db, slug)
}

export async function mails({ deps }: TestProgram) {
  return deps.db.select().from(outbox).orderBy(outbox.id)
}
