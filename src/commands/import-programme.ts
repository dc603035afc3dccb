import { readFile } from 'node:fs/promises'
import { extname, resolve } from 'node:path'
import { eq } from 'drizzle-orm'
import { ocdsRefusal } from '../../views/words/open-data.ts'
import { tableProblemSentence } from '../../views/words/file-problems.ts'
import { effectText, importSummaryText } from '../../views/words/programme-import.ts'
import { tradeLabelIn } from '../../views/words/trainings.ts'
import { currentLists } from '../consultations/lists.ts'
import { readSettings } from '../db/settings.ts'
import type { Deps } from '../deps.ts'
import { planningLines } from '../open-data/import/planning-lines.ts'
import { readLine } from '../open-data/import/read-line.ts'
import { partners } from '../partners/schema.ts'
import { buyerOfPartner } from '../programme/buyers.ts'
import {
  type ImportContext,
  importProgramme as importLines,
  type PlannedLine,
  planImport,
} from '../programme/import-programme.ts'
import { readProgrammeFile } from '../programme/read-programme-file.ts'
import { LINE_COLUMNS } from '../programme/template.ts'
import type { UploadedLine } from '../programme/uploaded.ts'
import { readArguments } from './arguments.ts'
import { type Command, type CommandContext, type CommandResult, done, refused } from './command.ts'
import { LineTooLong, linesOf } from './file-lines.ts'

export const importProgramme: Command = {
  name: 'import programme',
  summary: 'importe la programmation des achats',
  usage: `import programme FICHIER [--partner PARTENAIRE] [--apply]
  FICHIER : .csv ou .xlsx, un achat prévu par ligne (colonnes : ${Object.values(LINE_COLUMNS)
    .map(({ name }) => name)
    .join(
      ', ',
    )}), ou .json, .jsonl (OCDS, publications au stade « planning »), compressés ou non (.gz).
  --partner : de qui vient ce fichier, son mot dans les adresses (« narbonne ») ; il ne parle que de ses achats. Sans lui,
  chaque ligne nomme son acheteur, qui doit être connu du guichet.
  Sans --apply, montre seulement ce qui serait créé, modifié ou refusé, ligne par ligne. Tout ou rien ; relancer met à
  jour : l’identifiant, à défaut l’objet, dit de quel achat il s’agit, et ce que le fichier ne nomme plus reste en place.`,
  async run(args, context) {
    const read = readArguments(
      args,
      { partner: { type: 'string' }, apply: { type: 'boolean' } },
      1,
      importProgramme.usage,
    )
    if (!read.ok) return refused(read.sentence)
    const { partner, apply } = read.values
    const owner = typeof partner === 'string' ? await ownerNamed(context.deps, partner) : null
    if (typeof owner === 'string') return refused(owner)
    const file = await linesIn(read.positionals[0] ?? '', context)
    if (!file.ok) return refused(`${file.sentence}\nRien n’a été importé.`)
    return importFile(file.lines, owner, apply === true, context)
  },
}

type Owner = { partnerId: number; buyer: NonNullable<ImportContext['buyer']> }

/** The partner and what it buys as; a sentence where there is none. */
async function ownerNamed({ db }: Deps, slug: string): Promise<Owner | string> {
  const [partner] = await db.select().from(partners).where(eq(partners.slug, slug))
  if (!partner)
    return `Partenaire inconnu : « ${slug} » ; importez-le d’abord (« partners import »).`
  const buyer = await buyerOfPartner(db, partner.id)
  return buyer ? { partnerId: partner.id, buyer } : `« ${slug} » n’achète pas.`
}

type FileLines = { ok: true; lines: UploadedLine[] } | { ok: false; sentence: string }

async function linesIn(path: string, { cwd, deps }: CommandContext): Promise<FileLines> {
  if (/\.(?:json|jsonl|ndjson)(?:\.gz)?$/i.test(path)) {
    const settings = await readSettings(deps.db)
    return ocdsLinesIn(path, resolve(cwd, path), settings?.ocidPrefix ?? '')
  }
  const extension = extname(path).toLowerCase()
  if (extension !== '.csv' && extension !== '.xlsx')
    return {
      ok: false,
      sentence: `« ${path} » : un fichier .csv, .xlsx, .json ou .jsonl est attendu.`,
    }
  const bytes = await readFile(resolve(cwd, path)).catch(() => null)
  if (bytes === null) return unreadable(path)
  const read = await readProgrammeFile(new Uint8Array(bytes), extension === '.csv' ? 'csv' : 'xlsx')
  if (read.ok) return read
  const sentences = read.problems.map((problem) => tableProblemSentence(problem, LINE_COLUMNS))
  return { ok: false, sentence: sentences.join('\n') }
}

async function ocdsLinesIn(path: string, file: string, ocidPrefix: string): Promise<FileLines> {
  const processes: Parameters<typeof planningLines>[0] = []
  try {
    for await (const { number, text } of linesOf(file)) {
      const read = readLine(text)
      if (!read.ok)
        return {
          ok: false,
          sentence: ocdsRefusal([{ line: number, problem: read.problem }], false),
        }
      processes.push(...read.processes.map((process) => ({ ...process, line: number })))
    }
  } catch (error) {
    if (error instanceof LineTooLong)
      return { ok: false, sentence: `« ${path} » : une ligne dépasse 64 Mo.` }
    if (error instanceof Error && 'code' in error) return unreadable(path)
    throw error
  }
  const lines = planningLines(processes, ocidPrefix)
  return lines.length > 0
    ? { ok: true, lines }
    : { ok: false, sentence: `« ${path} » : aucune publication OCDS au stade « planning ».` }
}

function unreadable(path: string): FileLines {
  return {
    ok: false,
    sentence: `« ${path} » ne peut pas être lu : vérifiez son chemin, ses droits et qu’il est entier.`,
  }
}

async function importFile(
  lines: UploadedLine[],
  owner: Owner | null,
  apply: boolean,
  { deps, say }: CommandContext,
): Promise<CommandResult> {
  const lists = await currentLists(deps)
  const settings = await readSettings(deps.db)
  const context: ImportContext = {
    ...lists,
    now: deps.now(),
    demonstration: settings?.demonstration ?? false,
    buyer: owner?.buyer ?? null,
  }
  const author = {
    partnerId: owner?.partnerId ?? null,
    actor: 'command:import programme',
    now: context.now,
  }
  const plan = apply
    ? await deps.db.transaction((tx) => importLines(tx, lines, author, context))
    : await planImport(deps.db, lines, context)
  if (apply) await deps.versions.refresh()
  tell(plan, tradeLabelIn(lists.trades), say)
  if (plan.some(({ effect }) => effect.kind === 'refused'))
    return refused('Rien n’a été importé : corrigez ce qui est refusé.')
  say(apply ? 'Import enregistré.' : 'Essai : rien n’a changé. Ajoutez --apply pour enregistrer.')
  return done
}

function tell(
  plan: PlannedLine[],
  tradeLabel: (slug: string) => string,
  say: (line: string) => void,
): void {
  for (const { row, object, buyer, effect } of plan) {
    const texts = effectText(effect, tradeLabel)
    if (effect.kind === 'refused') for (const text of texts) say(text)
    else if (effect.kind !== 'same') say(`Ligne ${row}, ${buyer}, ${object} : ${texts.join(' ; ')}`)
  }
  say(`${importSummaryText(plan)}.`)
}
