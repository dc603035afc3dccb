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
    },
  }
}
