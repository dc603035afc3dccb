import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { basename, resolve } from 'node:path'
import { importFailure, importLines } from '../../views/words/contract-import.ts'
import { sourceErrorSentence } from '../../views/words/source-errors.ts'
import { readDecp } from '../contracts/decp/read.ts'
import { fingerprinted } from '../contracts/fingerprint.ts'
import { type ImportOutcome, recordContracts } from '../contracts/record-contracts.ts'
import { readSettings } from '../db/settings.ts'
import type { Deps } from '../deps.ts'
import { fetchStream } from '../sources/fetch/fetch.ts'
import { readArguments } from './arguments.ts'
import { type Command, type CommandContext, type CommandResult, done, refused } from './command.ts'

export const importDecp: Command = {
  name: 'import decp',
  summary: 'importe un fichier de données essentielles (DECP)',
  usage: `import decp FICHIER|ADRESSE [--dry-run] [--all] [--json]
  FICHIER : .json ou .xml, compressé (.gz) ou non, DECP 1.5 ou 2.0, de toute taille. Tout ou rien ; relancer met à jour.
  Ne garde que les marchés des acheteurs connus et des collectivités du territoire ; --all les garde tous.
  --dry-run : fait tout, et défait tout. --json : écrit le bilan en JSON.`,
  async run(args, context) {
    const read = readArguments(
      args,
      { 'dry-run': { type: 'boolean' }, all: { type: 'boolean' }, json: { type: 'boolean' } },
      1,
      importDecp.usage,
    )
    if (!read.ok) return refused(read.sentence)
    const named = read.positionals[0] ?? ''
    const options: Asked = {
      keep: read.values['dry-run'] !== true,
      all: read.values['all'] === true,
      json: read.values['json'] === true,
    }
    return /^https?:\/\//i.test(named)
      ? importAddress(named, options, context)
      : importFile(named, options, context)
  },
}

interface Asked {
  keep: boolean
  all: boolean
  json: boolean
}

async function importFile(
  path: string,
  asked: Asked,
  context: CommandContext,
): Promise<CommandResult> {
  const file = resolve(context.cwd, path)
  const found = await stat(file).catch(() => null)
  if (!found?.isFile())
    return refused(`« ${path} » ne peut pas être lu : vérifiez son chemin et ses droits.`)
  const outcome = await record(basename(path), createReadStream(file), asked, context)
  return tell(outcome, asked, context)
}

/** Longest that a file may take to come. */
const HOURS_MS = 6 * 3_600_000

async function importAddress(
  url: string,
  asked: Asked,
  context: CommandContext,
): Promise<CommandResult> {
  const { config } = context.deps
  const fetched = await fetchStream(
    context.deps,
    {
      url,
      etag: null,
      lastModified: null,
      allowPrivate: config.allowPrivateSources,
      contact: config.baseUrl,
      limit: Number.POSITIVE_INFINITY,
      timeout: HOURS_MS,
    },
    (chunks) => record(url, chunks, asked, context),
  )
  if (fetched.kind === 'streamed') return tell(fetched.value, asked, context)
  const why =
    fetched.kind === 'failed'
      ? sourceErrorSentence(fetched.code, fetched.status?.toString() ?? null)
      : 'Le site n’a rien envoyé.'
  return refused(`${why} Rien n’a été importé.`)
}

const SHOW_EVERY_MS = 5000

async function record(
  name: string,
  chunks: AsyncIterable<Uint8Array>,
  { keep, all, json }: Asked,
  { deps, say }: CommandContext,
): Promise<ImportOutcome> {
  if (!deps.sha256) throw new Error('files are read on Node only')
  const { bytes, told } = fingerprinted(chunks, deps.sha256())
  const settings = await readSettings(deps.db)
  let shown = performance.now()
  return recordContracts(
    deps.db,
    {
      name,
      sourceId: null,
      reading: readDecp(bytes, dayOf(deps)),
      fingerprint: told,
    },
    {
      now: deps.now(),
      all,
      keep,
      demonstration: settings?.demonstration === true,
      progress(rows) {
        if (json || performance.now() - shown < SHOW_EVERY_MS) return
        shown = performance.now()
        say(`${rows.toLocaleString('fr')} lignes lues…`)
      },
    },
  )
}

function dayOf({ now }: Pick<Deps, 'now'>): string {
  return now().toISOString().slice(0, 10)
}

async function tell(
  outcome: ImportOutcome,
  { keep, json }: Asked,
  { deps, say }: CommandContext,
): Promise<CommandResult> {
  if (!outcome.ok) {
    if (json) say(JSON.stringify(outcome.ending))
    return refused(importFailure(outcome.ending))
  }
  if (keep) await deps.versions.refresh()
  if (json) {
    say(JSON.stringify({ ok: true, kept: keep, ...outcome.report }))
    return done
  }
  for (const line of importLines(outcome.report)) say(line)
  say(keep ? 'Import enregistré.' : 'Essai : rien n’a changé. Retirez --dry-run pour enregistrer.')
  return done
}
