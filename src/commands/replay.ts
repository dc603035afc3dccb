import { createServer } from 'node:http'
import { readdir, readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { and, eq } from 'drizzle-orm'
import { sources } from '../consultations/schema.ts'
import type { Deps } from '../deps.ts'
import { partners } from '../partners/schema.ts'
import { hashOf } from '../sources/look.ts'
import { pollSource } from '../sources/poll.ts'
import { addSources } from '../sources/register.ts'
import { sourceHealth } from '../sources/schema.ts'
import { readPublished } from '../sources/french/dates.ts'
import { readArguments } from './arguments.ts'
import { type Command, done, refused } from './command.ts'
import { outcomeText } from './poll.ts'

export const replay: Command = {
  name: 'replay',
  summary: 'rejoue un dossier de flux, un fichier après l’autre',
  usage: `replay DOSSIER
  Sert chaque flux du dossier (.xml, .rss, .atom, .rdf, .json) sur une adresse locale, dans l’ordre des noms, comme
  une seule source d’un partenaire de démonstration, et la relève après chacun, l’horloge avancée à la date la plus
  récente du fichier. Relancée, la commande reprend après le dernier fichier lu.`,
  async run(args, { deps, cwd, say }) {
    const read = readArguments(args, {}, 1, replay.usage)
    if (!read.ok) return refused(read.sentence)
    const folder = resolve(cwd, read.positionals[0] ?? '')
    const files = (await readdir(folder).catch(() => [])).filter((name) => FEED_FILE.test(name))
    if (files.length === 0)
      return refused(`Aucun flux (.xml, .rss, .atom, .rdf, .json) dans « ${folder} ».`)
    const totals = { added: 0, changed: 0, failed: 0 }
    await serving(async (url, show) => {
      const { sourceId, lastRead } = await replayedSource(deps, url)
      const names = files.toSorted()
      const passed = await countPassed(folder, names, lastRead)
      for (const name of names.slice(0, passed)) say(`${name} : déjà lu`)
      for (const name of names.slice(passed)) {
        const bytes = await readFile(join(folder, name))
        show(bytes)
        const outcome = await pollSource(asOf(deps, bytes.toString('latin1')), sourceId)
        if (outcome.kind === 'failed') totals.failed += 1
        if (outcome.kind === 'read') {
          totals.added += outcome.counts.added
          totals.changed += outcome.counts.changed
        }
        say(`${name} : ${outcomeText(outcome)}`)
      }
    })
    say(`${totals.added} consultations ajoutées, ${totals.changed} modifiées.`)
    return totals.failed === 0 ? done : refused(`${totals.failed} fichiers n’ont pas pu être lus.`)
  },
}

const FEED_FILE = /\.(?:xml|rss|atom|rdf|json)$/i

/** A server on this machine that answers every request with the bytes last shown. */
async function serving(
  use: (url: string, show: (bytes: Uint8Array) => void) => Promise<void>,
): Promise<void> {
  let shown: Uint8Array = new Uint8Array()
  const server = createServer((_, response) => {
    response.end(shown)
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  try {
    await use(`http://127.0.0.1:${port}/flux.xml`, (bytes) => {
      shown = bytes
    })
  } finally {
    server.close()
    server.closeAllConnections()
  }
}

/**
 * The one source that replays go through, made at the first and moved to where this one is served, with the hash of
 * the document last read of it.
 */
async function replayedSource(
  deps: Deps,
  url: string,
): Promise<{ sourceId: number; lastRead: string | null }> {
  return deps.db.transaction(async (tx) => {
    await tx
      .insert(partners)
      .values({
        slug: PARTNER,
        siret: '00000000000000',
        name: 'Partenaire de démonstration',
        shortName: 'Démonstration',
        kind: 'public-body',
        demonstration: true,
      })
      .onConflictDoNothing()
    const [known] = await tx
      .select({ id: sources.id, lastRead: sourceHealth.bodyHash })
      .from(sources)
      .innerJoin(partners, eq(partners.id, sources.partnerId))
      .innerJoin(sourceHealth, eq(sourceHealth.sourceId, sources.id))
      .where(and(eq(partners.slug, PARTNER), eq(sources.name, NAME)))
    if (known) {
      await tx.update(sources).set({ url }).where(eq(sources.id, known.id))
      await tx
        .update(sourceHealth)
        .set({ etag: null, lastModified: null })
        .where(eq(sourceHealth.sourceId, known.id))
      return { sourceId: known.id, lastRead: known.lastRead }
    }
    const added = await addSources(tx, [{ url, partner: PARTNER, kind: 'rss', name: NAME }], {
      now: deps.now(),
      demonstration: true,
    })
    const [id] = added.ok ? added.ids : []
    if (id === undefined) throw new Error('la source du rejeu n’a pas pu être ajoutée')
    return { sourceId: id, lastRead: null }
  })
}

const PARTNER = 'demonstration'
const NAME = 'Rejeu de flux enregistrés'

/**
 * How many files earlier replays have passed, the one last read among them: a source that seemed to say again what it
 * has corrected since would make notices of that.
 */
async function countPassed(
  folder: string,
  names: string[],
  lastRead: string | null,
): Promise<number> {
  if (lastRead === null) return 0
  for (const [position, name] of names.entries())
    if ((await hashOf(await readFile(join(folder, name)))) === lastRead) return position + 1
  return 0
}

const WRITTEN_DATE =
  /<(?:pubDate|updated|published|dc:date)>([^<]+)<|"date_(?:published|modified)"\s*:\s*"([^"]+)"/g

/** The same dependencies at the newest date of a feed, allowed to look at this machine. */
function asOf(deps: Deps, text: string): Deps {
  const dates = [...text.matchAll(WRITTEN_DATE)]
    .map((match) => readPublished(match[1] ?? match[2] ?? ''))
    .filter((date) => date !== null)
  const newest = dates.toSorted().at(-1)
  const now = newest === undefined ? deps.now : () => new Date(newest)
  return {
    ...deps,
    now,
    fetch: globalThis.fetch,
    config: { ...deps.config, allowPrivateSources: true },
  }
}
