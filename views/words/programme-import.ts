import type { LineEffect, PlannedLine } from '../../src/programme/import-programme.ts'
import { LINE_COLUMNS } from '../../src/programme/template.ts'
import { plural } from '../format.ts'
import { tableProblemSentence } from './file-problems.ts'
import { changeText } from './programme.ts'

/** What a row would do, one sentence a line. */
export function effectText(effect: LineEffect, tradeLabel: (slug: string) => string): string[] {
  switch (effect.kind) {
    case 'new':
      return [
        effect.dropped
          ? 'nouvel achat, déjà abandonné'
          : effect.became
            ? 'nouvel achat, devenu une consultation'
            : 'nouvel achat',
      ]
    case 'same':
      return ['inchangé']
    case 'refused':
      return effect.problems.map((problem) => tableProblemSentence(problem, LINE_COLUMNS))
    case 'changed':
      return [
        ...effect.changes.map((change) => changeText(change, tradeLabel)),
        ...(effect.dropped ? ['abandonné'] : []),
        ...(effect.resumed ? ['de nouveau prévu'] : []),
        ...(effect.became ? ['devenu une consultation'] : []),
      ]
  }
}

/** « 3 nouveaux achats, 1 modifié, 12 inchangés, 0 ligne refusée » */
export function importSummaryText(plan: PlannedLine[]): string {
  const count = (kind: LineEffect['kind']) =>
    plan.filter(({ effect }) => effect.kind === kind).length
  return [
    plural(count('new'), 'nouvel achat', 'nouveaux achats'),
    plural(count('changed'), 'modifié', 'modifiés'),
    plural(count('same'), 'inchangé', 'inchangés'),
    plural(count('refused'), 'ligne refusée', 'lignes refusées'),
  ].join(', ')
}

/** Why a file that was sent is not read. */
export const FILE_REFUSALS = {
  missing: 'Choisissez un fichier.',
  format: 'Un fichier .csv ou .xlsx est attendu.',
  'too-large': 'Ce fichier dépasse 5 Mo.',
  interrupted: 'Le fichier n’est pas arrivé entier : envoyez-le de nouveau.',
}

/** The empty file, as a French spreadsheet opens it: semicolons, UTF-8 with its mark. */
export function emptyProgrammeCsv(): string {
  return `\uFEFF${Object.values(LINE_COLUMNS)
    .map(({ name }) => name)
    .join(';')}\r\n`
}
