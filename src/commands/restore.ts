import { resolve } from 'node:path'
import { readMigrationFiles } from '../db/migration-files.ts'
import { readArguments } from './arguments.ts'
import { summaryLines, tellTo } from './backup.ts'
import type { ArchiveHeader } from './backup/archive.ts'
import { archiveFileParts, type Verified, verifyArchiveFile } from './backup/archive-file.ts'
import { restoreArchive } from './backup/restore-archive.ts'
import { type Command, done, refused } from './command.ts'
import { prepareDatabase } from './prepare.ts'

export const restoreCommand: Command = {
  name: 'restore',
  summary: 'restaure un fichier de « backup » dans une base vide',
  usage: `restore FICHIER [--check]
  Vérifie tout le fichier, puis en restaure tout, ou rien, dans une base où « migrate » est passé et qui ne contient rien
  d’autre, embarquée ou non ; relit ce qu’il a écrit et en compare l’empreinte. Réglages, communes et règles deviennent
  ceux du fichier. Un fichier d’une version plus ancienne est restauré, puis mis à jour.
  Les messages qui attendaient partiront d’ici : pour un essai, servez sans SMTP_URL et avec POLL=off.
  --check ne fait que vérifier le fichier et dire ce qu’il contient.`,
  async run(args, { deps, sql, cwd, say }) {
    const read = readArguments(args, { check: { type: 'boolean' } }, 1, restoreCommand.usage)
    if (!read.ok) return refused(read.sentence)
    const path = read.positionals[0] ?? ''
    const file = resolve(cwd, path)
    const verified = await verifyArchiveFile(file)
    if (!verified.ok) return refused(problemSentence(path, verified))
    const { header } = verified.summary
    for (const line of summaryLines(verified.summary)) say(line)
    if (read.values['check'] === true) {
      say('Le fichier est entier et intact.')
      return done
    }
    const migrations = readMigrationFiles()
    const newer = migrationsUnknown(header, migrations)
    if (newer.length > 0) return refused(newerSentence(path, newer))
    const restored = await restoreArchive(sql, archiveFileParts(file), header, {
      migrations,
      tell: tellTo(say),
    })
    if (!restored.ok) return refused(filledSentence(restored.filled))
    say('Tout est restauré.')
    await deps.versions.refresh()
    const older = header.migrations.length < migrations.length
    return older ? prepareDatabase({ db: deps.db, sql }, deps.config, deps.now(), say) : done
  },
}

function migrationsUnknown(header: ArchiveHeader, migrations: { name: string }[]): string[] {
  return header.migrations.filter((name) => !migrations.some((known) => known.name === name))
}

function problemSentence(path: string, verified: Extract<Verified, { ok: false }>): string {
  if (verified.problem === 'unreadable')
    return `« ${path} » ne peut pas être lu : vérifiez son nom et ses droits.`
  if (verified.problem === 'newer') return newerSentence(path, [])
  const where = verified.table ? ` (table ${verified.table})` : ''
  return `« ${path} » n’est pas une sauvegarde de Guichet, ou elle est abîmée ou incomplète${where} : rien n’a changé ; prenez-en une autre.`
}

function newerSentence(path: string, unknown: string[]): string {
  const which = unknown.length === 0 ? '' : ` (${unknown.join(', ')})`
  return `« ${path} » vient d’une version plus récente de Guichet${which} : rien n’a changé ; installez cette version.`
}

function filledSentence(filled: string[]): string {
  return `Cette base contient déjà quelque chose (${filled.slice(0, 5).join(', ')}${filled.length > 5 ? '…' : ''}) : rien n’a changé ; restaurez dans une base vide (un autre DATA_DIR, ou une autre DATABASE_URL où « migrate » est passé).`
}
