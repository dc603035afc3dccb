import { and, eq } from 'drizzle-orm'
import { recordAudit } from '../audit/record.ts'
import type { Reader, Tx } from '../db/db.ts'
import { buyerKey } from './buyer-key.ts'
import { importPartners } from './import-partners.ts'
import {
  type PartnerProblem,
  readPartners,
  writtenKind,
  writtenTerritory,
} from './read-partners.ts'
import { buyerAliases, buyers, correspondents, partners } from './schema.ts'

/** What an administrator may change about a partner, as typed; empty: nothing. */
export interface TypedPartner {
  coverage: string
  website: string
  buyerProfileUrl: string
  /** Calendar days (2026-03-02). */
  since: string
  until: string
  /** One name a line. */
  aliases: string
  correspondent: { name: string; function: string; email: string; phones: string }
}

/** A partner, with what may be changed about it as it stands. */
export interface EditablePartner {
  name: string
  siret: string
  /** It publishes consultations. */
  buys: boolean
  /** It is a partner because it has signed, and for nothing else. */
  signs: boolean
  typed: TypedPartner
}

type Row = typeof partners.$inferSelect

/** Null where there is no such partner. */
export async function findTypedPartner(
  reader: Reader,
  partnerId: number,
): Promise<EditablePartner | null> {
  const [found] = await reader
    .select({ partner: partners, correspondent: correspondents, buyerId: buyers.id })
    .from(partners)
    .leftJoin(correspondents, eq(correspondents.partnerId, partners.id))
    .leftJoin(buyers, eq(buyers.partnerId, partners.id))
    .where(eq(partners.id, partnerId))
  if (!found) return null
  const { partner, correspondent, buyerId } = found
  const aliases = buyerId === null ? [] : await aliasesOf(reader, buyerId, partner.name)
  return {
    name: partner.name,
    siret: partner.siret,
    buys: buyerId !== null,
    signs: isPartnerBySigning(partner),
    typed: {
      coverage: partner.coverage ?? '',
      website: partner.website ?? '',
      buyerProfileUrl: partner.buyerProfileUrl ?? '',
      since: partner.signatorySince ?? '',
      until: partner.signatoryUntil ?? '',
      aliases: aliases.join('\n'),
      correspondent: {
        name: correspondent?.name ?? '',
        function: correspondent?.function ?? '',
        email: correspondent?.email ?? '',
        phones: correspondent?.phones.join('\n') ?? '',
      },
    },
  }
}

async function aliasesOf(reader: Reader, buyerId: number, name: string): Promise<string[]> {
  const rows = await reader
    .select({ name: buyerAliases.name, nameKey: buyerAliases.nameKey })
    .from(buyerAliases)
    .where(and(eq(buyerAliases.buyerId, buyerId), eq(buyerAliases.learned, false)))
    .orderBy(buyerAliases.name)
  return rows.filter(({ nameKey }) => nameKey !== buyerKey(name)).map((row) => row.name)
}

/**
 * Changes a partner to what was typed, read by the same reader and under the same rules as a file of partners; writes
 * nothing and tells every problem where something is wrong. The audit log keeps what changed, and of the correspondent
 * only that it did.
 */
export async function editPartner(
  tx: Tx,
  edit: { partnerId: number; typed: TypedPartner; by: string },
  now: Date,
): Promise<{ ok: true } | { ok: false; problems: PartnerProblem[] }> {
  const [row] = await tx
    .select()
    .from(partners)
    .where(eq(partners.id, edit.partnerId))
    .for('update')
  const before = await findTypedPartner(tx, edit.partnerId)
  if (!row || !before) throw new Error('the partner was just found')
  if (edit.typed.since === '' && edit.typed.until === '' && isPartnerBySigning(row))
    return {
      ok: false,
      problems: [{ row: 1, field: 'signataire_depuis', code: 'missing', value: '' }],
    }
  const read = readPartners(JSON.stringify([organisationOf(row, before.buys, edit.typed)]), 'json')
  if (!read.ok) return read
  const imported = await importPartners(tx, read.entries)
  if (!imported.ok) return imported
  const after = await findTypedPartner(tx, edit.partnerId)
  if (!after) throw new Error('the partner was just written')
  const changes = changesOf(before.typed, after.typed)
  if (Object.keys(changes.after).length > 0)
    await recordAudit(tx, {
      at: now,
      actor: edit.by,
      partnerId: edit.partnerId,
      action: 'partner.edit',
      subject: `partner:${row.slug}`,
      ...changes,
    })
  return { ok: true }
}

/** Without a signature it would be no partner any more, and what it published nobody's: leaving has a date instead. */
function isPartnerBySigning({ kind }: Row): boolean {
  return kind !== 'chamber' && kind !== 'professional-body'
}

/** The partner in the shape of the file's JSON. */
function organisationOf(row: Row, buys: boolean, typed: TypedPartner): Record<string, unknown> {
  const { correspondent } = typed
  const isSignatory = typed.since !== '' || typed.until !== ''
  const named = Object.values(correspondent).some((value) => value.trim() !== '')
  return {
    identifiant: row.slug,
    siret: row.siret,
    nom: row.name,
    nom_court: row.shortName,
    nature: writtenKind(row.kind),
    achete: buys,
    signataire: isSignatory ? { depuis: typed.since, jusqu_au: typed.until || null } : null,
    couverture: typed.coverage || null,
    site: typed.website || null,
    profil_acheteur: typed.buyerProfileUrl || null,
    territoire:
      row.territoryKind && row.territoryCode
        ? { nature: writtenTerritory(row.territoryKind), code: row.territoryCode }
        : null,
    alias: linesOf(typed.aliases),
    correspondant: named
      ? {
          nom: correspondent.name,
          fonction: correspondent.function,
          courriel: correspondent.email,
          telephones: linesOf(correspondent.phones),
        }
      : 'à désigner',
    demonstration: row.demonstration,
  }
}

function linesOf(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
}

function changesOf(before: TypedPartner, after: TypedPartner) {
  const was: Record<string, unknown> = {}
  const is: Record<string, unknown> = {}
  for (const name of [
    'coverage',
    'website',
    'buyerProfileUrl',
    'since',
    'until',
    'aliases',
  ] as const)
    if (before[name] !== after[name]) {
      was[name] = before[name]
      is[name] = after[name]
    }
  if (JSON.stringify(before.correspondent) !== JSON.stringify(after.correspondent))
    is['correspondent'] = 'changed'
  return { before: was, after: is }
}
