import { and, desc, eq, gte, inArray, lt, type SQL } from 'drizzle-orm'
import type { Reader } from '../db/db.ts'
import { partners } from '../partners/schema.ts'
import { actions } from './actions/schema.ts'
import { groups } from './groups/schema.ts'
import { axes, type Changes, pactVersions, type VersionedKind } from './schema.ts'

/** One change as it is told: by which organisation, of what, from what to what, and why. */
export interface Told {
  id: number
  at: Date
  kind: VersionedKind
  version: number
  changes: Changes
  reason: string
  visibility: 'public' | 'members'
  /** Null: the pact's administration. */
  by: string | null
  action: { slug: string; title: string } | null
  group: { slug: string; title: string } | null
}

/** Names that stand for the keys which changes carry. */
export interface Names {
  partners: Map<number, string>
  axes: Map<number, string>
  groups: Map<number, string>
}

/** What may be asked of the changes; what is absent is not asked. */
export interface MovesAsked {
  actionId?: number
  groupId?: number
  axisId?: number
  /** Actions of this pilot. */
  pilotId?: number
  since?: Date
  /** Older than the change of this key. */
  before?: number
  /** Members read what is theirs too. */
  forMembers?: boolean
}

/** Changes that were asked for, the newest first. */
export async function movesMatching(
  reader: Reader,
  asked: MovesAsked,
  most: number,
): Promise<Told[]> {
  const conditions: (SQL | undefined)[] = [
    asked.actionId === undefined ? undefined : eq(pactVersions.actionId, asked.actionId),
    asked.groupId === undefined ? undefined : eq(pactVersions.groupId, asked.groupId),
    asked.axisId === undefined ? undefined : eq(pactVersions.axisId, asked.axisId),
    asked.pilotId === undefined ? undefined : eq(actions.pilotId, asked.pilotId),
    asked.since === undefined ? undefined : gte(pactVersions.at, asked.since),
    asked.before === undefined ? undefined : lt(pactVersions.id, asked.before),
    asked.forMembers ? undefined : eq(pactVersions.visibility, 'public'),
  ]
  const isOfOne = asked.actionId !== undefined || asked.groupId !== undefined
  return reader
    .select({
      id: pactVersions.id,
      at: pactVersions.at,
      kind: pactVersions.kind,
      version: pactVersions.version,
      changes: pactVersions.changes,
      reason: pactVersions.reason,
      visibility: pactVersions.visibility,
      by: partners.shortName,
      action: { slug: actions.slug, title: actions.title },
      group: { slug: groups.slug, title: groups.title },
    })
    .from(pactVersions)
    .leftJoin(partners, eq(partners.id, pactVersions.partnerId))
    .leftJoin(actions, eq(actions.id, pactVersions.actionId))
    .leftJoin(groups, eq(groups.id, pactVersions.groupId))
    .where(and(...conditions))
    .orderBy(
      ...(isOfOne ? [desc(pactVersions.id)] : [desc(pactVersions.at), desc(pactVersions.id)]),
    )
    .limit(most)
}

/** Changes of an action or a group as a page shows them: so many, with the names in them and where older ones begin. */
export interface HistoryPage {
  told: Told[]
  names: Names
  /** Key that older changes come before; null: there are none. */
  older: number | null
  /** Whether newer ones are on another page. */
  isLater: boolean
}

const PAGE_SIZE = 40

/** A page of the history of an action or a group, the newest first; `before` as an address gives it. */
export async function historyPage(
  reader: Reader,
  asked: Pick<MovesAsked, 'actionId' | 'groupId' | 'forMembers'>,
  before: string | undefined,
): Promise<HistoryPage> {
  const key = /^\d{1,15}$/.test(before ?? '') ? Number(before) : null
  const rows = await movesMatching(
    reader,
    key === null ? asked : { ...asked, before: key },
    PAGE_SIZE + 1,
  )
  const told = rows.slice(0, PAGE_SIZE)
  return {
    told,
    names: await namesIn(reader, told),
    older: rows.length > PAGE_SIZE ? (told.at(-1)?.id ?? null) : null,
    isLater: key !== null,
  }
}

/** The names of all that these changes point at. */
export async function namesIn(reader: Reader, told: { changes: Changes }[]): Promise<Names> {
  const keys = (...fields: string[]) => [
    ...new Set(
      told.flatMap(({ changes }) =>
        fields.flatMap((field) => {
          const change = changes[field]
          return change ? [change.from, change.to].flatMap(numbersIn) : []
        }),
      ),
    ),
  ]
  const partnerIds = [
    ...keys('pilotId', 'coPilotId', 'partnerId', 'partnerIds', 'councilId'),
    ...told.flatMap(({ changes: { presence } }) =>
      [presence?.from, presence?.to].flatMap((each) => Object.keys(each ?? {}).map(Number)),
    ),
  ]
  const axisIds = keys('axisId')
  const groupIds = keys('groupId')
  const [partnerRows, axisRows, groupRows] = [
    partnerIds.length === 0
      ? []
      : await reader
          .select({ id: partners.id, name: partners.shortName })
          .from(partners)
          .where(inArray(partners.id, partnerIds)),
    axisIds.length === 0
      ? []
      : await reader
          .select({ id: axes.id, name: axes.title })
          .from(axes)
          .where(inArray(axes.id, axisIds)),
    groupIds.length === 0
      ? []
      : await reader
          .select({ id: groups.id, name: groups.title })
          .from(groups)
          .where(inArray(groups.id, groupIds)),
  ]
  const named = (rows: { id: number; name: string }[]) =>
    new Map(rows.map(({ id, name }) => [id, name]))
  return { partners: named(partnerRows), axes: named(axisRows), groups: named(groupRows) }
}

function numbersIn(value: unknown): number[] {
  return (Array.isArray(value) ? value : [value]).filter((each) => typeof each === 'number')
}
