import { createServer } from 'node:http'
import { readdir, readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { and, eq } from 'drizzle-orm'
import { sources } from '../consultations/schema.ts'
import type { Deps } from '../deps.ts'
import { partners } from '../partners/schema.ts'
import { hashOf } from '../sources/polling/look.ts'
import { pollSource } from '../sources/polling/poll.ts'
import { SOURCE_KINDS } from '../sources/kinds/all.ts'
import { addSources } from '../sources/register.ts'
import { sourceHealth } from '../sources/schema.ts'
import { readPublished } from '../sources/french/dates.ts'
import { readArguments } from './arguments.ts'
import { type Command, done, refused } from './command.ts'
import { exploreAnswer, recordsIn } from './explore-answers.ts'
import { outcomeText } from './poll.ts'

export const replay: Command = {
  name: 'replay',
  summary: 'rejoue un dossier de flux ou d’avis, un fichier après l’autre',
  usage: `replay DOSSIER [--kind ${Object.keys(SOURCE_KINDS).join('|')}]
  Sert chaque fichier du dossier (.xml, .rss, .atom, .rdf, .json) sur une adresse locale, dans l’ordre des noms, comme
  une seule source d’un partenaire de démonstration, et la relève après chacun, l’horloge avancée à la date la plus
  récente du fichier. Relancée, la commande reprend après le dernier fichier lu. Sans --kind : des flux.`,
  async run(args, { deps, cwd, say }) {
    const read = readArguments(args, { kind: { type: 'string' } }, 1, replay.usage)
    if (!read.ok) return refused(read.sentence)
    const kind = typeof read.values.kind === 'string' ? read.values.kind : 'rss'
    if (!Object.hasOwn(SOURCE_KINDS, kind)) return refused(`Type inconnu. Usage :\n${replay.usage}`)
    const folder = resolve(cwd, read.positionals[0] ?? '')
    const files = (await readdir(folder).catch(() => [])).filter((name) => FILES.test(name))
    if (files.length === 0)
      return refused(`Aucun flux (.xml, .rss, .atom, .rdf, .json) dans « ${folder} ».`)
    const totals = { added: 0, changed: 0, failed: 0 }
    await serving(kind, async (url, show) => {
      const { sourceId, lastRead } = await replayedSource(deps, kind, url)
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
        if (outcome.kind !== 'failed') await rememberFile(deps, sourceId, bytes)
        say(`${name} : ${outcomeText(outcome)}`)
      }
    })
    say(`${totals.added} consultations ajoutées, ${totals.changed} modifiées.`)
    return totals.failed === 0 ? done : refused(`${totals.failed} fichiers n’ont pas pu être lus.`)
  },
}

const FILES = /\.(?:xml|rss|atom|rdf|json)$/i

/** A server on this machine that answers every request with the bytes last shown, or as the API that holds them. */
async function serving(
  kind: string,
  use: (url: string, show: (bytes: Uint8Array) => void) => Promise<void>,
): Promise<void> {
  let shown: Uint8Array = new Uint8Array()
  const isApi = SOURCE_KINDS[kind]?.pages !== undefined
  const server = createServer((request, response) => {
    const asked = new URL(request.url ?? '', 'http://127.0.0.1')
    response.end(isApi ? exploreAnswer(recordsIn(new TextDecoder().decode(shown)), asked) : shown)
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  try {
    await use(
      `http://127.0.0.1:${port}/${isApi ? 'boamp?departement=11' : 'flux.xml'}`,
      (bytes) => {
        shown = bytes
      },
    )
  } finally {
    server.close()
    server.closeAllConnections()
  }
}

/**
 * The one source that replays of a kind go through, made at the first and moved to where this one is served, with the
 * hash of the file last read of it.
 */
async function replayedSource(
  deps: Deps,
  kind: string,
  url: string,
): Promise<{ sourceId: number; lastRead: string | null }> {
  const name = kind === 'rss' ? NAME : `${NAME} (${kind})`
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
      .where(and(eq(partners.slug, PARTNER), eq(sources.name, name)))
    if (known) {
      await tx.update(sources).set({ url }).where(eq(sources.id, known.id))
      await tx
        .update(sourceHealth)
        .set({ etag: null, lastModified: null })
        .where(eq(sourceHealth.sourceId, known.id))
      return { sourceId: known.id, lastRead: known.lastRead }
    }
    const added = await addSources(tx, [{ url, partner: PARTNER, kind, name }], {
      now: deps.now(),
      demonstration: true,
    })
    const [id] = added.ok ? added.ids : []
    if (id === undefined) throw new Error('la source du rejeu n’a pas pu être ajoutée')
    return { sourceId: id, lastRead: null }
  })
}

/** Of several pages, the source's health knows another hash than the file's. */
async function rememberFile(
  { db }: Deps,
  sourceId: number,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<void> {
  await db
    .update(sourceHealth)
    .set({ bodyHash: await hashOf(bytes) })
    .where(eq(sourceHealth.sourceId, sourceId))
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
  /<(?:pubDate|updated|published|dc:date|DATE_PUBLICATION|cbc:IssueDate)>([^<]+)<|"date(?:_published|_modified|[pP]arution)"\s*:\s*"([^"]+)"/g

/** The same dependencies at the newest date of a file, allowed to look at this machine. */
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
