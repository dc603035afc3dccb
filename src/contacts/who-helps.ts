import { and, asc, eq, gte, inArray, isNull, or, type SQL } from 'drizzle-orm'
import type { Reader } from '../db/db.ts'
import { correspondents, partners } from '../partners/schema.ts'
import type { Gazetteer, KnownPlace } from '../places/gazetteer.ts'
import { placeKey } from '../places/gazetteer.ts'
import { openTo } from './also-help.ts'
import { checkStands } from './correspondents.ts'
import { rulesFor } from './rules-for.ts'
import {
  correspondentChecks,
  helpBodies,
  helpContacts,
  helpRules,
  type Problem,
  type RuleTarget,
} from './schema.ts'

/** A firm's problem, as far as it is known. */
export interface HelpAsked {
  problem: Problem
  /** Where the firm is: a commune, an intercommunality or a département; null: not known. */
  place: KnownPlace | null
  /** The partner (`partners.id`) with whom the problem is, or whom the question is about; null: none, or no partner. */
  buyerPartnerId: number | null
  /** People whom the firm employs; null: not known. */
  headCount: number | null
  /** Word of the firm's trade; null: not known. */
  trade: string | null
}

/** Why somebody is turned to: a rule in force on the day that was asked for. */
export interface HelpRule {
  slug: string
  target: RuleTarget
  /** French sentence. */
  reason: string
  source: string
  sourceUrl: string | null
  /** Calendar day. */
  inForceFrom: string
}

/** Somebody to turn to: a function in a body, or the body itself where no contact of it is known. */
export interface Helper {
  /** correspondent: the SME correspondent of a partner, whose `contact` is null while « à désigner ». */
  kind: 'correspondent' | 'contact' | 'body'
  /** Partner whose agents answer here; null: a body to which Guichet only orients. */
  partnerId: number | null
  body: {
    /** Null for a correspondent: the body is the partner. */
    id: number | null
    slug: string
    name: string
    role: string
    website: string | null
    /** Where its office is, as written; empty: not known. */
    office: string
    phones: string[]
    email: string | null
    checkedOn: string | null
  }
  contact: {
    /** Null for a correspondent. */
    id: number | null
    slug: string | null
    function: string | null
    /** Null: not known (« à compléter »). */
    person: string | null
    phones: string[]
    email: string | null
    office: string
    checkedOn: string | null
  } | null
  /** False where the rule depends on a head count or a place that is not known: to be shown as a possibility. */
  certain: boolean
  rule: HelpRule
}

/** At most so many contacts of one body are told. */
const CONTACTS = 20

/**
 * Whom a firm turns to, in order: for each rule of this kind of problem that holds on `day` (2026-11-22), by rank, the
 * buyer's SME correspondent, or the contacts of the bodies that it names that serve the place and the trade, or these
 * bodies themselves where none of their contacts does. Nobody is told twice, and no partner that has left by then. Empty
 * where no rule leads anywhere. Nothing is left out because the place or the head count is not known: `certain` says so.
 */
export async function whoHelps(
  reader: Reader,
  gazetteer: Gazetteer,
  asked: HelpAsked,
  day: string,
): Promise<Helper[]> {
  const keys = asked.place === null ? null : gazetteer.keysWithin(asked.place, 0)
  const rows = await reader
    .select()
    .from(helpRules)
    .where(eq(helpRules.problem, asked.problem))
    .orderBy(asc(helpRules.rank), asc(helpRules.id))
  const staying = or(isNull(partners.signatoryUntil), gte(partners.signatoryUntil, day))
  const told = new Map<string, Helper>()
  for (const { rule, certain } of rulesFor(rows, { keys, headCount: asked.headCount, day })) {
    const { slug, target, reason, source, sourceUrl, inForceFrom } = rule
    const why = { certain, rule: { slug, target, reason, source, sourceUrl, inForceFrom } }
    for (const found of await helpersOf(reader, rule, { asked, keys, staying })) {
      const key = `${found.kind} ${found.contact?.id ?? found.body.id ?? found.partnerId}`
      if (!told.has(key)) told.set(key, { ...found, ...why })
    }
  }
  return [...told.values()]
}

type Found = Omit<Helper, 'certain' | 'rule'>

async function helpersOf(
  reader: Reader,
  rule: { target: RuleTarget; bodyId: number | null },
  { asked, keys, staying }: { asked: HelpAsked; keys: string[] | null; staying: SQL | undefined },
): Promise<Found[]> {
  if (rule.target === 'buyer-correspondent')
    return asked.buyerPartnerId === null
      ? []
      : correspondentsOf(reader, and(eq(partners.id, asked.buyerPartnerId), staying))
  if (rule.target === 'body')
    return rule.bodyId === null
      ? []
      : bodiesHelping(reader, eq(helpBodies.id, rule.bodyId), asked, keys)
  const kind = rule.target === 'chambers' ? 'chamber' : 'professional-body'
  const ids = (
    await reader
      .select({
        id: partners.id,
        kind: partners.territoryKind,
        code: partners.territoryCode,
      })
      .from(partners)
      .where(and(eq(partners.kind, kind), staying))
      .orderBy(asc(partners.name))
  ).flatMap((row) =>
    keys === null || !row.kind || !row.code || keys.includes(placeKey(row.kind, row.code))
      ? row.id
      : [],
  )
  if (ids.length === 0) return []
  const advisers = (
    await bodiesHelping(reader, inArray(helpBodies.partnerId, ids), asked, keys)
  ).filter(({ contact }) => contact !== null)
  const without = ids.filter((id) => !advisers.some(({ partnerId }) => partnerId === id))
  return without.length === 0
    ? advisers
    : [...advisers, ...(await correspondentsOf(reader, inArray(partners.id, without)))]
}

/** The SME correspondents of these partners: exactly one each, or « à désigner ». */
async function correspondentsOf(reader: Reader, which: SQL | undefined): Promise<Found[]> {
  const rows = await reader
    .select({
      partner: partners,
      correspondent: correspondents,
      checkedOn: correspondentChecks.checkedOn,
    })
    .from(partners)
    .leftJoin(correspondents, eq(correspondents.partnerId, partners.id))
    .leftJoin(correspondentChecks, checkStands)
    .where(which)
    .orderBy(asc(partners.name))
  return rows.map(({ partner, correspondent, checkedOn }) => ({
    kind: 'correspondent',
    partnerId: partner.id,
    body: {
      id: null,
      slug: partner.slug,
      name: partner.name,
      role: '',
      website: partner.website,
      office: '',
      phones: [],
      email: null,
      checkedOn: null,
    },
    contact: correspondent && {
      id: null,
      slug: null,
      function: correspondent.function,
      person: correspondent.name,
      phones: correspondent.phones,
      email: correspondent.email,
      office: '',
      checkedOn,
    },
  }))
}

async function bodiesHelping(
  reader: Reader,
  which: SQL,
  { problem, trade }: HelpAsked,
  keys: string[] | null,
): Promise<Found[]> {
  const bodies = await reader
    .select({ body: helpBodies, partner: partners.name, website: partners.website })
    .from(helpBodies)
    .leftJoin(partners, eq(partners.id, helpBodies.partnerId))
    .where(and(which, isNull(helpBodies.removedAt), openTo(helpBodies.territories, keys)))
    .orderBy(asc(helpBodies.id))
  const found: Found[] = []
  for (const row of bodies) {
    const contacts = await reader
      .select()
      .from(helpContacts)
      .where(
        and(
          eq(helpContacts.bodyId, row.body.id),
          isNull(helpContacts.removedAt),
          openTo(helpContacts.territories, keys),
          openTo(helpContacts.problems, [problem]),
          openTo(helpContacts.trades, trade === null ? null : [trade]),
        ),
      )
      .orderBy(asc(helpContacts.id))
      .limit(CONTACTS)
    const { id, slug, role, office, phones, email, checkedOn, partnerId } = row.body
    const body = {
      id,
      slug,
      name: row.partner ?? row.body.name,
      role,
      website: row.body.website ?? row.website,
      office,
      phones,
      email,
      checkedOn,
    }
    if (contacts.length === 0) found.push({ kind: 'body', partnerId, body, contact: null })
    for (const contact of contacts) found.push({ kind: 'contact', partnerId, body, contact })
  }
  return found
}
