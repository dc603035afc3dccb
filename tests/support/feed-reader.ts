import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import Parser from 'rss-parser'
import * as z from 'zod'

const ENTRIES = z.array(z.object({ id: z.string(), title: z.string(), link: z.string() }))
export type ReadEntry = z.infer<typeof ENTRIES>[number]

/** A feed reader that somebody has on the desk. */
export interface FeedReader {
  /** Reads its subscription again: what is unread, all of which counts as read afterwards. */
  unread(): Promise<ReadEntry[]>
  close(): void
}

const NEWSBOAT = 'newsboat'

/** A reader of one's own, subscribed to one address: newsboat, or a package's parser where it is not installed. */
export function subscribedReader(address: string): FeedReader {
  return spawnSync(NEWSBOAT, ['-v']).status === 0 ? newsboat(address) : parser(address)
}

/** The reader of Debian's, as it comes: a file of addresses and a file of what it has read. */
function newsboat(address: string): FeedReader {
  const folder = mkdtempSync(join(tmpdir(), 'guichet-reader-'))
  const [config, urls, cache] = [
    join(folder, 'config'),
    join(folder, 'urls'),
    join(folder, 'cache.db'),
  ]
  writeFileSync(config, '')
  writeFileSync(urls, address)
  return {
    async unread() {
      const args = ['-C', config, '-u', urls, '-c', cache, '-x', 'reload']
      const env = { ...process.env, HOME: folder }
      const [status] = await once(spawn(NEWSBOAT, args, { stdio: 'ignore', env }), 'exit')
      if (status !== 0) throw new Error(`${NEWSBOAT}: ${status}`)
      const database = new DatabaseSync(cache)
      const rows = database
        .prepare('select guid as id, title, url as link from rss_item where unread = 1')
        .all()
      // As the key A does.
      database.exec('update rss_item set unread = 0')
      database.close()
      return ENTRIES.parse(rows)
    },
    close: () => rmSync(folder, { recursive: true }),
  }
}

function parser(address: string): FeedReader {
  const read = new Set<string>()
  return {
    async unread() {
      const { items } = await new Parser().parseURL(address)
      const entries = ENTRIES.parse(
        items.map(({ guid, title, link }) => ({ id: guid, title, link })),
      ).filter(({ id }) => !read.has(id))
      for (const { id } of entries) read.add(id)
      return entries
    },
    close() {},
  }
}
