import type { Facts } from '../../consultations/facts.ts'
import type { PublishedConsultation, PublishedNotice, WithHistory } from '../published.ts'
import { told } from '../told.ts'
import { resultsOf } from './awards.ts'
import { Parties } from './parties.ts'
import { planningOcid } from './planning-ocid.ts'
import type { OcdsContext } from './record-package.ts'
import { statesAfter } from './states.ts'
import { instantText, tenderOf } from './tender.ts'

/**
 * The releases of a consultation, one for each notice of its history in their order, each with all that was known then;
 * and the compiled release, with what is known now. Identifiers stay the same for ever.
 */
export function releasesOf(consultation: WithHistory, context: OcdsContext) {
  const { notices, facts, ocid } = consultation
  const states = statesAfter(facts, notices)
  const releases = notices.map((notice, index) => {
    const state = states[index] ?? facts
    const amendments = amendmentsUpTo(consultation, index, context)
    return {
      ...contentOf(consultation, state, amendments, context),
      id: releaseId(consultation, notice),
      date: instantText(notice.recordedAt),
      tag: tagsOf(notice, state),
    }
  })
  const date = releases.at(-1)?.date ?? instantText(consultation.publishedAt)
  const compiled = {
    ...contentOf(
      consultation,
      facts,
      amendmentsUpTo(consultation, notices.length - 1, context),
      context,
    ),
    id: `${ocid}-${date}`,
    date,
    tag: ['compiled'],
  }
  return { releases, compiled }
}

function releaseId({ ocid }: PublishedConsultation, { id }: PublishedNotice): string {
  return `${ocid}-avis-${id}`
}

function contentOf(
  consultation: PublishedConsultation,
  facts: Partial<Facts>,
  amendments: object[],
  context: OcdsContext,
) {
  const { ocid } = consultation
  const parties = new Parties()
  const [buyer] = consultation.buyers.map((each, position) =>
    parties.buyer(each, position === 0, facts.contact),
  )
  const { awards, contracts, bids } = resultsOf(facts, parties)
  const tender = tenderOf(facts, consultation, buyer, context)
  return told({
    ocid,
    initiationType: 'tender',
    language: 'fr',
    parties: parties.list(),
    buyer,
    tender: told({ ...tender, amendments }),
    bids,
    awards,
    contracts,
    relatedProcesses: relatedTo(consultation, context),
  })
}

/** What it starts again, and the planned purchases that announced it. */
function relatedTo(
  { renews, announced }: PublishedConsultation,
  { baseUrl, ocidPrefix }: OcdsContext,
): object[] {
  const related = [
    ...(renews
      ? [
          {
            relationship: ['unsuccessfulProcess'],
            title: renews.title,
            scheme: 'ocid',
            identifier: renews.ocid,
            uri: `${baseUrl}/donnees/ocds/${renews.reference}.json`,
          },
        ]
      : []),
    ...announced.map((purchase) => ({
      relationship: ['planning'],
      title: purchase.object,
      scheme: 'ocid',
      identifier: planningOcid(ocidPrefix, purchase),
      uri: `${baseUrl}/programmation/${purchase.id}/ocds.json`,
    })),
  ]
  return related.map((process, index) => ({ id: String(index + 1), ...process }))
}

/** What each notice after the first one has changed, up to this one: in words, with the ground given for it. */
function amendmentsUpTo(
  consultation: WithHistory,
  last: number,
  { changeWords }: OcdsContext,
): object[] {
  const { notices } = consultation
  return notices.slice(0, last + 1).flatMap((notice, index) => {
    const earlier = notices[index - 1]
    if (!AMENDING.has(notice.kind) || (!earlier && notice.reason === null)) return []
    return [
      told({
        id: `avis-${notice.id}`,
        date: instantText(notice.publishedAt),
        rationale: notice.reason,
        description: changeWords(notice.changes),
        amendsReleaseID: earlier && releaseId(consultation, earlier),
        releaseID: releaseId(consultation, notice),
      }),
    ]
  })
}

const AMENDING = new Set<PublishedNotice['kind']>([
  'correction',
  'extension',
  'cancellation',
  'unsuccessful',
])

const ENDED = new Set<Facts['status']>(['withdrawn', 'abandoned', 'unsuccessful'])

/** What the notice was (code list releaseTag). */
function tagsOf({ kind }: PublishedNotice, facts: Partial<Facts>): string[] {
  const outcomes = [facts.outcome, ...(facts.lots ?? []).map(({ outcome }) => outcome)]
  switch (kind) {
    case 'planned':
      return ['planning']
    case 'tender':
      return ['tender']
    case 'correction':
    case 'extension':
      return [facts.status === 'planned' ? 'planningUpdate' : 'tenderAmendment']
    case 'award':
      return outcomes.some((outcome) => outcome?.kind === 'awarded' && outcome.notifiedOn !== null)
        ? ['award', 'contract']
        : ['award']
    case 'cancellation':
    case 'unsuccessful': {
      const isWhole = facts.status !== undefined && ENDED.has(facts.status)
      const failed = outcomes.some((outcome) => outcome && outcome.kind !== 'awarded')
      return [...(isWhole ? ['tenderCancellation'] : []), ...(failed || !isWhole ? ['award'] : [])]
    }
  }
}
