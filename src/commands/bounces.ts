import { readdir, readFile, stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { messagesIn, readDeliveryReport } from '../alerts/delivery-report.ts'
import { type ReportOutcome, takeReport } from '../alerts/take-report.ts'
import { readArguments } from './arguments.ts'
import { type Command, done, refused } from './command.ts'

/** A mailbox that holds more is read in parts. */
const LARGEST_BYTES = 64 * 1024 * 1024

export const bounces: Command = {
  name: 'bounces',
  summary: 'lit les retours d’erreur des messages envoyés, et suspend les alertes de ces adresses',
  usage: `bounces CHEMIN
  CHEMIN : un message (.eml), une boîte mbox, ou un dossier de messages (le « new » ou le « cur » d’une boîte Maildir) :
  la boîte de l’adresse d’expédition (MAIL_FROM), où reviennent les avis de non-remise (RFC 3464) et les plaintes
  (RFC 5965). À relire aussi souvent qu’on veut, par exemple chaque heure : un avis déjà lu ne change plus rien.
  Rien n’est effacé ni déplacé. Les autres messages sont laissés de côté.`,
  async run(args, { deps, cwd, say }) {
    const read = readArguments(args, {}, 1, bounces.usage)
    if (!read.ok) return refused(read.sentence)
    const path = resolve(cwd, read.positionals[0] ?? '')
    const counts: Record<ReportOutcome | 'other', number> = {
      suspended: 0,
      ended: 0,
      past: 0,
      unknown: 0,
      other: 0,
    }
    try {
      for (const file of await filesAt(path)) {
        if ((await stat(file)).size > LARGEST_BYTES)
          return refused(`« ${file} » dépasse 64 Mo : séparez cette boîte en plusieurs fichiers.`)
        for (const message of messagesIn(await readFile(file, 'utf8'))) {
          const report = readDeliveryReport(message)
          const outcome = report
            ? await deps.db.transaction((tx) => takeReport(tx, report, deps.now()))
            : 'other'
          counts[outcome] += 1
        }
      }
    } catch (error) {
      if (!isFileFailure(error)) throw error
      return refused(`« ${path} » ne peut pas être lu : vérifiez son chemin et ses droits.`)
    }
    say(
      `${counts.suspended} avis de non-remise suivis, ${counts.ended} plaintes, ${counts.past} avis antérieurs à une reprise, ${counts.unknown} sur des messages inconnus, ${counts.other} autres messages laissés de côté.`,
    )
    return done
  },
}

/** The files of a folder in the order of their names, or the one file. */
async function filesAt(path: string): Promise<string[]> {
  if (!(await stat(path)).isDirectory()) return [path]
  const entries = await readdir(path, { withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
    .map(({ name }) => join(path, name))
    .toSorted()
}

function isFileFailure(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  return /^(ENOENT|EACCES|EPERM|EISDIR|ENOTDIR)$/.test(code)
}
