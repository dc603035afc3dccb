import { eq } from 'drizzle-orm'
import { rencontreMails } from '../../views/mail/rencontres.ts'
import { readConfig } from '../../src/config.ts'
import type { Db } from '../../src/db/db.ts'
import { buyers } from '../../src/partners/schema.ts'
import { plannedPurchases } from '../../src/programme/schema.ts'
import { addBuyer } from '../../src/rencontres/attend.ts'
import {
  type Author,
  createRencontre,
  publishRencontre,
} from '../../src/rencontres/edit-rencontre.ts'
import type { TypedBooking } from '../../src/rencontres/read-booking.ts'
import type { Grid } from '../../src/rencontres/schema.ts'
import type { Telling } from '../../src/rencontres/tell.ts'
import { authorOf } from '../support/pact.ts'
import { type TestProgram, winter } from '../support/application.ts'

type Program = Pick<TestProgram, 'deps' | 'clock'>

/** Before any meeting of these tests. */
export const BEFORE = new Date('2026-11-20T10:00:00+01:00')

/** From 14 h to 17 h by twenty minutes, with a break at 15 h 20: eight slots. */
export const AFTERNOON: Grid = {
  from: 14 * 60,
  to: 17 * 60,
  length: 20,
  breaks: [{ from: 15 * 60 + 20, to: 15 * 60 + 40 }],
}

/** What writing about meetings needs, with mail on or off. */
export function tellingIn({ deps, clock }: Program, mail = true): Telling {
  return {
    config: mailConfig(deps.config.baseUrl, mail),
    now: clock.now,
    tagAuthority: 'guichet.example',
    mails: rencontreMails,
  }
}

/** A configuration with mail on or off. */
export function mailConfig(baseUrl: string, mail = true) {
  const read = readConfig({
    BASE_URL: baseUrl,
    ...(mail ? { SMTP_URL: 'smtp://localhost:25', MAIL_FROM: 'guichet@guichet.example' } : {}),
  })
  if (!read.ok) throw new Error(read.problems.join('\n'))
  return read.config
}

/** In the name of a partner of the demonstration: the federation organises. */
export function authorFor({ deps, clock }: Program, slug = 'ffb-aude'): Promise<Author> {
  return authorOf(deps.db, slug, clock.now)
}

/** A buyer of the demonstration, by its word. */
export async function buyerNamed(db: Db, slug: string): Promise<number> {
  const [buyer] = await db.select({ id: buyers.id }).from(buyers).where(eq(buyers.slug, slug))
  if (!buyer) throw new Error(`no buyer ${slug}`)
  return buyer.id
}

/** A published meeting on 4 February 2027, where these buyers receive firms. */
export async function meeting(
  program: Program,
  options: { buyers?: string[]; grid?: Grid | null; published?: boolean; trade?: string } = {},
) {
  const { buyers: slugs = ['narbonne'], grid = AFTERNOON, published = true, trade } = options
  const author = await authorFor(program)
  const telling = tellingIn(program)
  const ids = await Promise.all(slugs.map((slug) => buyerNamed(program.deps.db, slug)))
  const made = await program.deps.db.transaction(async (tx) => {
    const rencontre = await createRencontre(
      tx,
      {
        typed: {
          title: 'Travaux publics : les chantiers de 2027',
          trade: trade ?? null,
          description: 'Les donneurs d’ordre présentent leurs chantiers.',
          place: 'Maison des entreprises, Narbonne',
          placeKey: 'c:11262',
          access: 'Parking gratuit.',
          contact: '',
        },
        day: {
          starts: winter('2027-02-04T09:00'),
          ends: winter('2027-02-04T17:30'),
          bookableUntil: winter('2027-02-03T18:00'),
        },
      },
      author,
    )
    const attending: number[] = []
    for (const buyerId of ids) {
      const typed = { seeks: 'Des entreprises locales.', spot: 'table 4', grid, purchaseIds: [] }
      const added = await addBuyer(tx, rencontre.id, { buyerId, typed }, author, telling)
      if (!added.ok) throw new Error(JSON.stringify(added))
      attending.push(added.id)
    }
    if (published) await publishRencontre(tx, rencontre.id, author)
    return { ...rencontre, attending }
  })
  await program.deps.versions.refresh()
  return made
}

/** Somebody of an invented firm, by a number. */
export function firm(number: number, more: Partial<TypedBooking> = {}): TypedBooking {
  return {
    firm: `Entreprise ${number}`,
    siret: null,
    person: `Personne ${number}`,
    email: `personne${number}@entreprise.example`,
    phone: null,
    sells: 'Terrassement et réseaux',
    ...more,
  }
}

/** A planned purchase of a buyer: its number. */
export async function plannedPurchase(db: Db, buyerId: number): Promise<number> {
  const [row] = await db
    .insert(plannedPurchases)
    .values({
      buyerId,
      object: 'Réfection de la rue du Pont',
      description: '',
      cpv: [],
      trades: [],
      year: 2027,
      quarter: 2,
      dueOn: '2027-06-30',
      firstYear: 2027,
      firstDueOn: '2027-06-30',
      contactName: '',
      contactPhone: '',
      contactEmail: '',
      status: 'waiting',
      demonstration: false,
      announcedAt: BEFORE,
      movedAt: BEFORE,
      searchText: 'Réfection',
    })
    .returning({ id: plannedPurchases.id })
  if (!row) throw new Error('no planned purchase')
  return row.id
}
