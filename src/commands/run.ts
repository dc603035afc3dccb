import type { Command, CommandContext } from './command.ts'
import { analysisCompute, analysisFreeze, analysisList, analysisVerify } from './analysis.ts'
import { backupCommand } from './backup.ts'
import { bounces } from './bounces.ts'
import { contactsImport } from './contacts.ts'
import { buyersAlias, buyersUnmatched } from './buyers.ts'
import { agentsDisable, agentsEnable, agentsList } from './agents.ts'
import { communesImport, communesUpdate } from './communes.ts'
import { demo } from './demo/demo.ts'
import { duplicatesDifferent, duplicatesList, duplicatesSame, split } from './duplicates.ts'
import { exportDecp } from './export-decp.ts'
import { exportCsv } from './export-csv.ts'
import { exportOcds } from './export-ocds.ts'
import { failureSentence } from './failure.ts'
import { generate } from './generate/generate.ts'
import { importConsultations } from './import-consultations.ts'
import { importDecp } from './import-decp.ts'
import { importOcds } from './import-ocds.ts'
import { importProgramme } from './import-programme.ts'
import { importSireneCommand } from './import-sirene.ts'
import { inviteCommand } from './invite.ts'
import { migrateCommand } from './migrate.ts'
import { pactExport, pactImport } from './pact.ts'
import { partnersImport } from './partners.ts'
import { poll } from './poll.ts'
import { replay } from './replay.ts'
import { restoreCommand } from './restore.ts'
import { rulesImport, rulesList } from './rules.ts'
import { settingsCommand } from './settings.ts'
import { tokenCommand } from './token.ts'
import { sourcesAdd, sourcesImport, sourcesList } from './sources.ts'

const COMMANDS: Command[] = [
  migrateCommand,
  backupCommand,
  restoreCommand,
  settingsCommand,
  demo,
  generate,
  partnersImport,
  contactsImport,
  communesImport,
  communesUpdate,
  buyersUnmatched,
  buyersAlias,
  sourcesAdd,
  sourcesImport,
  sourcesList,
  importConsultations,
  importDecp,
  importOcds,
  importProgramme,
  exportOcds,
  exportCsv,
  exportDecp,
  importSireneCommand,
  duplicatesList,
  duplicatesSame,
  duplicatesDifferent,
  split,
  pactImport,
  pactExport,
  analysisList,
  analysisCompute,
  analysisFreeze,
  analysisVerify,
  rulesList,
  rulesImport,
  inviteCommand,
  agentsList,
  agentsDisable,
  agentsEnable,
  tokenCommand,
  poll,
  bounces,
  replay,
]

/** What the words ask for: help to print, or a command with its arguments; null when no command has that name. */
export function commandOf(
  argv: string[],
): { help: string } | { command: Command; args: string[] } | null {
  const [first, second] = argv
  if (first === undefined || first === '--help' || first === 'help') return { help: helpText() }
  const command =
    COMMANDS.find((each) => each.name === `${first} ${second ?? ''}`) ??
    COMMANDS.find((each) => each.name === first)
  if (!command) {
    const family = COMMANDS.filter((each) => each.name.startsWith(`${first} `))
    return family.length > 0 && (second === undefined || second === '--help')
      ? { help: family.map((each) => each.usage).join('\n\n') }
      : null
  }
  const args = argv.slice(command.name.split(' ').length)
  return args.includes('--help') ? { help: command.usage } : { command, args }
}

/** What is answered to words that name no command. */
export function unknownSentence(argv: string[]): string {
  return `Commande inconnue : « ${argv.join(' ')} ». « npm run guichet -- --help » les liste toutes.`
}

/** Runs the command that the words name and answers its exit status: 0 only when all is done. */
export async function runCommand(
  argv: string[],
  context: CommandContext,
  complain: (line: string) => void,
): Promise<number> {
  const asked = commandOf(argv)
  if (asked === null) {
    complain(unknownSentence(argv))
    return 1
  }
  if ('help' in asked) {
    context.say(asked.help)
    return 0
  }
  try {
    const result = await asked.command.run(asked.args, context)
    if (result.ok) return 0
    complain(result.sentence)
  } catch (error) {
    complain(failureSentence(error))
  }
  return 1
}

function helpText(): string {
  const width = Math.max(...COMMANDS.map((command) => command.name.length))
  return [
    'npm run guichet -- COMMANDE [ARGUMENTS]',
    '',
    ...COMMANDS.map((command) => `  ${command.name.padEnd(width)}  ${command.summary}`),
    '',
    '« --help » après une commande en donne le détail. La base est celle que nomme l’environnement',
    '(DATABASE_URL, sinon la base embarquée de DATA_DIR).',
  ].join('\n')
}
