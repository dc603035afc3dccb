import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import * as z from 'zod'
import { milliseconds } from './measure.ts'

/** The titles that a reader found, by the address of their feed. */
export type Titles = Map<string, string[]>

/** What a reader made of feeds, and how long it took with its start. */
export interface Reading {
  milliseconds: number
  titles: Titles
}

const NEWSBOAT = 'newsboat'

/** Reads feeds anew with newsboat, as it comes or with more threads than its one; null where it is not installed. */
export async function readWithNewsboat(urls: string[], threads = 1): Promise<Reading | null> {
  if (!isInstalled(NEWSBOAT, ['-v'])) return null
  return inFolder(async (folder) => {
    const [config, list, cache] = ['config', 'urls', 'cache.db'].map((name) => join(folder, name))
    if (!config || !list || !cache) throw new Error('no folder')
    writeFileSync(config, `reload-threads ${threads}\n`)
    writeFileSync(list, urls.join('\n'))
    const took = await milliseconds(() =>
      run(NEWSBOAT, ['-C', config, '-u', list, '-c', cache, '-x', 'reload'], folder),
    )
    const database = new DatabaseSync(cache, { readOnly: true })
    const rows = z
      .array(z.object({ url: z.string(), title: z.string() }))
      .parse(database.prepare('select feedurl as url, title from rss_item').all())
    database.close()
    const titles: Titles = new Map(urls.map((url) => [url, []]))
    for (const { url, title } of rows) titles.get(url)?.push(title)
    return { milliseconds: took, titles }
  })
}

/** Reads feeds with Python's feedparser, so many at a time; null where it is not installed. */
export async function readWithFeedparser(urls: string[], threads: number): Promise<Reading | null> {
  // The system's own Python has the distribution's package, whatever other Python stands before it.
  const python = ['python3', '/usr/bin/python3'].find((name) =>
    isInstalled(name, ['-c', 'import feedparser']),
  )
  if (python === undefined) return null
  return inFolder(async (folder) => {
    const [list, found] = ['urls', 'titles.json'].map((name) => join(folder, name))
    if (!list || !found) throw new Error('no folder')
    writeFileSync(list, urls.join('\n'))
    const took = await milliseconds(() =>
      run(python, ['-c', FEEDPARSER, list, found, String(threads)], folder),
    )
    const titles = z.record(z.string(), z.array(z.string())).parse(read(found))
    return { milliseconds: took, titles: new Map(Object.entries(titles)) }
  })
}

const FEEDPARSER = `
import concurrent.futures, feedparser, json, sys
urls = open(sys.argv[1]).read().split()
titles = lambda url: [entry.get('title', '') for entry in feedparser.parse(url).entries]
with concurrent.futures.ThreadPoolExecutor(int(sys.argv[3])) as pool:
    json.dump(dict(zip(urls, pool.map(titles, urls))), open(sys.argv[2], 'w'))
`

function isInstalled(command: string, args: string[]): boolean {
  return spawnSync(command, args).status === 0
}

async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'guichet-bench-'))
  try {
    return await work(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function run(command: string, args: string[], home: string): Promise<void> {
  const child = spawn(command, args, { stdio: 'ignore', env: { ...process.env, HOME: home } })
  await once(child, 'exit')
}

function read(file: string): unknown {
  return JSON.parse(readFileSync(file, 'utf8'))
}
