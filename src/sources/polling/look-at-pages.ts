import type { Deps } from '../../deps.ts'
import { fetchDocument } from '../fetch/fetch.ts'
import type { Pages, Question } from '../kind.ts'
import {
  type Answer,
  type FailedLook,
  failedLook,
  hashOf,
  type Health,
  type Look,
  type LookOptions,
  type ReadDocuments,
  slower,
  type Source,
  unread,
} from './look.ts'
import { storedOf } from './procedures.ts'

/** Bytes of one page or export, decompressed: a hundred notices with their documents are several megabytes. */
const PAGE_LIMIT = 64 * 1024 * 1024
/** How far notices are followed from one to the other. */
const LONGEST_CHAIN = 5

/**
 * Asks a source for all pages of what is new or may have changed since the last look that was whole, and for the
 * notices that these name and nobody has stored. A page that fails, or pages that hold less than the first one told,
 * fail the whole look, so that the next one asks for the same again.
 */
export async function lookAtPages(
  deps: Deps,
  pages: Pages,
  source: Source,
  health: Health,
  options: LookOptions,
): Promise<Look> {
  const gathered: Gathered = { readings: [], hashes: [], answer: NO_WISH }
  const asked = new Set<string>()
  let questions = [pages.changed(source.url, health.succeededAt, deps.now())]
  for (let chain = 0; questions.length > 0 && chain <= LONGEST_CHAIN; chain += 1) {
    for (const question of questions) {
      const failure = await ask(deps, pages, source, question, gathered, options)
      if (failure) return failure
    }
    const missing = await unknownNames(deps, source, gathered.readings, asked)
    for (const name of missing) asked.add(name)
    questions = pages.named(source.url, missing)
  }
  const { readings, hashes, answer } = gathered
  const bodyHash = await hashOf(new TextEncoder().encode(hashes.join('\n')))
  const validators = { etag: null, lastModified: null, bodyHash }
  if (bodyHash === health.bodyHash) return { kind: 'unchanged', answer, validators }
  return { kind: 'read', answer, validators, reading: together(readings) }
}

interface Gathered {
  readings: ReadDocuments[]
  /** Of each document, in their order. */
  hashes: string[]
  answer: Answer
}

/** A page's redirect is followed each time: where it leads is no address of the source. */
const NO_WISH: Answer = { permanentRedirect: null, askedPause: null }

/** Asks for the pages of one answer, one after the other; null when all of it has been read. */
async function ask(
  deps: Deps,
  pages: Pages,
  source: Source,
  { first, rest }: Question,
  gathered: Gathered,
  options: LookOptions,
): Promise<FailedLook | null> {
  const begun = await askPage(deps, pages, source, first, gathered, options)
  if ('kind' in begun) return begun
  const { addresses, again } = rest(begun.total)
  let items = again ? 0 : begun.items
  for (const address of addresses) {
    const page = await askPage(deps, pages, source, address, gathered, options)
    if ('kind' in page) return page
    items += page.items
  }
  return items < begun.total ? { ...INCOMPLETE, detail: `${items}/${begun.total}` } : null
}

const INCOMPLETE: FailedLook = {
  kind: 'failed',
  code: 'pages-incomplete',
  detail: null,
  status: null,
  retryAfter: null,
}

async function askPage(
  deps: Deps,
  pages: Pages,
  source: Source,
  url: string,
  gathered: Gathered,
  { signal, betweenRequests }: LookOptions,
): Promise<{ items: number; total: number } | FailedLook> {
  if (gathered.hashes.length > 0) await betweenRequests?.()
  const fetched = await fetchDocument(deps, {
    url,
    etag: null,
    lastModified: null,
    allowPrivate: deps.config.allowPrivateSources,
    contact: deps.config.baseUrl,
    limit: PAGE_LIMIT,
    signal,
  })
  if (fetched.kind === 'failed' && fetched.said) {
    const said = await deps.read(source.kind, { bytes: fetched.said, contentType: null, url })
    return !said.ok && said.detail ? unread(said) : failedLook(fetched)
  }
  if (fetched.kind === 'failed') return failedLook(fetched)
  if (fetched.kind === 'not-modified') throw new Error('nothing was asked of a page but itself')
  const { bytes, contentType, finalUrl } = fetched
  gathered.hashes.push(await hashOf(bytes))
  const found = { items: 0, total: 0 }
  for (const part of pages.parts({ bytes, contentType, url: finalUrl })) {
    const reading = await deps.read(source.kind, part)
    if (!reading.ok) return unread(reading)
    gathered.readings.push(reading)
    gathered.answer = slower(slower(gathered.answer, fetched.askedPause), reading.askedPause)
    found.items += reading.items
    found.total = reading.total ?? found.items
  }
  return found
}

/** The names that what was read follows, and that neither it nor anything stored bears. */
async function unknownNames(
  { db }: Deps,
  source: Source,
  readings: ReadDocuments[],
  asked: Set<string>,
): Promise<string[]> {
  const read = new Set(readings.flatMap(({ drafts }) => drafts.map((each) => each.externalId)))
  const follows = new Set(readings.flatMap((reading) => reading.follows ?? []))
  const wanted = [...follows].filter((name) => !read.has(name) && !asked.has(name))
  const stored = await storedOf(db, source.id, wanted)
  const known = new Set(stored.flatMap((each) => [each.externalId, ...each.alternateIds]))
  return wanted.filter((name) => !known.has(name))
}

const MOST_WARNINGS = 50

function together(readings: ReadDocuments[]): ReadDocuments {
  const drafts = readings.flatMap((reading) => reading.drafts)
  return {
    ok: true,
    drafts: [...new Map(drafts.map((draft) => [draft.externalId, draft])).values()],
    items: readings.reduce((sum, { items }) => sum + items, 0),
    dates: readings.flatMap(({ dates }) => dates),
    partial: readings.some(({ partial }) => partial),
    mode: readings.find(({ mode }) => mode !== 'strict')?.mode ?? 'strict',
    warnings: readings.flatMap(({ warnings }) => warnings).slice(0, MOST_WARNINGS),
    askedPause: null,
  }
}
