import { and, eq, isNull } from 'drizzle-orm'
import type { Tx } from '../../db/db.ts'
import { nameKey } from '../../places/name-key.ts'
import { partners } from '../../partners/schema.ts'
import { changeStatus } from '../actions/change-status.ts'
import { createAction } from '../actions/create-action.ts'
import { editAction } from '../actions/edit-action.ts'
import { actions, type ActionStatus } from '../actions/schema.ts'
import type { ActionValues } from '../actions/values.ts'
import { addEvidence } from '../evidence/add-evidence.ts'
import { evidence } from '../evidence/schema.ts'
import { groups } from '../groups/schema.ts'
import type { PactProblem, Written } from '../problem.ts'
import { dayOf, numberOf } from '../read-fields.ts'
import { axes } from '../schema.ts'
import type { Author } from '../versions.ts'
import { MANY, STATUS_SPELLINGS } from './columns.ts'
import type { Line, RowProblem } from './read-file.ts'

export interface Imported {
  created: number
  changed: number
  same: number
  problems: RowProblem[]
}

/**
 * Imports actions by their `external_id`: creates those that there are not, changes the others, gives them their evidence
 * and their status by the rules that forms follow too. Every problem of every line is told; where there is one, the
 * caller must undo all.
 */
export async function importActions(tx: Tx, author: Author, lines: Line[]): Promise<Imported> {
  const known = await knownNames(tx)
  const imported: Imported = { created: 0, changed: 0, same: 0, problems: [] }
  const seen = new Set<string>()
  for (const [index, line] of lines.entries()) {
    const tell = (problems: PactProblem[]) => {
      imported.problems.push(...problems.map((problem) => ({ row: index + 1, ...problem })))
    }
    const read = readLine(line, known)
    const isRepeated = seen.has(read.externalId)
    if (isRepeated)
      read.problems.push({ field: 'external_id', code: 'repeated-id', value: read.externalId })
    seen.add(read.externalId)
    if (read.problems.length > 0) {
      tell(read.problems)
      continue
    }
    const outcome = await importOne(tx, author, read)
    if (outcome.problems.length > 0) tell(outcome.problems.map(columned))
    else imported[outcome.effect] += 1
  }
  return imported
}

interface ReadLine {
  externalId: string
  values: ActionValues
  status: ActionStatus | null
  reason: string
  evidence: { url: string; title: string; datedOn: string } | null
  problems: PactProblem[]
}

async function importOne(
  tx: Tx,
  author: Author,
  { externalId, values, status, reason, evidence: given }: ReadLine,
): Promise<{ effect: 'created' | 'changed' | 'same'; problems: PactProblem[] }> {
  const [before] = await tx.select().from(actions).where(eq(actions.externalId, externalId))
  const why = reason === '' ? 'Import' : reason
  let id = before?.id
  if (id === undefined) {
    const created = await createAction(tx, author, values, { externalId })
    if (!created.ok) return { effect: 'created', problems: created.problems }
    id = created.id
  } else {
    const edited = await editAction(tx, author, { id, version: null }, values, why)
    if (!edited.ok) return { effect: 'changed', problems: edited.problems }
  }
  if (given !== null && !(await hasLink(tx, id, given.url))) {
    const link = { kind: 'link' as const, documentId: null, meetingId: null, measureId: null }
    const of = { actionId: id, councilId: null }
    const added = await addEvidence(tx, author, of, { ...link, ...given })
    if (!added.ok) return { effect: 'changed', problems: added.problems }
  }
  const current = before?.status ?? 'to-launch'
  if (status !== null && status !== current) {
    const at = { id, version: null }
    const moved: Written = await changeStatus(tx, author, at, status, reason)
    if (!moved.ok) return { effect: 'changed', problems: moved.problems }
  }
  if (!before) return { effect: 'created', problems: [] }
  const [after] = await tx
    .select({ version: actions.version })
    .from(actions)
    .where(eq(actions.id, id))
  return { effect: after?.version === before.version ? 'same' : 'changed', problems: [] }
}

async function hasLink(tx: Tx, actionId: number, url: string): Promise<boolean> {
  const standing = and(
    eq(evidence.actionId, actionId),
    eq(evidence.url, url),
    isNull(evidence.withdrawnAt),
  )
  return (await tx.$count(evidence, standing)) > 0
}

/** What lines may name: axes, groups and organisations, by every way of writing them. */
interface Known {
  axes: Map<string, number>
  groups: Map<string, number>
  partners: Map<string, number>
}

async function knownNames(tx: Tx): Promise<Known> {
  const axisRows = await tx.select().from(axes)
  const groupRows = await tx
    .select({
      id: groups.id,
      slug: groups.slug,
      title: groups.title,
      externalId: groups.externalId,
    })
    .from(groups)
  const partnerRows = await tx.select().from(partners)
  const named = (rows: { id: number; names: (string | null)[] }[]) =>
    new Map(
      rows.flatMap(({ id, names }) =>
        names.flatMap((name) => (name === null ? [] : [[nameKey(name), id] as const])),
      ),
    )
  return {
    axes: named(
      axisRows.map(({ id, slug, title, position }) => ({
        id,
        names: [slug, title, String(position)],
      })),
    ),
    groups: named(
      groupRows.map(({ id, slug, title, externalId }) => ({
        id,
        names: [slug, title, externalId],
      })),
    ),
    partners: named(
      partnerRows.map(({ id, slug, name, shortName, siret }) => ({
        id,
        names: [slug, name, shortName, siret],
      })),
    ),
  }
}

function readLine(line: Line, known: Known): ReadLine {
  const problems: PactProblem[] = []
  const tell = (field: string, code: PactProblem['code'], value?: string) => {
    problems.push({ field, code, ...(value === undefined ? {} : { value }) })
  }
  const text = (column: string, most: number, required = false) => {
    const value = line[column] ?? ''
    if (required && value === '') tell(column, 'missing')
    if (value.length > most) tell(column, 'too-long')
    return value
  }
  const day = (column: string) => {
    const value = line[column] ?? ''
    const found = value === '' ? null : dayOf(value)
    if (value !== '' && found === null) tell(column, 'date', value)
    return found
  }
  const number = (column: string) => {
    const value = line[column] ?? ''
    const found = value === '' ? null : numberOf(value)
    if (value !== '' && found === null) tell(column, 'number', value)
    return found
  }
  const key = (
    column: string,
    among: Map<string, number>,
    code: PactProblem['code'],
    word = line[column] ?? '',
  ) => {
    if (word === '') return null
    const found = among.get(nameKey(word)) ?? null
    if (found === null) tell(column, code, word)
    return found
  }
  const required = (column: string, found: number | null) => {
    if (found === null && (line[column] ?? '') === '') tell(column, 'missing')
    return found ?? 0
  }
  const partnerIds = (line['partenaires'] ?? '')
    .split(MANY)
    .map((word) => word.trim())
    .flatMap((word) => key('partenaires', known.partners, 'unknown-partner', word) ?? [])
  const values = {
    title: text('titre', 200, true),
    description: text('description', 8_000),
    axisId: required('axe', key('axe', known.axes, 'unknown-axis')),
    groupId: key('groupe', known.groups, 'unknown-group'),
    pilotId: required('pilote', key('pilote', known.partners, 'unknown-partner')),
    partnerIds: [...new Set(partnerIds)],
    startsOn: day('debut'),
    dueOn: day('echeance'),
    budget: number('budget_ht'),
    indicator: text('indicateur', 200),
    indicatorUnit: text('unite', 200),
    indicatorTarget: number('cible'),
  }
  const word = line['statut'] ?? ''
  const status = word === '' ? null : (STATUS_SPELLINGS[nameKey(word)] ?? null)
  if (word !== '' && status === null) tell('statut', 'unknown-status', word)
  const url = text('justificatif', 2_000)
  const datedOn = day('justificatif_date')
  if (url !== '' && (line['justificatif_date'] ?? '') === '') tell('justificatif_date', 'missing')
  return {
    externalId: text('external_id', 200, true),
    values,
    status,
    reason: text('motif', 8_000),
    evidence:
      url === ''
        ? null
        : { url, title: text('justificatif_titre', 200) || url, datedOn: datedOn ?? '2000-01-01' },
    problems,
  }
}

/** Problems of the rules name the fields of forms: columns are what the file has. */
function columned(problem: PactProblem): PactProblem {
  return {
    ...problem,
    field: problem.field === null ? null : (COLUMN_OF[problem.field] ?? problem.field),
  }
}

const COLUMN_OF: Record<string, string> = {
  axis: 'axe',
  group: 'groupe',
  pilot: 'pilote',
  partners: 'partenaires',
  startsOn: 'debut',
  dueOn: 'echeance',
  budget: 'budget_ht',
  status: 'statut',
  reason: 'motif',
  url: 'justificatif',
  title: 'justificatif_titre',
  datedOn: 'justificatif_date',
}
