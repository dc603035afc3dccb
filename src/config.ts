import ipaddr from 'ipaddr.js'
import * as z from 'zod'

const flag = z
  .enum(['0', '1', ''])
  .default('')
  .transform((value) => value === '1')

const schema = z.object({
  PORT: z.coerce.number().int().min(0).max(65535).default(8080),
  HOST: z.string().default(''),
  BASE_URL: z.url({ protocol: /^https?$/ }).optional(),
  DATABASE_URL: z.string().default(''),
  DATABASE_LISTEN_URL: z.string().default(''),
  DATA_DIR: z.string().min(1).default('./data'),
  POLL: z.enum(['on', 'off']).default('on'),
  ALLOW_PRIVATE_SOURCES: flag,
  FAKE_NOW: z.iso.datetime({ offset: true }).optional(),
  NODE_ENV: z.string().default(''),
  SMTP_URL: z.string().default(''),
  MAIL_FROM: z.string().default(''),
  TRUSTED_PROXIES: z.string().default(''),
  METRICS_TOKEN: z.string().default(''),
  ANTIVIRUS_URL: z.url({ protocol: /^https?$/ }).optional(),
  FIRMS_URL: z.url({ protocol: /^https?$/ }).default('https://recherche-entreprises.api.gouv.fr'),
  WEBSUB_HUB: z.union([z.literal('off'), z.url({ protocol: /^https?$/ })]).optional(),
  OIDC_ISSUER: z.url({ protocol: /^https?$/ }).optional(),
  OIDC_CLIENT_ID: z.string().default(''),
  OIDC_CLIENT_SECRET: z.string().default(''),
  OIDC_ACR_VALUES: z.string().default(''),
  OIDC_AMR: z.string().default(''),
})

/** What the operator set (design.md, « The operator's contract »). */
export interface Config {
  port: number
  host: string
  /** Public origin without a trailing slash: used in every absolute address. */
  baseUrl: string
  databaseUrl: string
  databaseListenUrl: string
  dataDir: string
  poll: boolean
  allowPrivateSources: boolean
  /** The clock starts at this instant; undefined: the machine's clock. */
  fakeNow: Date | undefined
  /** How mail is sent (`smtp://` or `smtps://`, with the password); empty: it is not. */
  smtpUrl: string
  /** Whom mail comes from; null where none is sent. */
  mailFrom: MailAddress | null
  /** Addresses and networks (CIDR) whose X-Forwarded-For is believed. */
  trustedProxies: string[]
  /** Whoever brings it may read /metrics from anywhere; empty: nobody, but for this machine itself. */
  metricsToken: string
  /** Where documents are looked through before anybody may read them; empty: nowhere. */
  antivirusUrl: string
  /** The State's search of firms, asked for the size and the place of winners where this process polls. */
  firmsUrl: string
  /** The WebSub hub that feeds name; null: none. */
  hub: HubConfig | null
  /** The identity provider that agents may sign in with; null: none. */
  oidc: OidcConfig | null
}

/**
 * Who tells those who subscribe that a feed has changed (W3C WebSub): this instance itself, for all its feeds, or another
 * hub, which is told of the feeds without a filter.
 */
export type HubConfig = { own: true } | { own: false; url: string }

/** An OpenID Connect issuer, and what this program is to it. */
export interface OidcConfig {
  /** As it names itself: `https://…`, or http on this machine. */
  issuer: string
  clientId: string
  clientSecret: string
  /** One of these must be how strongly the agent was recognised (`acr`); empty: any. */
  acrValues: string[]
  /** One of these must be among the means that were used (`amr`); empty: any. */
  amr: string[]
}

export interface MailAddress {
  /** Empty where only the address was given. */
  name: string
  address: string
}

export type ConfigResult = { ok: true; config: Config } | { ok: false; problems: string[] }

/** Reads the environment; an empty variable counts as unset. Every problem is listed at once, one French sentence each. */
export function readConfig(env: Record<string, string | undefined>): ConfigResult {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''))
  const read = schema.safeParse(given)
  if (!read.success) {
    return {
      ok: false,
      problems: read.error.issues.map(
        (issue) =>
          `${issue.path.join('.')} : valeur « ${String(given[String(issue.path[0])])} » refusée (${issue.message}).`,
      ),
    }
  }
  const { data } = read
  const problems: string[] = []
  if (data.FAKE_NOW && data.NODE_ENV === 'production')
    problems.push('FAKE_NOW : interdit quand NODE_ENV=production.')
  if (data.DATABASE_URL && !/^postgres(ql)?:\/\//.test(data.DATABASE_URL))
    problems.push('DATABASE_URL : une adresse postgres:// est attendue.')
  const mailFrom = mailAddressOf(data.MAIL_FROM)
  // The value is not shown: it may hold a password.
  if (data.SMTP_URL && !/^smtps?:\/\/[^\s/]+/.test(data.SMTP_URL))
    problems.push('SMTP_URL : une adresse smtp:// ou smtps:// est attendue.')
  if (data.MAIL_FROM && !mailFrom)
    problems.push('MAIL_FROM : « Nom <adresse@exemple.fr> » ou « adresse@exemple.fr » est attendu.')
  if ((data.SMTP_URL === '') !== (data.MAIL_FROM === ''))
    problems.push('SMTP_URL et MAIL_FROM vont ensemble : donnez les deux, ou aucun.')
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret } = data
  const together = [issuer ?? '', clientId, clientSecret].filter((value) => value !== '')
  if (together.length % 3 !== 0)
    problems.push(
      'OIDC_ISSUER, OIDC_CLIENT_ID et OIDC_CLIENT_SECRET vont ensemble : donnez les trois, ou aucun.',
    )
  if (issuer !== undefined && !isHttpsOrLocal(issuer))
    problems.push('OIDC_ISSUER : une adresse https:// est attendue.')
  const acrValues = wordsOf(data.OIDC_ACR_VALUES)
  const amr = wordsOf(data.OIDC_AMR)
  if (issuer === undefined && acrValues.length + amr.length > 0)
    problems.push('OIDC_ACR_VALUES et OIDC_AMR ne servent qu’avec OIDC_ISSUER.')
  const baseUrl = (data.BASE_URL ?? `http://localhost:${data.PORT}`).replace(/\/+$/, '')
  const trustedProxies = wordsOf(data.TRUSTED_PROXIES)
  for (const proxy of trustedProxies)
    if (!isAddressOrNetwork(proxy))
      problems.push(`TRUSTED_PROXIES : « ${proxy} » n’est ni une adresse IP ni un réseau (CIDR).`)
  // Not shown: it is a secret.
  if (data.METRICS_TOKEN && !/^[\x21-\x7e]{24,}$/.test(data.METRICS_TOKEN))
    problems.push('METRICS_TOKEN : au moins 24 caractères ASCII sans espace sont attendus.')
  if (problems.length > 0) return { ok: false, problems }
  return {
    ok: true,
    config: {
      port: data.PORT,
      host: data.HOST,
      baseUrl,
      databaseUrl: data.DATABASE_URL,
      databaseListenUrl: data.DATABASE_LISTEN_URL,
      dataDir: data.DATA_DIR,
      poll: data.POLL === 'on',
      allowPrivateSources: data.ALLOW_PRIVATE_SOURCES,
      fakeNow: data.FAKE_NOW ? new Date(data.FAKE_NOW) : undefined,
      smtpUrl: data.SMTP_URL,
      mailFrom,
      trustedProxies,
      metricsToken: data.METRICS_TOKEN,
      antivirusUrl: data.ANTIVIRUS_URL ?? '',
      firmsUrl: data.FIRMS_URL,
      hub: hubOf(data.WEBSUB_HUB, baseUrl, data.ALLOW_PRIVATE_SOURCES),
      oidc: issuer === undefined ? null : { issuer, clientId, clientSecret, acrValues, amr },
    },
  }
}

/** Our own where nothing else is said, and where others can reach it at all. */
function hubOf(
  named: string | undefined,
  baseUrl: string,
  allowPrivate: boolean,
): HubConfig | null {
  if (named === 'off') return null
  if (named !== undefined) return { own: false, url: named }
  return allowPrivate || !isLocal(baseUrl) ? { own: true } : null
}

/** Whether secrets may travel to this address: over https, or without leaving this machine. */
export function isHttpsOrLocal(address: string): boolean {
  return new URL(address).protocol === 'https:' || isLocal(address)
}

function isLocal(address: string): boolean {
  return /^(localhost|127(\.\d+){3}|\[::1\])$/.test(new URL(address).hostname)
}

function wordsOf(list: string): string[] {
  return list.split(/[\s,]+/).filter((word) => word !== '')
}

function isAddressOrNetwork(text: string): boolean {
  if (text.includes('/')) return ipaddr.isValidCIDR(text)
  return ipaddr.IPv4.isValidFourPartDecimal(text) || ipaddr.IPv6.isValid(text)
}

/** `Name <address>` or an address alone; null for anything else. */
function mailAddressOf(text: string): MailAddress | null {
  const { name = '', address = text } =
    /^\s*"?(?<name>[^"<>\p{Cc}]*?)"?\s*<(?<address>[^<>]+)>\s*$/u.exec(text)?.groups ?? {}
  return z.email().safeParse(address).success ? { name, address } : null
}
