import { asc, eq } from 'drizzle-orm'
import { rencontreMails } from '../../../views/mail/rencontres.ts'
import { newSecret } from '../../auth/secret.ts'
import type { Config } from '../../config.ts'
import type { Tx } from '../../db/db.ts'
import { storeDocument } from '../../documents/store-document.ts'
import { buyers, partners } from '../../partners/schema.ts'
import { addBuyer, writeTurnOut } from '../../rencontres/attend.ts'
import { book, type Wanted } from '../../rencontres/book.ts'
import { addDocument } from '../../rencontres/documents.ts'
import {
  announceDocuments,
  type Author,
  callOff,
  createRencontre,
  moveRencontre,
  publishRencontre,
  setProgramme,
  writeOutcome,
} from '../../rencontres/edit-rencontre.ts'
import { bookingsAt, findRencontre, purchasesOf } from '../../rencontres/queries.ts'
import { slots } from '../../rencontres/schema.ts'
import type { Telling } from '../../rencontres/tell.ts'
import { type Days, daysAround } from './pact/days.ts'
import { DEMONSTRATION, told } from './pact/step.ts'
import { FIRMS } from './pact/trainings-story.ts'
import { type BuyerStory, RENCONTRES, type RencontreStory } from './rencontres-story.ts'

interface Story {
  tx: Tx
  days: Days
  config: Config
  /** In the name of the organiser, on a day. */
  by: (at: number) => Author
  telling: (at: number) => Telling
}

/** Tells buyers' meetings, to come and past, through the functions that agents and firms use. */
export async function tellRencontres(
  tx: Tx,
  { now, config, tagAuthority }: { now: Date; config: Config; tagAuthority: string },
): Promise<void> {
  const days = daysAround(now)
  const ids = new Map((await tx.select().from(partners)).map(({ slug, id }) => [slug, id]))
  for (const story of RENCONTRES) {
    const partnerId = ids.get(story.organiser)
    if (partnerId === undefined) throw new Error(`no partner ${story.organiser}`)
    await tellRencontre(story, {
      tx,
      days,
      config,
      by: (at) => ({ partnerId, actor: DEMONSTRATION, now: days.instant(at) }),
      telling: (at) => ({ config, tagAuthority, now: days.instant(at), mails: rencontreMails }),
    })
  }
}

async function tellRencontre(story: RencontreStory, context: Story): Promise<void> {
  const { tx, days, by, telling } = context
  const { title, trade, place, description, published, moved, calledOff, after, at } = story
  const dayAt = (offset: number) => ({
    starts: days.moment(offset, story.starts),
    ends: days.moment(offset, story.ends),
    bookableUntil: days.moment(offset, story.starts),
  })
  const { id } = await createRencontre(
    tx,
    {
      typed: {
        title,
        trade,
        description,
        place,
        placeKey: null,
        access: 'Salle accessible ; stationnement à cinq minutes.',
        contact: 'Service aux entreprises de l’organisateur (démonstration)',
      },
      day: dayAt(moved?.from ?? at),
    },
    by(published - 20),
  )
  const items = story.programme.map(([fromMinute, toMinute, subject, speaker]) => ({
    fromMinute,
    toMinute,
    title: subject,
    speaker,
  }))
  told(await setProgramme(tx, id, { version: 1, items }, by(published - 15)))
  const attending = new Map<BuyerStory, number>()
  for (const each of story.buyers) attending.set(each, await addTable(id, each, published, context))
  told(await publishRencontre(tx, id, by(published)))
  for (const [each, own] of attending) await bookAt(id, own, each, published, context)
  if (moved) {
    const version = (await findRencontre(tx, { id }))?.version ?? 0
    const move = { ...dayAt(at), reason: moved.why, shiftsSlots: false }
    told(await moveRencontre(tx, id, { version, move }, by(moved.at), telling(moved.at)))
  }
  if (calledOff) told(await callOff(tx, id, calledOff[1], by(calledOff[0]), telling(calledOff[0])))
  if (!after) return
  for (const [each, own] of attending) await tellTurnOut(id, own, each, at, context)
  const { file, outcome } = after
  const bytes = new TextEncoder().encode(file.text)
  const stored = await storeDocument(tx, { name: file.name, bytes }, by(at + 3), context.config)
  if (!stored.ok) throw new Error(`${file.name}: ${stored.problem}`)
  const document = { documentId: stored.document.id, title: file.title }
  await addDocument(tx, id, document, by(at + 3))
  told(await announceDocuments(tx, id, by(at + 3), telling(at + 3)))
  told(await writeOutcome(tx, id, outcome, by(at + 12)))
}

/** Purchases that a buyer shows at most. */
const SHOWN = 3

async function addTable(
  rencontreId: number,
  { buyer, seeks, spot, grid }: BuyerStory,
  published: number,
  { tx, by, telling }: Story,
): Promise<number> {
  const [row] = await tx.select({ id: buyers.id }).from(buyers).where(eq(buyers.slug, buyer))
  if (!row) throw new Error(`no buyer ${buyer}`)
  const purchaseIds = (await purchasesOf(tx, row.id)).slice(0, SHOWN).map(({ id }) => id)
  const added = await addBuyer(
    tx,
    rencontreId,
    { buyerId: row.id, typed: { seeks, spot, grid, purchaseIds } },
    by(published - 12),
    telling(published - 12),
  )
  return told(added).id
}

async function bookAt(
  rencontreId: number,
  attendingBuyerId: number,
  { booked = [], wait = [] }: BuyerStory,
  published: number,
  { tx, telling }: Story,
): Promise<void> {
  const free = await tx
    .select({ slotId: slots.id })
    .from(slots)
    .where(eq(slots.attendingBuyerId, attendingBuyerId))
    .orderBy(asc(slots.fromMinute))
  const wanted: [number, Wanted][] = [
    ...booked.map((rank, index): [number, Wanted] => [rank, free[index] ?? { slotId: 0 }]),
    ...wait.map((rank): [number, Wanted] => [rank, { attendingBuyerId }]),
  ]
  for (const [rank, each] of wanted) {
    const [firm = '', person = '', commune = ''] = FIRMS[rank] ?? []
    const typed = {
      firm,
      siret: null,
      person,
      email: `${person.toLowerCase().replaceAll(/[^a-z]/g, '')}@example.org`,
      phone: null,
      sells: `Entreprise de démonstration, ${commune}`,
    }
    told(
      await book(tx, rencontreId, each, { typed, formSecret: newSecret() }, telling(published + 2)),
    )
  }
}

async function tellTurnOut(
  rencontreId: number,
  attendingBuyerId: number,
  { absent = [], bid = [], words = '' }: BuyerStory,
  at: number,
  { tx, by }: Story,
): Promise<void> {
  const isAmong = (ranks: number[], firm: string | null) =>
    ranks.some((rank) => FIRMS[rank]?.[0] === firm)
  const rows = (await bookingsAt(tx, { attendingBuyerId })).map(({ id, firm }) => ({
    bookingId: id,
    attendance: isAmong(absent, firm) ? ('absent' as const) : ('present' as const),
    toldNew: null,
    hasBid: isAmong(bid, firm) ? true : null,
  }))
  const said = { rows, toldMet: null, toldNew: null, words }
  told(await writeTurnOut(tx, rencontreId, attendingBuyerId, said, by(at + 5)))
}
