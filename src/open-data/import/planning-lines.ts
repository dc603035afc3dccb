import * as z from 'zod'
import { CATEGORIES } from '../../api/ocds/map-release.ts'
import type { Release } from '../../api/ocds/package-schema.ts'
import type { LineKey } from '../../programme/template.ts'
import type { UploadedLine } from '../../programme/uploaded.ts'
import { quarterOf } from '../../programme/quarter.ts'
import { CATEGORIES as CATEGORY_WORDS } from '../../sources/file/template.ts'
import { inOrder } from './read-line.ts'

/** Of a planning release, what tells when the tender is expected. */
const PLANNING = z.looseObject({
  milestones: z
    .array(z.looseObject({ code: z.string().optional(), dueDate: z.string().optional() }))
    .optional(),
})

/**
 * The planned purchases of OCDS processes, as rows of a file of planned purchases would tell them: those whose latest
 * release is of the planning stage. The row is the process's place in the file; its ocid is its identifier.
 */
export function planningLines(processes: { ocid: string; releases: Release[] }[]): UploadedLine[] {
  return processes.flatMap(({ ocid, releases }, index) => {
    const release = inOrder(releases).at(-1)
    if (!release || !isPlanning(release)) return []
    return [{ row: index + 1, cells: cellsOf(ocid, release) }]
  })
}

function isPlanning({ tag, tender }: Release): boolean {
  const tags = typeof tag === 'string' ? [tag] : (tag ?? [])
  if (tags.some((each) => each === 'planning' || each === 'planningUpdate')) return true
  return tags.includes('compiled') && tender?.status === 'planning'
}

function cellsOf(ocid: string, release: Release): UploadedLine['cells'] {
  const { tender } = release
  const expected = expectedIn(release)
  const items = tender?.items ?? []
  const codes = items.flatMap(({ classification, additionalClassifications = [] }) =>
    [classification, ...additionalClassifications].flatMap((each) =>
      each?.scheme === 'CPV' && each.id !== undefined ? String(each.id) : [],
    ),
  )
  const [buyer] = (release.parties ?? []).filter(({ roles }) => roles?.includes('buyer'))
  const said: Record<LineKey, string> = {
    identifier: ocid,
    buyer: siretOf(buyer?.identifier) ?? buyer?.name ?? release.buyer?.name ?? '',
    object: tender?.title ?? '',
    year: expected?.year ?? '',
    quarter: expected?.quarter ?? '',
    category: categoryWord(tender?.mainProcurementCategory),
    trades: tradesIn(tender?.guichet),
    cpv: [...new Set(codes)].join(', '),
    amountMin: eurosText(tender?.minValue?.amount),
    amountMax: eurosText(tender?.value?.amount ?? release.planning?.budget?.amount?.amount),
    place:
      items.find(({ deliveryAddress }) => deliveryAddress?.locality)?.deliveryAddress?.locality ??
      '',
    description: tender?.description ?? '',
    contactName: buyer?.contactPoint?.name ?? '',
    contactPhone: buyer?.contactPoint?.telephone ?? '',
    contactEmail: buyer?.contactPoint?.email ?? '',
    dropped: droppedIn(tender),
  }
  return Object.fromEntries(
    Object.entries(said).map(([key, text]) => [key, { text, kind: 'text' as const }]),
  )
}

/** The quarter that a milestone's code names, else that of its due date or of the tender's period. */
function expectedIn({ planning, tender }: Release): { year: string; quarter: string } | null {
  const read = PLANNING.safeParse(planning)
  const milestones = read.success ? (read.data.milestones ?? []) : []
  for (const { code = '' } of milestones) {
    const [, year, quarter = ''] = /^(20\d\d)(?:-(T[1-4]))?$/.exec(code) ?? []
    if (year !== undefined) return { year, quarter }
  }
  const day = milestones.find(({ dueDate }) => dueDate)?.dueDate ?? tender?.tenderPeriod?.startDate
  if (!day || !/^\d{4}-\d\d/.test(day)) return null
  const { year, quarter } = quarterOf(day)
  return { year: String(year), quarter: `T${quarter}` }
}

function siretOf(identifier: { id?: string | number | undefined } | undefined): string | null {
  const id = String(identifier?.id ?? '')
  return /^\d{14}$/.test(id) ? id : null
}

function categoryWord(code: string | undefined): string {
  const category = Object.entries(CATEGORIES).find(([each]) => each === code)?.[1]
  return Object.entries(CATEGORY_WORDS).find(([, each]) => each === category)?.[0] ?? ''
}

function tradesIn(guichet: Record<string, unknown> | undefined): string {
  const { trades } = guichet ?? {}
  return Array.isArray(trades) ? trades.filter((each) => typeof each === 'string').join('|') : ''
}

function eurosText(amount: number | undefined): string {
  return amount === undefined ? '' : String(amount).replace('.', ',')
}

/** Why it was dropped; where no reason is given, that it was. */
function droppedIn(tender: Release['tender']): string {
  const isDropped = tender?.status === 'withdrawn' || tender?.status === 'cancelled'
  return isDropped ? tender.statusDetails || 'Non précisé' : ''
}
