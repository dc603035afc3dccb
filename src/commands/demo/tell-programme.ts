import { and, eq, sql } from 'drizzle-orm'
import type { Lists } from '../../consultations/lists.ts'
import { consultations } from '../../consultations/schema.ts'
import type { Tx } from '../../db/db.ts'
import { buyers } from '../../partners/schema.ts'
import { announcePurchases, type Author } from '../../programme/announce.ts'
import { changePurchase, dropPurchase, linkPurchase } from '../../programme/change.ts'
import { type PurchaseBuyer, recognisedPlace } from '../../programme/columns.ts'
import type { PurchaseFacts } from '../../programme/purchase.ts'
import { type Expected, quarterOf } from '../../programme/quarter.ts'
import { type Days, daysAround } from './pact/days.ts'
import { DEMONSTRATION } from './pact/step.ts'
import { type PurchaseStory, PURCHASES } from './programme-story.ts'

/** Tells the buyers' programmes: what is to come, late, moved, dropped, and what became consultations. */
export async function tellProgramme(tx: Tx, now: Date, lists: Lists): Promise<void> {
  const days = daysAround(now)
  for (const story of PURCHASES) await tellPurchase(tx, story, days, lists)
}

async function tellPurchase(tx: Tx, story: PurchaseStory, days: Days, lists: Lists): Promise<void> {
  const [buyer] = await tx
    .select({
      id: buyers.id,
      name: buyers.name,
      territoryKind: buyers.territoryKind,
      territoryCode: buyers.territoryCode,
      partnerId: buyers.partnerId,
    })
    .from(buyers)
    .where(eq(buyers.slug, story.buyer))
  if (!buyer) throw new Error(`no buyer ${story.buyer}`)
  const at = (offset: number): Author => ({
    partnerId: buyer.partnerId,
    actor: DEMONSTRATION,
    now: days.instant(-offset),
  })
  const facts = factsOf(story, days, lists)
  const external =
    story.identifier === undefined
      ? null
      : { id: story.identifier, key: `id:${story.identifier.toLowerCase()}` }
  const [id] = await announcePurchases(
    tx,
    [{ facts, buyer, external, dropped: null }],
    at(story.announced),
    { ...lists, demonstration: true },
  )
  if (id === undefined) throw new Error('nothing was announced')
  if (story.moved) {
    const { quarter } = story.moved
    const moved = { ...facts, ...expectedIn({ ...story, quarter }, days) }
    await changePurchase(tx, id, { version: 1, facts: moved, buyer }, at(story.moved.days), lists)
  }
  if (story.dropped) {
    const { days: ago, reason } = story.dropped
    await dropPurchase(tx, id, { version: 1, reason }, at(ago))
  }
  if (story.became) {
    const consultationId = await consultationTitled(tx, buyer, story.became.title)
    await linkPurchase(tx, id, { version: 1, consultationId }, at(story.became.days))
  }
}

function factsOf(story: PurchaseStory, days: Days, { gazetteer }: Lists): PurchaseFacts {
  return {
    object: story.object,
    description: '',
    category: null,
    cpv: [],
    trades: [],
    amount: null,
    place: story.place === undefined ? null : recognisedPlace(story.place, gazetteer),
    contact: {
      name: 'Service de la commande publique (démonstration)',
      phone: '04 68 00 00 00',
      email: `marches@${story.buyer}.example`,
    },
    ...story.facts,
    ...expectedIn(story, days),
  }
}

function expectedIn({ quarter, year = 0 }: PurchaseStory, days: Days): Expected {
  const now = quarterOf(days.day(0))
  if (quarter === null) return { year: now.year + year, quarter: null }
  const count = now.year * 4 + now.quarter - 1 + quarter
  return { year: Math.floor(count / 4), quarter: (count % 4) + 1 }
}

async function consultationTitled(tx: Tx, { id }: PurchaseBuyer, title: string): Promise<number> {
  const [found] = await tx
    .select({ id: consultations.id })
    .from(consultations)
    .where(and(eq(consultations.buyerId, id), sql`starts_with(${consultations.title}, ${title})`))
  if (!found) throw new Error(`no consultation « ${title} »`)
  return found.id
}
