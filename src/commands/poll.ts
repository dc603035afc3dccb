import { pollSources } from '../sources/polling/poll-all.ts'
import { listSources } from '../sources/queries.ts'
import type { PollOutcome } from '../sources/polling/poll.ts'
import { sourceErrorSentence } from '../../views/words/source-errors.ts'
import { readArguments } from './arguments.ts'
import { type Command, done, refused } from './command.ts'

export const poll: Command = {
  name: 'poll',
  summary: 'relève les sources une fois',
  usage: `poll [--all]
  Relève les sources dont l’heure est venue ; avec --all, toutes, maintenant.`,
  async run(args, { deps, say }) {
    const read = readArguments(args, { all: { type: 'boolean' } }, 0, poll.usage)
    if (!read.ok) return refused(read.sentence)
    const names = new Map(
      (await listSources(deps.db, deps.now())).map((source) => [source.id, source.name]),
    )
    const totals = { read: 0, unchanged: 0, failed: 0, added: 0, changed: 0 }
    await pollSources(deps, read.values['all'] === true ? 'all' : 'due', (id, outcome) => {
      totals[outcome.kind] += 1
      if (outcome.kind === 'read') {
        totals.added += outcome.counts.added
        totals.changed += outcome.counts.changed
      }
      say(`${names.get(id) ?? id} : ${outcomeText(outcome)}`)
    })
    say(
      `${totals.read} sources lues, ${totals.unchanged} inchangées, ${totals.failed} en échec ; ${totals.added} nouvelles consultations, ${totals.changed} modifiées.`,
    )
    return done
  },
}

/** What one look came to, as the operator reads it. */
export function outcomeText(outcome: PollOutcome): string {
  switch (outcome.kind) {
    case 'unchanged':
      return 'inchangée'
    case 'read':
      return `${outcome.items} articles, ${outcome.counts.added} nouveaux, ${outcome.counts.changed} modifiés`
    case 'failed':
      return sourceErrorSentence(outcome.code, outcome.detail)
  }
}
