import { mergeNotices, noticesIn } from '../boamp/merge-notices.ts'
import type { BoampNotice } from '../boamp/notice.ts'
import { partsOf, readPage } from '../boamp/page.ts'
import { type BoampScope, changedSince, scopeOf, withNumbers } from '../boamp/query.ts'
import { type BoampRefusal, readBoampRecord } from '../boamp/read-record.ts'
import { line } from '../boamp/tree.ts'
import { decodeDocument } from '../decode.ts'
import type { SourceKind } from '../kind.ts'
import type { ReadingWarning, WarningCode } from '../reading.ts'

const DAY_MS = 86_400_000
/** How far back the first look goes; what is still open is asked for however old it is. */
const FIRST_LOOK_MS = 60 * DAY_MS
/** BOAMP appears twice a day. */
const PAUSE_MS = 60 * 60_000

/** The open data of BOAMP (Explore API v2.1): the notices of some départements, or that name some buyers. */
export const boamp: SourceKind = {
  name: 'boamp',
  description: {
    example:
      'https://boamp-datadila.opendatasoft.com/api/explore/v2.1/catalog/datasets/boamp?departement=11&siret=21110262500014',
    formats: ['Explore API 2.1', 'donnees : EFORMS, FNSimple, MAPA, Boamp_v230'],
    fields: {
      object: ['donnees', 'objet'],
      description: ['donnees'],
      buyers: ['donnees', 'nomacheteur'],
      reference: ['donnees'],
      boampId: ['idweb'],
      category: ['donnees', 'type_marche'],
      procedure: ['donnees', 'procedure_libelle', 'famille'],
      contractForm: ['donnees'],
      cpv: ['donnees'],
      place: ['donnees', 'code_departement_prestation'],
      amount: ['donnees'],
      lots: ['donnees'],
      divided: ['donnees'],
      lotCount: ['donnees'],
      deadline: ['donnees', 'datelimitereponse'],
      deadlineStage: ['donnees'],
      siteVisit: ['donnees'],
      duration: ['donnees'],
      expectedStart: ['donnees'],
      renewals: ['donnees'],
      variants: ['donnees'],
      grouping: ['donnees'],
      reserved: ['donnees'],
      socialClauses: ['donnees'],
      environmentalClauses: ['donnees'],
      criteria: ['donnees'],
      qualifications: ['donnees'],
      requiredDocuments: ['donnees'],
      response: ['donnees'],
      noticeUrl: ['idweb'],
      documentsUrl: ['donnees'],
      documentsVersion: ['donnees'],
      contact: ['donnees'],
      status: ['etat', 'nature', 'donnees'],
      statusReason: ['donnees'],
      outcome: ['donnees', 'titulaire'],
      frameworkMaximum: ['donnees'],
    },
  },
  async read({ bytes, contentType }, parsed) {
    parsed()
    const page = readPage(decodeDocument(bytes, contentType).text)
    if ('error' in page) {
      const detail = page.error === 'query-refused' ? { detail: page.detail } : {}
      return { ok: false, code: page.error, line: null, column: null, ...detail }
    }
    const notices: BoampNotice[] = []
    const warnings: ReadingWarning[] = []
    for (const [index, record] of page.records.entries()) {
      const notice = readBoampRecord(record)
      if ('facts' in notice) notices.push(notice)
      else warnings.push(leftOut(record, index + 1, notice.refused))
    }
    return {
      ok: true,
      drafts: notices.map(draftOf),
      items: page.records.length,
      dates: notices.flatMap(({ publishedAt }) => publishedAt ?? []),
      partial: false,
      mode: 'strict',
      warnings,
      askedPause: PAUSE_MS,
      total: page.total,
      follows: notices.flatMap(({ concerns }) => concerns),
    }
  },
  merge: (stored, fresh) =>
    mergeNotices([...(stored === null ? [] : noticesIn(stored)), ...noticesIn(fresh)]),
  pages: {
    accepts: (address) => scopeOf(address) !== null,
    changed: (address, since, now) =>
      changedSince(scopeIn(address), since ?? new Date(now.getTime() - FIRST_LOOK_MS)),
    named: (address, names) => withNumbers(scopeIn(address), names),
    parts: partsOf,
  },
}

const LEFT_OUT: Record<BoampRefusal, WarningCode> = {
  'no-call': 'notice-no-call',
  'no-identifier': 'notice-without-number',
  'not-a-record': 'notice-unreadable',
}

function leftOut(record: unknown, item: number, refused: BoampRefusal): ReadingWarning {
  const name = line(record, 'idweb')
  return {
    code: LEFT_OUT[refused],
    line: null,
    column: null,
    item,
    ...(name === null ? {} : { name }),
  }
}

/** A notice under all names of its procedure. */
function draftOf({ externalId, alternateIds, concerns, raw, facts, publishedAt }: BoampNotice) {
  return { externalId, alternateIds: [...concerns, ...alternateIds], raw, facts, publishedAt }
}

/** addSources lets no other address in. */
function scopeIn(address: string): BoampScope {
  const scope = scopeOf(new URL(address))
  if (scope === null) throw new Error(`${address} asks BOAMP for nothing`)
  return scope
}
