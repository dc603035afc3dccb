import { isOfSecondVersion, readContract } from './contract.ts'
import type { DecpEnding, DecpFormat, DecpReading, DecpRow } from './row.ts'
import { splitJson } from './split-json.ts'
import { splitXml } from './split-xml.ts'
import { type Piece, RAW_LIMIT, type Splitter } from './splitter.ts'
import { BrokenPacking, openDocument } from './unpacked.ts'

/**
 * Reads a file of essential data of public contracts (DECP 1.5 and 2.0, JSON, JSON lines or XML, plain or gzip) of any
 * size in bounded memory. `today` (`2026-12-15`): dates until a year after it can be believed.
 */
export function readDecp(chunks: AsyncIterable<Uint8Array>, today: string): DecpReading {
  const latest = `${Number(today.slice(0, 4)) + 1}${today.slice(4)}`
  let ending: DecpEnding | null = null
  async function* batches(): AsyncGenerator<DecpRow[]> {
    const rows = new Rows(latest)
    const opened = await openDocument(chunks)
    if (!opened.ok) {
      ending = { ok: false, problem: opened.problem, format: null, rows: 0, line: 1, byte: 0 }
      return
    }
    const { kind, encoding } = opened
    const splitter = kind === 'json' ? splitJson() : splitXml(encoding)
    let isPackingBroken = false
    try {
      for await (const chunk of opened.chunks) {
        const batch = rows.of(splitter.push(chunk))
        if (batch.length > 0) yield batch
        if (splitter.state().problem !== null) break
      }
    } catch (error) {
      if (!(error instanceof BrokenPacking)) throw error
      isPackingBroken = true
    }
    const last = isPackingBroken ? [] : rows.of(splitter.end())
    if (last.length > 0) yield last
    ending = endingOf(splitter, rows, kind, isPackingBroken)
  }
  return {
    batches: batches(),
    ending() {
      if (ending === null) throw new Error('the batches were not read to the end')
      return ending
    },
  }
}

/** Reads pieces into rows, and remembers what the first contract tells of the format. */
class Rows {
  count = 0
  accepted = 0
  isSecondVersion: boolean | null = null
  readonly latest: string

  constructor(latest: string) {
    this.latest = latest
  }

  of(pieces: Piece[]): DecpRow[] {
    return pieces.map((piece) => this.row(piece))
  }

  private row(piece: Piece): DecpRow {
    this.count += 1
    const row = this.count
    if (!piece.ok) return { row, refused: piece.refused, raw: piece.raw }
    const read = readContract(piece.value, piece.list, this.latest)
    if (!read.ok) {
      const raw = piece.text ?? JSON.stringify(piece.value) ?? ''
      return {
        row,
        refused: read.refused,
        raw: raw.slice(0, RAW_LIMIT).toWellFormed().replaceAll('\0', ''),
      }
    }
    this.accepted += 1
    this.isSecondVersion ??= isOfSecondVersion(piece.value)
    return { row, facts: read.facts, troubles: read.troubles }
  }
}

/** A document in which nothing is a contract, and nothing says that there should be any, is something else. */
function endingOf(
  splitter: Splitter,
  rows: Rows,
  kind: 'json' | 'xml',
  isPackingBroken: boolean,
): DecpEnding {
  const { problem, line, byte, list } = splitter.state()
  const isSecond = rows.isSecondVersion ?? list !== 'array'
  const format: DecpFormat = `decp-${isSecond ? '2.0' : '1.5'}-${kind}`
  const isOther = rows.accepted === 0 && (list === null || (list === 'array' && rows.count > 0))
  const isOtherXml = kind === 'xml' && rows.count === 0 && list === null
  const failed = isPackingBroken
    ? 'bad-gzip'
    : isOtherXml
      ? 'not-decp'
      : (problem ?? (isOther ? 'not-decp' : null))
  if (failed === null) return { ok: true, format, rows: rows.count }
  return {
    ok: false,
    problem: failed,
    format: rows.accepted > 0 ? format : null,
    rows: rows.count,
    line,
    byte,
  }
}
