import { resolve } from 'node:path'
import { pipeline } from 'node:stream'
import { CsvError, parse } from 'csv-parse'
import { parse as parseAtOnce } from 'csv-parse/sync'
import {
  extractProblemSentence,
  sireneProgress,
  sireneProblemSentence,
  sireneSummary,
  stoppedSentence,
} from '../../views/words/sirene-import.ts'
import { importSirene } from '../firms/import-sirene.ts'
import { type SireneReader, sireneReader, type SireneRow } from '../firms/sirene.ts'
import { readWanted } from '../firms/wanted.ts'
import { readArguments } from './arguments.ts'
import { type Command, type CommandContext, type CommandResult, done, refused } from './command.ts'
import { type Extract, openExtract } from './open-extract.ts'

const LONGEST_LINE = 256 * 1024
const TOLD_EVERY = 1_000_000

export const importSireneCommand: Command = {
  name: 'import sirene',
  summary: 'importe la taille et le lieu des entreprises depuis un fichier SIRENE',
  usage: `import sirene FICHIER [--all] [--apply]
  FICHIER : StockUniteLegale (siren, categorieEntreprise, anneeCategorieEntreprise, trancheEffectifsUniteLegale…) ou
  StockEtablissement (siret, codeCommuneEtablissement…) de l’INSEE, ou tout CSV qui a ces colonnes, avec des virgules ou
  des points-virgules ; tel quel, en .gz ou en .zip, de toute taille. Importez les deux, dans l’ordre que vous voulez.
  N’en garde que les entreprises attendues, celles qui ont un marché ici ; --all les garde toutes.
  Sans --apply, lit tout et compte seulement. Enregistre par paquets : ce qui est lu avant une erreur reste, et relancer
  reprend le fichier sans rien compter deux fois.`,
  async run(args, context) {
    const read = readArguments(
      args,
      { all: { type: 'boolean' }, apply: { type: 'boolean' } },
      1,
      importSireneCommand.usage,
    )
    if (!read.ok) return refused(read.sentence)
    const path = read.positionals[0] ?? ''
    const opened = await openExtract(resolve(context.cwd, path))
    if (!opened.ok) return refused(extractProblemSentence(path, opened.problem))
    const { all, apply } = read.values
    return importExtract(
      path,
      opened.extract,
      { all: all === true, apply: apply === true },
      context,
    )
  },
}

async function importExtract(
  path: string,
  extract: Extract,
  { all, apply }: { all: boolean; apply: boolean },
  { deps, say }: CommandContext,
): Promise<CommandResult> {
  const firstLine = await firstLineOf(extract)
  if (firstLine === null) return refused(extractProblemSentence(path, 'archive'))
  const delimiter = firstLine.includes(';') ? ';' : ','
  const wanted = all ? null : await readWanted(deps.db)
  if (!all && wanted === null) return refused(extractProblemSentence(path, 'nobody-wanted'))
  const reader = sireneReader(headerOf(firstLine, delimiter), wanted)
  if (reader === null) return refused(extractProblemSentence(path, 'columns'))

  const saved = { firms: 0, establishments: 0 }
  try {
    const rows = rowsOf(extract, delimiter, reader, (share) =>
      say(sireneProgress(reader.tally.lines, share)),
    )
    await importSirene(deps.db, rows, saved, { now: deps.now(), apply })
  } catch (error) {
    const line = error instanceof CsvError ? Number(error['lines']) : reader.tally.lines + 2
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    if (!/^(?:CSV_|INVALID_OPENING_QUOTE$|Z_|ERR_STREAM_PREMATURE_CLOSE)/.test(code)) throw error
    return refused(stoppedSentence({ line, code, saved, apply }))
  }
  for (const line of sireneSummary(reader.tally, saved, all)) say(line)
  for (const problem of reader.tally.problems) say(sireneProblemSentence(problem))
  say(apply ? 'Import enregistré.' : 'Essai : rien n’a changé. Ajoutez --apply pour enregistrer.')
  return done
}

/** Null where it cannot be unpacked, or does not end. */
async function firstLineOf(extract: Extract): Promise<string | null> {
  const { text } = extract.read()
  let start = ''
  try {
    for await (const chunk of text.setEncoding('utf8')) {
      start += chunk
      if (/[\r\n]/.test(start) || start.length > LONGEST_LINE) break
    }
  } catch {
    return null
  } finally {
    text.destroy()
  }
  return /^[^\r\n]*/.exec(start)?.[0] ?? null
}

function headerOf(line: string, delimiter: string): string[] {
  try {
    return parseAtOnce(line, { bom: true, delimiter }).flat()
  } catch {
    return []
  }
}

/** The rows that count; `tell` is told now and then which share of the file is read. */
async function* rowsOf(
  extract: Extract,
  delimiter: string,
  reader: SireneReader,
  tell: (share: number) => void,
): AsyncGenerator<SireneRow> {
  const { text, bytesRead } = extract.read()
  // The header is read too: every line must have as many columns.
  const options = { bom: true, delimiter, info: true, from: 2, max_record_size: LONGEST_LINE }
  const lines: AsyncIterable<{ record: string[]; info: { lines: number } }> = pipeline(
    text,
    parse({ ...options, skip_empty_lines: true }),
    () => {},
  )
  for await (const { record, info } of lines) {
    const row = reader.read(record, info.lines)
    if (row) yield row
    if (reader.tally.lines % TOLD_EVERY === 0) tell(bytesRead() / extract.size)
  }
}
