import { CATEGORIES, GAZETTEER } from '../../api/ocds/map-release.ts'
import type { Contact, Place } from '../../consultations/facts.ts'
import { safeText } from '../../feeds/safe-text.ts'
import type { ListedPurchase } from '../../programme/listed.ts'
import { dueOn } from '../../programme/quarter.ts'
import { told, toldOrNothing } from '../told.ts'
import { Parties } from './parties.ts'
import { extensionsUsed, LICENCE_URL } from './record-package.ts'
import { planningOcid } from './planning-ocid.ts'
import { dayText, eurosOf, instantText } from './tender.ts'

/** What is said beside the purchases' own data, and in which words. */
export interface PlanningContext {
  baseUrl: string
  operator: string
  ocidPrefix: string
  /** That it binds nobody. */
  forecast: string
  /** « Consultation attendue » */
  milestone: string
  /** « Consultation attendue, telle qu’annoncée d’abord » */
  firstMilestone: string
}

/**
 * The release package of a planned purchase (OCDS 1.1.5): one release, tagged `planning` while it stands as it was
 * announced and `planningUpdate` afterwards. Its ocid is that of a planning process: the consultation that came of it has
 * its own, and is named as a related process.
 */
export function planningPackageText(purchase: ListedPurchase, context: PlanningContext): string {
  const { baseUrl, operator } = context
  const release = planningRelease(purchase, context)
  const packaged = {
    uri: `${baseUrl}/programmation/${purchase.id}/ocds.json`,
    version: '1.1',
    extensions: extensionsUsed(baseUrl),
    publisher: { name: operator, uri: `${baseUrl}/` },
    license: LICENCE_URL,
    publicationPolicy: `${baseUrl}/donnees`,
    publishedDate: release.date,
    releases: [release],
  }
  return JSON.stringify(packaged, (_key, value: unknown) =>
    typeof value === 'string' ? safeText(value) : value,
  )
}

/** The code of the milestone that says when the consultation is expected: « 2027-T2 », or the year alone. */
function expectedCode({ year, quarter }: { year: number; quarter: number | null }): string {
  return quarter === null ? String(year) : `${year}-T${quarter}`
}

/** Identifies the milestone that says when it was expected as first announced, where that has moved since. */
export const FIRST_MILESTONE = 'premiere-annonce'

function planningRelease(purchase: ListedPurchase, context: PlanningContext) {
  const { facts, buyer: named, status, became, version, droppedReason } = purchase
  const { baseUrl, ocidPrefix, forecast, milestone, firstMilestone } = context
  const ocid = planningOcid(ocidPrefix, purchase)
  const parties = new Parties()
  const contact: Contact | undefined = facts.contact ?? undefined
  const buyer = parties.buyer(named, true, contact)
  const date = instantText(purchase.movedAt)
  return {
    ocid,
    id: `${ocid}-v${version}`,
    date,
    tag: [version === 1 ? 'planning' : 'planningUpdate'],
    initiationType: 'tender',
    language: 'fr',
    parties: parties.list(),
    buyer,
    planning: told({
      rationale: forecast,
      milestones: [
        told({
          id: 'consultation',
          title: milestone,
          type: 'preProcurement',
          code: expectedCode(facts),
          dueDate: dayText(dueOn(facts)),
          dateMet: became && instantText(became.publishedAt),
          status: status === 'published' ? 'met' : status === 'dropped' ? 'notMet' : 'scheduled',
        }),
        ...(purchase.firstDueOn === purchase.dueOn
          ? []
          : [
              {
                id: FIRST_MILESTONE,
                title: firstMilestone,
                type: 'preProcurement',
                dueDate: dayText(purchase.firstDueOn),
              },
            ]),
      ],
    }),
    tender: told({
      id: ocid,
      title: facts.object,
      description: facts.description,
      status: status === 'dropped' ? 'withdrawn' : 'planning',
      statusDetails: droppedReason,
      items: itemsOf(facts.cpv, facts.place),
      value: eurosOf(facts.amount?.max),
      minValue: eurosOf(facts.amount?.min),
      mainProcurementCategory:
        facts.category &&
        Object.entries(CATEGORIES).find(([, category]) => category === facts.category)?.[0],
      guichet: toldOrNothing({
        trades: facts.trades,
        publishedAt: instantText(purchase.announcedAt),
      }),
    }),
    ...(became
      ? {
          relatedProcesses: [
            {
              id: '1',
              relationship: ['contractingProcess'],
              title: became.title,
              scheme: 'ocid',
              identifier: became.ocid,
              uri: `${baseUrl}/donnees/ocds/${became.reference}.json`,
            },
          ],
        }
      : {}),
  }
}

function itemsOf(cpv: string[], place: Place | null): object[] {
  const [main, ...others] = cpv.map((code) => ({ scheme: 'CPV', id: code }))
  if (!main && !place) return []
  return [
    told({
      id: 'ensemble',
      classification: main,
      additionalClassifications: others,
      deliveryAddress: place && { locality: place.name },
      deliveryLocation: place?.code
        ? { gazetteer: { scheme: GAZETTEER, identifiers: [place.code] } }
        : undefined,
    }),
  ]
}
