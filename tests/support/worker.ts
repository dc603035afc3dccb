import { execFile } from 'node:child_process'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { createTestHarness, type TestHarness, type TestHarnessOptions } from 'wrangler'

export const ROOT = fileURLToPath(new URL('../../', import.meta.url))

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
  return startIn(databaseUrl, bothWorkers(vars))
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
  return startIn(databaseUrl, { root: folder, workers: [{ configPath: 'wrangler.toml' }] })
}

/** Workers in workerd, out of these folders and configurations. */
export async function startIn(
  databaseUrl: string,
  options: TestHarnessOptions,
): Promise<TestHarness> {
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

/** Writes what would be sent into a folder, and what it is made of into a file. */
export async function bundleInto(
  folder: string,
  which: 'readers' | 'desk',
  meta: string,
): Promise<void> {
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
}
