import type { Change } from '../../src/consultations/shown.ts'
import type { FileProblem } from '../../src/sources/file/problems.ts'
import type { Recorded } from '../../src/sources/file/record-file.ts'
import { numberText, plain, plural } from '../format.ts'
import { changeWords } from './changes.ts'
import { fileProblemSentence } from './file-problems.ts'

/** What pages call the source that a partner's files make. */
export function fileSourceName(partner: string): string {
  return `Fichier transmis par ${partner}`
}

/** One consultation of a file: its rows there, the buyer's reference, and what it came to, line by line. */
interface ImportLine {
  rows: number[]
  reference: string
  effect: string[]
}

/** The table that an import shows, for a terminal: one line per consultation, further ones set back. */
export function importTable(list: ImportLine[]): string[] {
  const table = list.map(({ rows, reference, effect }) => ({
    rows: rowsText(rows),
    reference,
    effect,
  }))
  const header = { rows: 'Lignes', reference: 'Référence', effect: ['Effet'] }
  const rowsWidth = Math.max(...[header, ...table].map(({ rows }) => rows.length))
  const referenceWidth = Math.max(...[header, ...table].map(({ reference }) => reference.length))
  return [header, ...table].flatMap(({ rows, reference, effect: [first = '', ...more] }) => [
    `${rows.padEnd(rowsWidth)}  ${reference.padEnd(referenceWidth)}  ${first}`,
    ...more.map((line) => `${' '.repeat(rowsWidth + referenceWidth + 6)}${line}`),
  ])
}

/** « 3 », « 4 à 6 », « 4, 9 » */
function rowsText(rows: number[]): string {
  const [first = 0, ...others] = rows
  const last = others.at(-1) ?? first
  if (others.length === 0) return String(first)
  return last - first === others.length ? `${first} à ${last}` : rows.join(', ')
}

/** What recording a consultation of a file came to: a line, and one per change. */
export function recordedLines(recorded: Recorded, title: string): string[] {
  switch (recorded.kind) {
    case 'new':
      return [`nouvelle : ${plain(title)}`]
    case 'unchanged':
      return [`sans changement (${recorded.reference})`]
    case 'joined':
      return [
        `rejoint la consultation ${recorded.reference}, déjà connue`,
        ...recorded.changes.map(changeLine),
      ]
    case 'changed':
      return recorded.changes.length > 0
        ? [`modifiée (${recorded.reference})`, ...recorded.changes.map(changeLine)]
        : [`modifiée (${recorded.reference}), sans rien changer pour les entreprises`]
  }
}

/** « 2 nouvelles, 1 modifiée, 4 sans changement, 1 refusée » */
export function importSummary(recorded: Recorded[], refused: number): string {
  const count = (kind: Recorded['kind']) => recorded.filter((each) => each.kind === kind).length
  const [joined, changed] = [count('joined'), count('changed')]
  return plain(
    [
      plural(count('new'), 'nouvelle', 'nouvelles'),
      joined > 0 ? plural(joined, 'déjà connue d’ailleurs', 'déjà connues d’ailleurs') : '',
      plural(changed, 'modifiée', 'modifiées'),
      `${numberText(count('unchanged'))} sans changement`,
      plural(refused, 'refusée', 'refusées'),
    ]
      .filter(Boolean)
      .join(', '),
  )
}

/** A place that is in no official list: it is shown as written and no search by place finds it. */
export function unknownPlaceLine(place: string): string {
  return `à vérifier : lieu inconnu « ${place} », la recherche par lieu ne la trouvera pas`
}

/** Why a consultation of a file is refused. */
export function refusedLines(problems: FileProblem[]): string[] {
  return ['refusée', ...problems.map(fileProblemSentence)]
}

function changeLine(change: Change): string {
  const { label, before, after, sentence } = changeWords(change)
  return plain(
    sentence ?? `${label} : ${before ?? 'non communiqué'} → ${after ?? 'non communiqué'}`,
  )
}
