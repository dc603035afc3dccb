import type { Facts, RecordFacts } from '../../consultations/facts.ts'
import { earlier, storedMoment } from './deadlines.ts'
import { buyerOf, factsOf, firstAddress } from './facts.ts'
import { noticeNumber } from './links.ts'
import type { NoticeKind } from '../standing-facts.ts'
import type { NoticeBody, Statement } from './notice.ts'
import { structured } from '../structured-facts.ts'
import { branch, branches, firstSaid, holds, line, type Node, prose } from './tree.ts'

/**
 * Whether a record is of the extracts published from BOAMP, flat and with names of their own (`acheteur`,
 * `dateLimiteOffres`, `rectifie`, `annule`), rather than of the API.
 */
export function isExtract(record: Node): boolean {
  return holds(record, 'acheteur') || holds(record, 'avisInitial')
}

/** What a record of an extract says. Its deadlines are BOAMP's stored instants (see storedMoment), its dates of days. */
export function readExtract(record: Node): NoticeBody {
  const motive = firstSaid(prose(record, 'annule', 'motif'), prose(record, 'motif'))
  return {
    facts: extractFacts(record),
    kind: kindOf(record),
    whole: false,
    statements: branches(record, 'rectifie').map(statementOf),
    ground: motive === null ? null : structured(motive, motive),
  }
}

/** The notices that a record of an extract follows. */
export function extractFollows(record: Node): string[] {
  const named = [
    ...branches(record, 'rectifie', 'avisInitial'),
    ...branches(record, 'annule', 'avisInitial'),
    ...branches(record, 'avisInitial'),
    ...branches(record, 'avisAnterieur'),
  ]
  return [...new Set(named.flatMap((node) => noticeNumber(line(node)) ?? []))]
}

function extractFacts(record: Node): RecordFacts {
  const offers = line(record, 'dateLimiteOffres')
  const candidacies = line(record, 'dateLimiteCandidatures')
  const buyer = buyerOf(
    line(record, 'acheteur'),
    line(record, 'siret'),
    branch(record, 'agitPourAutreCompte') === true,
  )
  return factsOf({
    buyers: buyer ? [buyer] : [],
    reference: line(record, 'referenceMarche'),
    procedure: FAMILIES[line(record, 'famille') ?? ''] ?? null,
    deadline: earlier(storedMoment(candidacies ?? ''), storedMoment(offers ?? '')),
    deadlineWords: candidacies ?? offers,
    deadlineStage: candidacies === null ? 'tender' : 'candidacy',
    platform: firstAddress(line(record, 'profilAcheteur')),
    documents: firstAddress(line(record, 'urlDocument')),
  })
}

/** Families of notices that are those of one procedure. */
export const FAMILIES: Record<string, Facts['procedure']> = { MAPA: 'adapted', DSP: 'concession' }

function kindOf(record: Node): NoticeKind | null {
  if (holds(record, 'annule') || holds(record, 'motif')) return 'cancellation'
  return holds(record, 'rectifie') ? 'correction' : null
}

function statementOf(node: Node): Statement {
  return {
    heading: line(node, 'rubrique') ?? '',
    mention: line(node, 'apresLaMention') ?? '',
    before: prose(node, 'auLieuDe'),
    now: firstSaid(prose(node, 'lire'), prose(node, 'ajouter'), prose(node, 'supprimer')),
    dateLost: branch(node, 'dateLire') === true,
    remark: prose(node, 'info'),
  }
}
