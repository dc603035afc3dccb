import { readFile, writeFile } from 'node:fs/promises'
import { extname, resolve } from 'node:path'
import { eq, TransactionRollbackError } from 'drizzle-orm'
import { emptyCsv, emptyWorkbook } from '../../views/sources/file-template.ts'
import {
  fileSourceName,
  importSummary,
  importTable,
  recordedLines,
  refusedLines,
  unknownPlaceLine,
} from '../../views/words/file-import.ts'
import { fileProblemSentence } from '../../views/words/file-problems.ts'
import type { RecordDraft } from '../consultations/records/draft.ts'
import { currentLists, type Lists } from '../consultations/lists.ts'
import type { Tx } from '../db/db.ts'
import type { Deps } from '../deps.ts'
import { buyers, partners } from '../partners/schema.ts'
import { type FileConsultation, readConsultations } from '../sources/file/read-consultations.ts'
import { readRows } from '../sources/file/read-rows.ts'
import { type Recorded, recordFile } from '../sources/file/record-file.ts'
import { keepLook } from '../sources/polling/kept-looks.ts'
import { tidyTitle } from '../sources/french/title.ts'
import { ownSource } from '../sources/own-source.ts'
import { recordContext } from '../sources/record-context.ts'
import { readArguments } from './arguments.ts'
import { type Command, type CommandContext, type CommandResult, done, refused } from './command.ts'

export const importConsultations: Command = {
  name: 'import consultations',
  summary: 'importe un fichier de consultations d’un partenaire',
  usage: `import consultations FICHIER --partner PARTENAIRE [--apply]
import consultations --template MODELE
  FICHIER : .csv ou .xlsx, une consultation ou un lot par ligne. PARTENAIRE : son mot dans les adresses (« narbonne »).
  Sans --apply, montre seulement ce qui serait créé, modifié ou refusé, ligne par ligne. Tout ou rien ; relancer met à
  jour : la référence dit de quelle consultation il s’agit, et ce que le fichier ne nomme plus reste en place.
  MODELE : fichier .csv ou .xlsx à créer, vide, avec toutes les colonnes ; le .xlsx dit ce que chacune attend.`,
  async run(args, context) {
    const asksTemplate = args.some((arg) => /^--template(?:=|$)/.test(arg))
    const read = readArguments(
      args,
      asksTemplate
        ? { template: { type: 'string' } }
        : { partner: { type: 'string' }, apply: { type: 'boolean' } },
      asksTemplate ? 0 : 1,
      importConsultations.usage,
    )
    if (!read.ok) return refused(read.sentence)
    const { template, partner, apply } = read.values
    if (typeof template === 'string') return writeTemplate(template, context)
    if (typeof partner !== 'string')
      return refused('Dites de quel partenaire vient ce fichier : --partner PARTENAIRE.')
    return importFile(read.positionals[0] ?? '', partner, apply === true, context)
  },
}

async function writeTemplate(path: string, { cwd, say }: CommandContext): Promise<CommandResult> {
  const format = formatOf(path)
  if (format === null) return refused(`« ${path} » : un nom en .csv ou .xlsx est attendu.`)
  const bytes = format === 'csv' ? emptyCsv() : await emptyWorkbook()
  try {
    await writeFile(resolve(cwd, path), bytes, { flag: 'wx' })
  } catch {
    return refused(
      `« ${path} » ne peut pas être créé : il existe déjà, ou son dossier est introuvable ou protégé.`,
    )
  }
  say(`Modèle écrit : ${path}`)
  return done
}

function formatOf(path: string): 'csv' | 'xlsx' | null {
  const extension = extname(path).toLowerCase()
  return extension === '.csv' ? 'csv' : extension === '.xlsx' ? 'xlsx' : null
}

type Partner = typeof partners.$inferSelect

async function importFile(
  path: string,
  slug: string,
  apply: boolean,
  { deps, cwd, say }: CommandContext,
): Promise<CommandResult> {
  const format = formatOf(path)
  if (format === null) return refused(`« ${path} » : un fichier .csv ou .xlsx est attendu.`)
  const [partner] = await deps.db.select().from(partners).where(eq(partners.slug, slug))
  if (!partner)
    return refused(`Partenaire inconnu : « ${slug} » ; importez-le d’abord (« partners import »).`)
  const bytes = await readFile(resolve(cwd, path)).catch(() => null)
  if (bytes === null)
    return refused(`« ${path} » ne peut pas être lu : vérifiez son chemin et ses droits.`)
  const table = await readRows(new Uint8Array(bytes), format)
  if (!table.ok)
    return refused(`${table.problems.map(fileProblemSentence).join('\n')}\nRien n’a été importé.`)

  const now = deps.now()
  const lists = await currentLists(deps)
  const consultations = readConsultations(table.rows, {
    partner: { ...partner, buys: await isBuyer(deps, partner) },
    trades: lists.trades,
    now,
  })
  const refusals = consultations.filter(({ read }) => !read.ok).length
  const isKept = apply && refusals === 0
  const drafts = consultations.flatMap(({ rows, read }) =>
    read.ok ? [{ draft: read.draft, rows: rows.length }] : [],
  )
  const recorded = await record(deps, partner, drafts, isKept)
  if (isKept) await deps.versions.refresh()
  const effects = recorded.values()
  const lines = consultations.map((consultation) => ({
    rows: consultation.rows,
    reference: consultation.reference,
    effect: effectLines(
      consultation,
      consultation.read.ok ? effects.next().value : undefined,
      lists,
    ),
  }))
  for (const line of importTable(lines)) say(line)
  say(`${importSummary(recorded, refusals)}.`)
  if (refusals > 0) return refused('Rien n’a été importé : corrigez ce qui est refusé.')
  say(apply ? 'Import enregistré.' : 'Essai : rien n’a changé. Ajoutez --apply pour enregistrer.')
  return done
}

async function isBuyer({ db }: Deps, partner: Partner): Promise<boolean> {
  return (await db.$count(buyers, eq(buyers.partnerId, partner.id))) > 0
}

/** Records what can be, and keeps it or not: a trial runs as the real thing does, and is undone. */
async function record(
  deps: Deps,
  partner: Partner,
  drafts: { draft: RecordDraft; rows: number }[],
  isKept: boolean,
): Promise<Recorded[]> {
  const context = await recordContext(deps, partner)
  const { now } = context
  let recorded: Recorded[] = []
  const write = async (tx: Tx) => {
    const sourceId = await ownSource(tx, partner, 'fichier', fileSourceName(partner.shortName), now)
    recorded = await recordFile(tx, sourceId, drafts, context)
    if (!isKept) tx.rollback()
    await keepLook(tx, sourceId, {
      at: now,
      outcome: 'imported',
      code: null,
      detail: null,
      items: drafts.reduce((sum, { rows }) => sum + rows, 0),
      added: recorded.filter(({ kind }) => kind === 'new').length,
      changed: recorded.filter(({ kind }) => kind === 'changed' || kind === 'joined').length,
      ms: null,
    })
  }
  try {
    await deps.db.transaction(write)
  } catch (error) {
    if (!(error instanceof TransactionRollbackError)) throw error
  }
  return recorded
}

function effectLines(
  { read }: FileConsultation,
  recorded: Recorded | undefined,
  { gazetteer }: Lists,
): string[] {
  if (!read.ok) return refusedLines(read.problems)
  if (!recorded) return []
  const { object, place, lots } = read.draft.facts
  const places = [place?.value.name, ...(lots?.value ?? []).map((lot) => lot.place?.name)]
  const unknown = new Set(places.filter((name) => name && gazetteer.recognise(name) === null))
  return [
    ...recordedLines(recorded, tidyTitle(object?.value ?? '')),
    ...[...unknown].map((name) => unknownPlaceLine(name ?? '')),
  ]
}
