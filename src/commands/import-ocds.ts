import { resolve } from 'node:path'
import { eq, TransactionRollbackError } from 'drizzle-orm'
import {
  ocdsNote,
  type OcdsCounts,
  ocdsProgress,
  ocdsRefusal,
  ocdsSourceName,
  ocdsSummary,
} from '../../views/words/open-data.ts'
import { effectText, importSummaryText } from '../../views/words/programme-import.ts'
import { tradeLabelIn } from '../../views/words/trainings.ts'
import type { RecordContext } from '../consultations/records/draft.ts'
import type { Tx } from '../db/db.ts'
import { isPlannedPurchase, planningLines } from '../open-data/import/planning-lines.ts'
import { readLine } from '../open-data/import/read-line.ts'
import { type Process, recordProcesses } from '../open-data/import/record-processes.ts'
import { partners } from '../partners/schema.ts'
import { recordContext } from '../sources/record-context.ts'
import { importProgramme, planImport } from '../programme/import-programme.ts'
import { ownSource } from '../sources/own-source.ts'
import { keepLook } from '../sources/polling/kept-looks.ts'
import { readArguments } from './arguments.ts'
import { type Command, type CommandContext, type CommandResult, done, refused } from './command.ts'
import { LineTooLong, linesOf } from './file-lines.ts'

/** Consultations written in one transaction. */
const BATCH = 100
/** Consultations between two words of progress. */
const PROGRESS = 1_000
const SHOWN = 20

export const importOcds: Command = {
  name: 'import ocds',
  summary: 'importe des consultations et la programmation au format OCDS',
  usage: `import ocds FICHIER --partner PARTENAIRE [--apply]
  FICHIER : .json (un paquet), .jsonl (un paquet, un dossier ou une publication par ligne), compressé ou non (.gz), de
  toute taille. PARTENAIRE : au nom de qui ces données sont tenues, son mot dans les adresses.
  Sans --apply, essaie seulement. Tout le fichier est d’abord vérifié : une ligne refusée, et rien n’est importé. Chaque
  consultation est reconnue à son ocid et arrive avec son historique ; relancer met à jour, et reprend un import coupé.
  Les achats programmés qu’écrit « export ocds » sont lus aussi, quand leur acheteur est connu.`,
  async run(args, context) {
    const read = readArguments(
      args,
      { partner: { type: 'string' }, apply: { type: 'boolean' } },
      1,
      importOcds.usage,
    )
    if (!read.ok) return refused(read.sentence)
    const { partner, apply } = read.values
    const path = read.positionals[0] ?? ''
    if (!/\.(?:json|jsonl|ndjson)(?:\.gz)?$/i.test(path))
      return refused(
        `« ${path} » : un fichier .json ou .jsonl est attendu, compressé ou non (.gz).`,
      )
    if (typeof partner !== 'string')
      return refused('Dites au nom de quel partenaire : --partner PARTENAIRE.')
    try {
      return await importFile(path, partner, apply === true, context)
    } catch (error) {
      if (error instanceof LineTooLong)
        return refused(`« ${path} » : une ligne dépasse 64 Mo. Rien n’a été importé.`)
      if (isUnreadable(error))
        return refused(
          `« ${path} » ne peut pas être lu : vérifiez son chemin, ses droits et qu’il est entier.`,
        )
      throw error
    }
  },
}

async function importFile(
  path: string,
  slug: string,
  apply: boolean,
  context: CommandContext,
): Promise<CommandResult> {
  const { deps, cwd, say } = context
  const [partner] = await deps.db.select().from(partners).where(eq(partners.slug, slug))
  if (!partner)
    return refused(`Partenaire inconnu : « ${slug} » ; importez-le d’abord (« partners import »).`)
  const file = resolve(cwd, path)
  const problems = await problemsIn(file)
  if (problems.length > 0)
    return refused(ocdsRefusal(problems.slice(0, SHOWN), problems.length > SHOWN))

  const recording = await recordContext(deps, partner)
  const counts: OcdsCounts = { read: 0, added: 0, changed: 0, unchanged: 0, unknown: 0 }
  const notes = new Map<string, number>()
  const planned: Process[] = []
  for await (const batch of batchesIn(file, planned)) {
    await inTransaction(context, apply, (tx) =>
      recordBatch(tx, partner, batch, recording, counts, notes),
    )
    if (Math.floor(counts.read / PROGRESS) > Math.floor((counts.read - batch.length) / PROGRESS))
      say(ocdsProgress(counts.read))
  }
  if (apply) {
    await deps.db.transaction(async (tx) => {
      const sourceId = await sourceOf(tx, partner, recording)
      const { read: items, added, changed } = counts
      const look = { outcome: 'imported', code: null, detail: null, ms: null } as const
      await keepLook(tx, sourceId, { ...look, at: recording.now, items, added, changed })
    })
    await deps.versions.refresh()
  }
  const frequent = [...notes].toSorted(([, one], [, other]) => other - one).slice(0, SHOWN)
  for (const [note, times] of frequent) say(ocdsNote(note, times))
  if (counts.read > 0 || planned.length === 0) say(ocdsSummary(counts))
  if (planned.length > 0) await importPlanned(planned, partner, apply, recording, context)
  say(apply ? 'Import enregistré.' : 'Essai : rien n’a changé. Ajoutez --apply pour enregistrer.')
  return done
}

/** Up to one more problem than are shown. */
async function problemsIn(file: string): Promise<{ line: number; problem: string }[]> {
  const problems: { line: number; problem: string }[] = []
  for await (const { number, text } of linesOf(file)) {
    const read = readLine(text)
    if (!read.ok) problems.push({ line: number, problem: read.problem })
    if (problems.length > SHOWN) break
  }
  return problems
}

/**
 * Consultations in batches, each of them once in a batch: what several lines tell of one comes together. Planned purchases
 * are put aside: what came of them is recorded first.
 */
async function* batchesIn(file: string, planned: Process[]): AsyncGenerator<Process[]> {
  let batch = new Map<string, Process>()
  for await (const { number, text } of linesOf(file)) {
    const read = readLine(text)
    for (const { ocid, releases } of read.ok ? read.processes : []) {
      if (isPlannedPurchase({ releases })) {
        planned.push({ ocid, line: number, releases })
        continue
      }
      const known = batch.get(ocid)
      if (known) known.releases.push(...releases)
      else batch.set(ocid, { ocid, line: number, releases })
      if (batch.size < BATCH) continue
      yield [...batch.values()]
      batch = new Map()
    }
  }
  if (batch.size > 0) yield [...batch.values()]
}

type Partner = typeof partners.$inferSelect

async function recordBatch(
  tx: Tx,
  partner: Partner,
  batch: Process[],
  recording: RecordContext,
  counts: OcdsCounts,
  notes: Map<string, number>,
): Promise<void> {
  const sourceId = await sourceOf(tx, partner, recording)
  const results = await recordProcesses(tx, sourceId, batch, recording)
  counts.read += results.length
  for (const result of results) {
    if (result.kind === 'refused') {
      counts.unknown += 1
      continue
    }
    counts[result.kind === 'new' ? 'added' : result.kind] += 1
    for (const note of result.notes) {
      const field = note.replaceAll(/\/\d+/g, '/…')
      notes.set(field, (notes.get(field) ?? 0) + 1)
    }
  }
}

function sourceOf(tx: Tx, partner: Partner, { now }: RecordContext): Promise<number> {
  return ownSource(tx, partner, 'ocds', ocdsSourceName(partner.shortName), now)
}

/** Those of buyers that are known; the others are told of, one by one. */
async function importPlanned(
  planned: Process[],
  partner: Partner,
  apply: boolean,
  recording: RecordContext,
  { deps, say }: CommandContext,
): Promise<void> {
  const { now, demonstration, ocidPrefix } = recording
  const lines = planningLines(planned, ocidPrefix)
  const importing = { ...recording, demonstration, buyer: null }
  const plan = await planImport(deps.db, lines, importing)
  const taken = lines.filter((_, index) => plan[index]?.effect.kind !== 'refused')
  const author = { partnerId: partner.id, actor: 'command:import ocds', now }
  if (apply) {
    await deps.db.transaction((tx) => importProgramme(tx, taken, author, importing))
    await deps.versions.refresh()
  }
  const tradeLabel = tradeLabelIn(recording.trades)
  for (const { effect } of plan)
    if (effect.kind === 'refused') for (const text of effectText(effect, tradeLabel)) say(text)
  say(`Programmation : ${importSummaryText(plan)}.`)
}

/** A trial runs as the real thing does, and is undone. */
async function inTransaction(
  { deps }: CommandContext,
  isKept: boolean,
  write: (tx: Tx) => Promise<void>,
): Promise<void> {
  try {
    await deps.db.transaction(async (tx) => {
      await write(tx)
      if (!isKept) tx.rollback()
    })
  } catch (error) {
    if (!(error instanceof TransactionRollbackError)) throw error
  }
}

function isUnreadable(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  return /^(?:ENOENT|EACCES|EISDIR|EPERM|Z_)/.test(code)
}
