import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { gzipSync } from 'node:zlib'
import { inject } from 'vitest'
import type { TestHarness } from 'wrangler'
import { z } from 'zod'
import { bundleInto, ROOT, startIn } from './worker.ts'

const WORKERS = ['readers', 'desk'] as const

/** Both Workers in workerd as they are deployed, the readers' one in front, with a Hyperdrive that leads to this database. */
export async function startBuiltWorkers(
  databaseUrl: string,
  vars: Record<string, string>,
): Promise<TestHarness> {
  const root = await builtWorkers()
  const workers = WORKERS.map((env) => ({ configPath: 'wrangler.toml', env, vars }))
  return startIn(databaseUrl, { root, workers })
}

/** What `wrangler deploy` would send. */
export interface Bundle {
  /** Bytes, each file compressed by gzip. */
  size: number
  /** The source files in it, from the root of the project. */
  sources: string[]
}

const metafile = z.object({ inputs: z.record(z.string(), z.unknown()) })

export async function bundleOf(which: (typeof WORKERS)[number]): Promise<Bundle> {
  const root = await builtWorkers()
  const sent = readdirSync(join(root, which)).filter((name) => !/\.map$|^README\.md$/.test(name))
  const sizes = sent.map((name) => gzipSync(readFileSync(join(root, which, name))).length)
  const meta = readFileSync(join(root, `${which}.json`), 'utf8')
  return {
    size: sizes.reduce((total, size) => total + size, 0),
    sources: Object.keys(metafile.parse(JSON.parse(meta)).inputs),
  }
}

/** Folder in which both are built, once a run, with a configuration that takes them as they are. */
async function builtWorkers(): Promise<string> {
  const folder = `${inject('compiledFolder')}-workers`
  const configuration = join(folder, 'wrangler.toml')
  try {
    mkdirSync(folder)
  } catch {
    while (!existsSync(configuration)) await setTimeout(50)
    return folder
  }
  await Promise.all(
    WORKERS.map((which) => bundleInto(join(folder, which), which, join(folder, `${which}.json`))),
  )
  const own = readFileSync(join(ROOT, 'wrangler.toml'), 'utf8')
  const asBuilt = own
    .replace('minify = true', 'no_bundle = true\nfind_additional_modules = true')
    .replace(/globs = .*/, 'globs = ["*-*.css", "*-*.svg", "*-*.png", "*-*.js"]')
    .replace('src/runtime/worker.ts', 'readers/worker.js')
    .replace('src/runtime/worker-desk.ts', 'desk/worker-desk.js')
  writeFileSync(configuration, asBuilt)
  return folder
}
