import type { PactProblem } from '../problem.ts'
import { knownNames } from './known-names.ts'
import type { Importing, Nature } from './nature.ts'
import type { FileLine, RowProblem } from './read-file.ts'
import { readingLine } from './reading-line.ts'

export interface Counts {
  created: number
  changed: number
  same: number
}

/** What an import made of each kind of lines, or everything that is wrong. */
export interface Imported {
  counts: Map<Nature, Counts>
  problems: RowProblem[]
}

/**
 * Imports lines nature by nature, in this order whatever theirs, so that what is named is there. Every problem of every
 * line is told; where there is one, the caller must undo all.
 */
export async function importLines(
  using: Omit<Importing, 'known'>,
  lines: readonly FileLine[],
  natures: readonly Nature[],
): Promise<Imported> {
  const importing = { ...using, known: await knownNames(using.tx) }
  const problems: RowProblem[] = []
  const effects = new Map<FileLine, keyof Counts>()
  const passes = [
    ...natures.map((nature) => ({ nature, run: nature.importLine })),
    ...natures.flatMap((nature) => (nature.finishLine ? [{ nature, run: nature.finishLine }] : [])),
  ]
  problems.push(...repeated(lines))
  const refusedRows = new Set(problems.map(({ row }) => row))
  for (const { nature, run } of passes)
    for (const each of lines) {
      if (each.nature !== nature || refusedRows.has(each.row)) continue
      const reading = readingLine(each.line)
      const outcome = await run(importing, reading)
      const refused = outcome?.ok === false ? outcome.problems : []
      for (const problem of [...reading.problems, ...refused]) {
        problems.push({ row: each.row, ...columned(problem, nature) })
        refusedRows.add(each.row)
      }
      if (outcome?.ok !== true) continue
      const before = effects.get(each)
      if (before === undefined || before === 'same') effects.set(each, outcome.effect)
    }
  problems.sort((one, other) => one.row - other.row)
  return { problems, counts: counted(effects) }
}

/** Lines whose identifier stood in the file before. */
function repeated(lines: readonly FileLine[]): RowProblem[] {
  const seen = new Map<Nature, Set<string>>()
  return lines.flatMap(({ row, nature, line: { external_id: id } }) => {
    const ids = seen.get(nature) ?? new Set()
    seen.set(nature, ids)
    if (id === undefined || !ids.has(id)) {
      if (id !== undefined) ids.add(id)
      return []
    }
    return { row, field: 'external_id', code: 'repeated-id' as const, value: id }
  })
}

/** Problems of the rules name the fields of forms: columns are what the file has. */
function columned(problem: PactProblem, { columns, alsoRead = [] }: Nature): PactProblem {
  const { field } = problem
  if (field === null || columns.includes(field)) return problem
  const known = [...columns, ...alsoRead]
  return { ...problem, field: COLUMNS_OF[field]?.find((each) => known.includes(each)) ?? field }
}

const COLUMNS_OF: Record<string, string[]> = {
  agenda: ['ordre_du_jour'],
  axis: ['axe'],
  budget: ['budget_ht'],
  closedOn: ['clos_le'],
  coPilot: ['copilote'],
  council: ['organisme'],
  datedOn: ['date', 'justificatif_date'],
  decidedOn: ['decidee_le'],
  deliverable: ['livrable'],
  dueOn: ['echeance'],
  email: ['courriel'],
  ends: ['fin'],
  endsOn: ['fin'],
  group: ['groupe'],
  inForceSince: ['en_vigueur_depuis'],
  joinedOn: ['depuis'],
  leftOn: ['jusqu_au'],
  link: ['lien'],
  measuredOn: ['date'],
  minutes: ['compte_rendu'],
  partner: ['organisme'],
  partners: ['partenaires'],
  pilot: ['pilote'],
  place: ['lieu'],
  presence: ['presents'],
  problem: ['probleme'],
  reachedOn: ['atteint_le'],
  reason: ['motif'],
  rhythmMeetings: ['reunions'],
  startsOn: ['debut'],
  state: ['statut'],
  status: ['statut'],
  substituteEmail: ['suppleant_courriel'],
  title: ['titre'],
  url: ['lien', 'justificatif'],
  validatedOn: ['valide_le'],
  value: ['valeur'],
  what: ['texte'],
}

function counted(effects: Map<FileLine, keyof Counts>): Map<Nature, Counts> {
  const counts = new Map<Nature, Counts>()
  for (const [{ nature }, effect] of effects) {
    const own = counts.get(nature) ?? { created: 0, changed: 0, same: 0 }
    own[effect] += 1
    counts.set(nature, own)
  }
  return counts
}
