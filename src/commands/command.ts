import type { Sql } from 'postgres'
import type { Deps } from '../deps.ts'

/** What a command works with: the program's own dependencies, so that it runs as well inside a running server. */
export interface CommandContext {
  deps: Deps
  /** The driver under the database, for migrations. */
  sql: Sql
  /** Folder that the paths of its arguments start from. */
  cwd: string
  /** Shows one line to whoever runs the command. */
  say(line: string): void
}

/** How a command ended: done, or one French sentence that says what to do. */
export type CommandResult = { ok: true } | { ok: false; sentence: string }

/** One verb of the operator's command line. */
export interface Command {
  /** The words that call it, like « sources add ». */
  name: string
  /** One line for the list of commands. */
  summary: string
  /** Full help, arguments and options. */
  usage: string
  run(args: string[], context: CommandContext): Promise<CommandResult>
}

export const done: CommandResult = { ok: true }

/** A refusal in one sentence. */
export function refused(sentence: string): CommandResult {
  return { ok: false, sentence }
}
