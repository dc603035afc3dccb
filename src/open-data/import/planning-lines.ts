import * as z from 'zod'
import { FIRST_MILESTONE } from '../ocds/planning.ts'
import { purchaseNumberIn } from '../ocds/planning-ocid.ts'
import { CATEGORIES } from '../../api/ocds/map-release.ts'
import type { Release } from '../../api/ocds/package-schema.ts'
import type { LineKey } from '../../programme/template.ts'
import type { UploadedLine, UploadedProcess } from '../../programme/uploaded.ts'
import { quarterOf } from '../../programme/quarter.ts'
import { CATEGORIES as CATEGORY_WORDS } from '../../sources/file/template.ts'
import { inOrder } from './read-line.ts'
import type { Process } from './record-processes.ts'

/** Of a planning release, what tells when the tender is expected. */
const PLANNING = z.looseObject({
  milestones: z
    .array(
      z.looseObject({
        id: z.union([z.string(), z.number()]).optional(),
        code: z.string().optional(),
        dueDate: z.string().optional(),
      }),
    )
    .optional(),
})

const RELATED = z.array(
  z.looseObject({
    relationship: z.array(z.string()).optional(),
    scheme: z.string().optional(),
    identifier: z.string().optional(),
  }),
)

/**
 * The planned purchases of OCDS processes, as rows of a file of planned purchases would tell them: those whose latest
 * release is of the planning stage. Its row is the line of the file that it stands on; its ocid is its identifier.
 */
export function planningLines(processes: Process[], ocidPrefix: string): UploadedLine[] {
  return processes.flatMap(({ ocid, line, releases }) => {
    const release = inOrder(releases).at(-1)
    if (!release || !isPlanning(release)) return []
    const process = processOf(ocid, release, ocidPrefix)
    return [{ row: line, cells: cellsOf(ocid, release), process }]
  })
}

/**
 * Whether a process is a planned purchase as this program tells one, and not a consultation, of which there may be an
 * early notice (`planned`) at the planning stage too.
 */
export function isPlannedPurchase({ releases }: Pick<Process, 'releases'>): boolean {
  const release = inOrder(releases).at(-1)
  if (!release || !isPlanning(release) || release.tender?.status === 'planned') return false
  return milestonesOf(release).some(({ code = '' }) => EXPECTED.test(code))
}

/** « 2027-T2 », or the year alone. */
const EXPECTED = /^(20\d\d)(?:-(T[1-4]))?$/

function processOf(ocid: string, release: Release, ocidPrefix: string): UploadedProcess {
  const announcedAt = release.tender?.guichet?.['publishedAt']
  const first = milestonesOf(release).find(({ id }) => id === FIRST_MILESTONE)?.dueDate
  const related = RELATED.safeParse(release['relatedProcesses'])
  const became = related.data?.find(
    ({ scheme, relationship }) => scheme === 'ocid' && relationship?.includes('contractingProcess'),
  )
  return {
    number: purchaseNumberIn(ocid, ocidPrefix),
    announcedAt: typeof announcedAt === 'string' ? announcedAt : null,
    movedAt: release.date ?? null,
    firstDueOn: /^20\d\d-(?:03-31|06-30|09-30|12-31)/.exec(first ?? '')?.[0] ?? null,
    became: became?.identifier ?? null,
  }
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
function expectedIn(release: Release): { year: string; quarter: string } | null {
  const { tender } = release
  const milestones = milestonesOf(release)
  for (const { code = '' } of milestones) {
    const [, year, quarter = ''] = EXPECTED.exec(code) ?? []
    if (year !== undefined) return { year, quarter }
  }
  const day = milestones.find(({ dueDate }) => dueDate)?.dueDate ?? tender?.tenderPeriod?.startDate
  if (!day || !/^\d{4}-\d\d/.test(day)) return null
  const { year, quarter } = quarterOf(day)
  return { year: String(year), quarter: `T${quarter}` }
}

function milestonesOf({ planning }: Release) {
  return PLANNING.safeParse(planning).data?.milestones ?? []
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
