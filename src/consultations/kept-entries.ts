import type { FeedChannel, FeedEntry } from '../feeds/entry.ts'
import type { FeedFormat } from '../feeds/format.ts'
import { identityOf, type RenderedPart, type RenderedParts } from '../http/keeper.ts'
import type { GuichetContext } from '../http/route.ts'
import { parisDay } from '../rules/calendar.ts'
import type { CarriedBefore, FeedRow } from './feed-rows.ts'

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
  const standingParts = dated.map((row) => before?.partOf(row))
  const missing = dated.filter((_, index) => !standingParts[index])
  let made = new Map<number, FeedEntry>()
  let asked = 0
  const around = format.around(channel)
  const out = byteWriter((before?.length ?? 0) + FIRST_BYTES + missing.length * BYTES_OF_ENTRY)
  const at = new Map<string, RenderedPart>()
  out.write(around.before)
  for (const [index, row] of dated.entries()) {
    const part = standingParts[index]
    if (!part) {
      if (asked % SLICE === 0) made = await entriesOf(missing.slice(asked, asked + SLICE))
      asked += 1
    }
    const entry = made.get(row.id)
    const written = part ?? (entry && format.entry({ ...entry, updated: row.updated }))
    if (written === undefined) continue
    if (at.size > 0) out.write(around.between)
    const start = out.length
    out.write(written)
    at.set(keyOf(row), { start, end: out.length })
  }
  out.write(around.after)
  const bytes = out.end()
  c.set('madeOf', new Set(rows.map(({ consultationId }) => consultationId)))
  c.set('bytes', bytes)
  const parts = { wholeAt: before?.wholeAt ?? now.getTime(), at }
  rowsOf.set(parts, rows)
  c.set('parts', parts)
  return bytes
}

/** What the feeds that are kept carry. */
const rowsOf = new WeakMap<RenderedParts, readonly FeedRow[]>()

/** What this feed carried when it was last made, where nothing that it says has ended by itself since; null otherwise. */
export function carriedBefore(c: GuichetContext): CarriedBefore | null {
  const { before, deps } = c.var
  const parts = before?.rendering.parts
  const rows = parts && rowsOf.get(parts)
  if (!before || !rows || !isStanding(parts, deps.now())) return null
  return deps.now().getTime() < before.rendering.endsAt ? { rows, changed: before.changed } : null
}

function isStanding({ wholeAt }: RenderedParts, now: Date): boolean {
  return now.getTime() - wholeAt < WHOLE_EVERY_MS
}

function keyOf({ id, updated }: FeedRow): string {
  return `${id}@${updated.getTime()}`
}

/** What the feed was made of before, where that was today and anything of it may be taken over. */
async function standing(c: GuichetContext, now: Date) {
  const { before } = c.var
  const parts = before?.rendering.parts
  if (!before || !parts || !isStanding(parts, now)) return null
  const { renderedAt } = before.rendering
  if (parisDay(new Date(renderedAt)) !== parisDay(now)) return null
  const bytes = await identityOf(before.rendering)
  return {
    length: bytes.length,
    wholeAt: parts.wholeAt,
    partOf(row: FeedRow): Uint8Array | null {
      const part = parts.at.get(keyOf(row))
      const hasClosed = row.closesAt.getTime() > renderedAt && row.closesAt <= now
      if (!part || hasClosed || before.changed.has(row.consultationId)) return null
      return bytes.subarray(part.start, part.end)
    },
  }
}

/** What most feeds take beside their entries, and most entries. */
const FIRST_BYTES = 16 * 1024
const BYTES_OF_ENTRY = 6 * 1024
/** Bytes of UTF-8 that a unit of a string takes at most. */
const MOST_BYTES_OF_UNIT = 3

/**
 * Bytes and texts one after the other in one buffer, which grows: thousands of small ones would leave the process
 * holes that it never gives back.
 */
function byteWriter(expected: number) {
  const encoder = new TextEncoder()
  let bytes = new Uint8Array(expected)
  let length = 0
  return {
    get length() {
      return length
    },
    write(piece: string | Uint8Array) {
      const most = length + piece.length * (typeof piece === 'string' ? MOST_BYTES_OF_UNIT : 1)
      if (most > bytes.length)
        bytes = new Uint8Array(bytes.buffer.transfer(Math.max(most, 2 * bytes.length)))
      if (typeof piece === 'string')
        length += encoder.encodeInto(piece, bytes.subarray(length)).written
      else {
        bytes.set(piece, length)
        length += piece.length
      }
    },
    end: () => new Uint8Array(bytes.buffer.transfer(length)),
  }
}
