import { execFile } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { gzipSync } from 'node:zlib'
import { createTestHarness, type TestHarness, type TestHarnessOptions } from 'wrangler'
import { z } from 'zod'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))

/** Wrangler speaks to nobody beyond loopback, and writes nothing outside the project. */
const CONFINED = {
  XDG_CONFIG_HOME: join(ROOT, '.wrangler/config'),
  WRANGLER_SEND_METRICS: 'false',
  WRANGLER_HIDE_BANNER: 'true',
  CLOUDFLARE_CF_FETCH_ENABLED: 'false',
  WRANGLER_WRITE_LOGS: 'false',
}

/** Both Workers in workerd, the readers' one in front, built by wrangler, with a Hyperdrive that leads to this database. */
export function startWorker(
  databaseUrl: string,
  vars: Record<string, string>,
): Promise<TestHarness> {
  return start(databaseUrl, bothWorkers(vars))
}

function bothWorkers(vars: Record<string, string>): TestHarnessOptions {
  return {
    root: ROOT,
    workers: ['readers', 'desk'].map((env) => ({ configPath: 'wrangler.toml', env, vars })),
  }
}

/** The same, whose public address is where it listens: forms may be sent to it from a browser on this machine. */
export async function startWorkerAtHome(
  databaseUrl: string,
  vars: Record<string, string>,
): Promise<{ harness: TestHarness; url: URL }> {
  const harness = await startWorker(databaseUrl, { ...vars, BASE_URL: 'http://localhost' })
  const { url } = await harness.listen()
  await harness.update(bothWorkers({ ...vars, BASE_URL: url.origin }))
  return { harness, url: (await harness.listen()).url }
}

/** A Worker in workerd out of a folder that has its configuration, `wrangler.toml`, and what was built. */
export function startBuilt(databaseUrl: string, folder: string): Promise<TestHarness> {
  return start(databaseUrl, { root: folder, workers: [{ configPath: 'wrangler.toml' }] })
}

async function start(databaseUrl: string, options: TestHarnessOptions): Promise<TestHarness> {
  const address = new URL(databaseUrl)
  // A Hyperdrive wants both, even where the server asks for neither.
  address.username ||= 'postgres'
  address.password ||= 'none'
  Object.assign(process.env, CONFINED, {
    CLOUDFLARE_HYPERDRIVE_LOCAL_CONNECTION_STRING_HYPERDRIVE: address.href,
  })
  const harness = createTestHarness(options)
  await harness.listen()
  return harness
}

/** What `wrangler deploy` would send. */
export interface Bundle {
  /** Bytes, each file compressed by gzip. */
  size: number
  /** The source files in it, from the root of the project. */
  sources: string[]
}

const metafile = z.object({ inputs: z.record(z.string(), z.unknown()) })

export async function buildBundle(which: 'readers' | 'desk'): Promise<Bundle> {
  const folder = mkdtempSync(join(tmpdir(), 'guichet-worker-'))
  const meta = join(folder, 'meta.json')
  try {
    const sent = await bundleInto(join(folder, 'out'), which, meta)
    const sizes = sent.map((name) => gzipSync(readFileSync(join(folder, 'out', name))).length)
    return {
      size: sizes.reduce((total, size) => total + size, 0),
      sources: Object.keys(metafile.parse(JSON.parse(readFileSync(meta, 'utf8'))).inputs),
    }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** Writes what would be sent into a folder; answers the names of its files. */
export async function bundleInto(
  folder: string,
  which: 'readers' | 'desk',
  meta: string,
): Promise<string[]> {
  const wrangler = createRequire(import.meta.url).resolve('wrangler/package.json')
  await promisify(execFile)(
    process.execPath,
    [
      join(dirname(wrangler), 'bin/wrangler.js'),
      'deploy',
      '--dry-run',
      `--env=${which}`,
      `--outdir=${folder}`,
      `--metafile=${meta}`,
    ],
    { cwd: ROOT, env: { ...process.env, ...CONFINED } },
  )
  return readdirSync(folder).filter((name) => !name.endsWith('.map') && name !== 'README.md')
}
