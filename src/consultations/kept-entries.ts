import type { FeedChannel, FeedEntry } from '../feeds/entry.ts'
import type { FeedFormat } from '../feeds/format.ts'
import { identityOf, type RenderedPart } from '../http/keeper.ts'
import type { GuichetContext } from '../http/route.ts'
import { parisDay } from '../rules/calendar.ts'
import type { FeedRow } from './notices.ts'

/** Entries read and written together: about ten milliseconds, after which whoever else waits is answered. */
const SLICE = 25
/** After so long nothing is taken over any more, whatever has changed. */
const WHOLE_EVERY_MS = 3_600_000

/**
 * A feed of these entries in bytes. Those that were in the feed as it was made before, and that nothing has changed
 * since, are taken over as they stand; `entriesOf` reads and makes the others, by their numbers.
 */
export async function writeKeptEntries(
  c: GuichetContext,
  format: FeedFormat,
  channel: FeedChannel,
  rows: FeedRow[],
  entriesOf: (rows: FeedRow[]) => Promise<Map<number, FeedEntry>>,
): Promise<Uint8Array<ArrayBuffer>> {
  const now = c.var.deps.now()
  const updates = format.updates(rows.map(({ updated }) => updated))
  const dated = rows.map((row, at) => ({ ...row, updated: updates[at] ?? row.updated }))
  const before = await standing(c, now)
  const written = new Map<string, Uint8Array>()
  const missing = []
  for (const row of dated) {
    const part = before?.partOf(row)
    if (part) written.set(keyOf(row), part)
    else missing.push(row)
  }
  for (let at = 0; at < missing.length; at += SLICE) {
    const slice = missing.slice(at, at + SLICE)
    const entries = await entriesOf(slice)
    for (const row of slice) {
      const entry = entries.get(row.id)
      if (entry) written.set(keyOf(row), encode(format.entry({ ...entry, updated: row.updated })))
    }
  }
  const entries = dated.flatMap((row): [string, Uint8Array][] => {
    const entry = written.get(keyOf(row))
    return entry ? [[keyOf(row), entry]] : []
  })
  const { bytes, at } = joined(format.around(channel), entries)
  c.set('madeOf', new Set(rows.map(({ consultationId }) => consultationId)))
  c.set('bytes', bytes)
  c.set('parts', { wholeAt: before?.wholeAt ?? now.getTime(), at })
  return bytes
}

function encode(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text)
}

function keyOf({ id, updated }: FeedRow): string {
  return `${id}@${updated.getTime()}`
}

/** What the feed was made of before, where that was today and anything of it may be taken over. */
async function standing(c: GuichetContext, now: Date) {
  const { before } = c.var
  const parts = before?.rendering.parts
  if (!before || !parts || now.getTime() - parts.wholeAt >= WHOLE_EVERY_MS) return null
  const { renderedAt } = before.rendering
  if (parisDay(new Date(renderedAt)) !== parisDay(now)) return null
  const bytes = new Uint8Array(await identityOf(before.rendering))
  return {
    wholeAt: parts.wholeAt,
    partOf(row: FeedRow): Uint8Array | null {
      const part = parts.at.get(keyOf(row))
      const hasClosed = row.closesAt.getTime() > renderedAt && row.closesAt <= now
      if (!part || hasClosed || before.changed.has(row.consultationId)) return null
      return bytes.subarray(part.start, part.end)
    },
  }
}

/** The bytes of the whole, and where each entry stands in them. */
function joined(
  { before, between, after }: ReturnType<FeedFormat['around']>,
  entries: [string, Uint8Array][],
): { bytes: Uint8Array<ArrayBuffer>; at: Map<string, RenderedPart> } {
  const gap = encode(between)
  const at = new Map<string, RenderedPart>()
  const pieces: Uint8Array[] = []
  let length = 0
  const add = (piece: Uint8Array) => {
    pieces.push(piece)
    length += piece.length
  }
  add(encode(before))
  for (const [index, [key, entry]] of entries.entries()) {
    if (index > 0) add(gap)
    at.set(key, { start: length, end: length + entry.length })
    add(entry)
  }
  add(encode(after))
  const bytes = new Uint8Array(length)
  let start = 0
  for (const piece of pieces) {
    bytes.set(piece, start)
    start += piece.length
  }
  return { bytes, at }
}
