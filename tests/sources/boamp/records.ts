import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { z } from 'zod'
import { readBoampRecord } from '../../../src/sources/boamp/read-record.ts'
import type { BoampNotice } from '../../../src/sources/boamp/notice.ts'

/** Real notices, beside the checkout; absent from a public clone. */
const DATA = new URL('../../../../shared/data/', import.meta.url)

export const hasData = existsSync(new URL('boamp/avis-aude-2021T1.json', DATA))

export function realRecords(file: string): Record<string, unknown>[] {
  const text = readFileSync(new URL(file, DATA), 'utf8')
  return z.array(z.record(z.string(), z.unknown())).parse(JSON.parse(text))
}

export function realText(file: string): string {
  return readFileSync(new URL(file, DATA), 'utf8')
}

/** The names of the files of a folder of real data. */
export function realFiles(folder: string): string[] {
  return readdirSync(new URL(folder, DATA))
}

export function noticeOf(record: unknown): BoampNotice {
  const notice = readBoampRecord(record)
  if ('refused' in notice) throw new Error(`refused: ${notice.refused}`)
  return notice
}

/** What a notice says, by field, without where it was read. */
export function valuesOf({ facts }: Pick<BoampNotice, 'facts'>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(facts).map(([name, reading]) => [name, reading?.value]))
}

/** A record as the API returns it: `donnees` is JSON in a text. */
export function apiRecord(columns: Record<string, unknown>, donnees?: unknown) {
  return {
    idweb: '26-10001',
    dateparution: '2026-02-02',
    etat: 'INITIAL',
    nature: 'APPEL_OFFRE',
    ...columns,
    ...(donnees === undefined ? {} : { donnees: JSON.stringify(donnees) }),
  }
}
