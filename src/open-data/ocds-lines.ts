import type { Reader } from '../db/db.ts'
import { type OcdsContext, recordPackageText } from './ocds/record-package.ts'
import { historyPages } from './published.ts'

/**
 * Every consultation (of a year: of its publication, in Paris) as a line of JSON: its record package, which is whole by
 * itself (its extensions, its licence) and can be read, checked or imported without the other lines.
 */
export async function* ocdsLines(
  reader: Reader,
  year: number | null,
  context: OcdsContext,
): AsyncGenerator<string> {
  for await (const page of historyPages(reader, year))
    yield page.map((consultation) => `${recordPackageText(consultation, context)}\n`).join('')
}
