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
  ANTIVIRUS_URL: z.url({ protocol: /^https?$/ }).optional(),
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
  /** Where documents are looked through before anybody may read them; empty: nowhere. */
  antivirusUrl: string
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
  const trustedProxies = data.TRUSTED_PROXIES.split(/[\s,]+/).filter((proxy) => proxy !== '')
  for (const proxy of trustedProxies)
    if (!isAddressOrNetwork(proxy))
      problems.push(`TRUSTED_PROXIES : « ${proxy} » n’est ni une adresse IP ni un réseau (CIDR).`)
  if (problems.length > 0) return { ok: false, problems }
  return {
    ok: true,
    config: {
      port: data.PORT,
      host: data.HOST,
      baseUrl: (data.BASE_URL ?? `http://localhost:${data.PORT}`).replace(/\/+$/, ''),
      databaseUrl: data.DATABASE_URL,
      databaseListenUrl: data.DATABASE_LISTEN_URL,
      dataDir: data.DATA_DIR,
      poll: data.POLL === 'on',
      allowPrivateSources: data.ALLOW_PRIVATE_SOURCES,
      fakeNow: data.FAKE_NOW ? new Date(data.FAKE_NOW) : undefined,
      smtpUrl: data.SMTP_URL,
      mailFrom,
      trustedProxies,
      antivirusUrl: data.ANTIVIRUS_URL ?? '',
    },
  }
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
