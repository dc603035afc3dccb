import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { numberText, plural } from '../../views/format.ts'
import { readArguments } from './arguments.ts'
import type { ArchivedTable, ArchiveSummary } from './backup/archive.ts'
import { writeArchive } from './backup/write-archive.ts'
import { type Command, done, refused } from './command.ts'

export const backupCommand: Command = {
  name: 'backup',
  summary: 'sauvegarde toute la base dans un fichier',
  usage: `backup FICHIER
  FICHIER : à créer, compressé (gzip), lisible de vous seul. Il contient tout ce que contient la base, données
  personnelles et empreintes de jetons comprises : gardez-le comme elle, et hors de cette machine.
  Se fait pendant que le guichet sert et écrit : tout y est du même instant. La base embarquée n’a qu’une connexion, et
  n’en a pas pour autre chose pendant ce temps (moins d’une seconde pour mille consultations).
  « restore FICHIER --check » vérifie le fichier, « restore FICHIER » le restaure dans une base vide, embarquée ou non.`,
  async run(args, { deps, sql, cwd, say }) {
    const read = readArguments(args, {}, 1, backupCommand.usage)
    if (!read.ok) return refused(read.sentence)
    const path = read.positionals[0] ?? ''
    const target = resolve(cwd, path)
    if (existsSync(target))
      return refused(`« ${path} » existe déjà : choisissez un autre nom, rien n’est écrasé.`)
    const summary = await writeArchive(sql, target, deps.now(), tellTo(say))
    for (const line of summaryLines(summary)) say(line)
    say(`Sauvegarde écrite : ${path}`)
    return done
  },
}

/** Says of tables that take their time that they are done. */
export function tellTo(say: (line: string) => void): (table: ArchivedTable) => void {
  return ({ table, rows }) => {
    if (rows >= 100_000) say(`${table} : ${numberText(rows)} lignes`)
  }
}

/** What a file holds, for whoever looks after it. */
export function summaryLines({ header, tables, sha256 }: ArchiveSummary): string[] {
  const rows = tables.reduce((sum, table) => sum + table.rows, 0)
  return [
    `${plural(rows, 'ligne', 'lignes')} dans ${tables.length} tables, au ${header.at}`,
    `Dernière migration : ${header.migrations.at(-1) ?? 'aucune'}`,
    `Empreinte des données (SHA-256) : ${sha256}`,
  ]
}
