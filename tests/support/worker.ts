import { execFile } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { gzipSync } from 'node:zlib'
import { createTestHarness, type TestHarness } from 'wrangler'
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
export async function startWorker(
  databaseUrl: string,
  vars: Record<string, string>,
): Promise<TestHarness> {
  const address = new URL(databaseUrl)
  // A Hyperdrive wants both, even where the server asks for neither.
  address.username ||= 'postgres'
  address.password ||= 'none'
  Object.assign(process.env, CONFINED, {
    CLOUDFLARE_HYPERDRIVE_LOCAL_CONNECTION_STRING_HYPERDRIVE: address.href,
  })
  const harness = createTestHarness({
    root: ROOT,
    workers: [
      { configPath: 'wrangler.toml', env: 'readers', vars },
      { configPath: 'wrangler.toml', env: 'desk', vars },
    ],
  })
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
  const out = join(folder, 'out')
  const meta = join(folder, 'meta.json')
  const wrangler = createRequire(import.meta.url).resolve('wrangler/package.json')
  try {
    await promisify(execFile)(
      process.execPath,
      [
        join(dirname(wrangler), 'bin/wrangler.js'),
        'deploy',
        '--dry-run',
        `--env=${which}`,
        `--outdir=${out}`,
        `--metafile=${meta}`,
      ],
      { cwd: ROOT, env: { ...process.env, ...CONFINED } },
    )
    const sent = readdirSync(out).filter((name) => !name.endsWith('.map') && name !== 'README.md')
    const sizes = sent.map((name) => gzipSync(readFileSync(join(out, name))).length)
    return {
      size: sizes.reduce((total, size) => total + size, 0),
      sources: Object.keys(metafile.parse(JSON.parse(readFileSync(meta, 'utf8'))).inputs),
    }
  } finally {
    rmSync(folder, { recursive: true })
  }
}
