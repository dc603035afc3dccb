import { eq } from 'drizzle-orm'
import type { Reader, Tx } from '../db/db.ts'
import { partners, type PartnerKind } from '../partners/schema.ts'
import { placeKey } from '../places/gazetteer.ts'
import type { BodyRow } from './list-bodies.ts'
import { type BodyKind, helpBodies } from './schema.ts'

/** The body that a partner is among the contacts; null while it has said nothing of itself. */
export async function ownBody(reader: Reader, partnerId: number): Promise<BodyRow | null> {
  const [row] = await reader.select().from(helpBodies).where(eq(helpBodies.partnerId, partnerId))
  return row ?? null
}

/** The same, made out of the directory where there is none yet. */
export async function makeOwnBody(tx: Tx, partnerId: number, now: Date): Promise<BodyRow> {
  const [partner] = await tx.select().from(partners).where(eq(partners.id, partnerId)).for('update')
  if (!partner) throw new Error(`no partner ${partnerId}`)
  const known = await ownBody(tx, partnerId)
  if (known) return known
  const [namesake] = await tx
    .select({ id: helpBodies.id })
    .from(helpBodies)
    .where(eq(helpBodies.slug, partner.slug))
  const [made] = await tx
    .insert(helpBodies)
    .values({
      slug: namesake ? `${partner.slug}-partenaire` : partner.slug,
      partnerId,
      kind: KINDS[partner.kind],
      name: partner.name,
      phones: [],
      territories:
        partner.territoryKind && partner.territoryCode
          ? [placeKey(partner.territoryKind, partner.territoryCode)]
          : [],
      problems: [],
      demonstration: partner.demonstration,
      source: partner.name,
      changedAt: now,
    })
    .returning()
  if (!made) throw new Error('an insert returned no row')
  return made
}

/** What a partner is among the contacts. */
const KINDS: Record<PartnerKind, BodyKind> = {
  departement: 'council',
  intercommunality: 'council',
  commune: 'council',
  'public-body': 'public-body',
  chamber: 'chamber',
  'professional-body': 'professional-body',
}
