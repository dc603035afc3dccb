import * as z from 'zod'
import { awardsIn, bidsIn, cancellationIn } from '../../api/ocds/map-release.ts'
import type { Release } from '../../api/ocds/package-schema.ts'
import type { Facts, LotFacts, LotOutcome } from '../../consultations/facts.ts'
import { lotKey } from '../../consultations/lot-key.ts'
import { oneLine } from '../../feeds/safe-text.ts'
import { checkSiret } from '../../partners/siret.ts'
import { readDay } from '../../rules/calendar.ts'

/** These facts with what the release says has become of the whole and of its lots. */
export function withResults(
  facts: Partial<Facts>,
  before: Partial<Facts>,
  release: Release,
): Partial<Facts> {
  const found = outcomesIn(release)
  const earlier = found.length > 0 || !isOver(release) ? [] : outcomesOf(before)
  const outcomes = new Map([...earlier, ...found])
  const whole = outcomes.get('')
  outcomes.delete('')
  const lots = (facts.lots ?? []).map((lot): LotFacts => {
    const outcome = outcomes.get(lotKey(lot.number))
    outcomes.delete(lotKey(lot.number))
    return outcome ? { ...lot, outcome } : lot
  })
  const unknown = [...outcomes].map(([number, outcome]) => ({ number, title: number, outcome }))
  const all = [...lots, ...unknown]
  const { lots: _, ...others } = facts
  const decided = {
    ...others,
    ...(all.length > 0 ? { lots: all } : {}),
    ...(whole ? { outcome: whole } : {}),
  }
  const status = statusIn(release, decided, before)
  const reason = reasonIn(release) ?? before.statusReason
  return { ...decided, status, ...(reason === undefined ? {} : { statusReason: reason }) }
}

/** A release that says nothing of awards takes none back once the call is over. */
function isOver({ tender, awards }: Release): boolean {
  return awards === undefined && tender?.status !== 'active'
}

function outcomesOf({ outcome, lots = [] }: Partial<Facts>): [string, LotOutcome][] {
  return [
    ...(outcome ? [['', outcome] satisfies [string, LotOutcome]] : []),
    ...lots.flatMap((lot): [string, LotOutcome][] =>
      lot.outcome ? [[lotKey(lot.number), lot.outcome]] : [],
    ),
  ]
}

/** By the key of the lot; empty for the whole. Several awards of one lot are several winners of it. */
function outcomesIn(release: Release): [string, LotOutcome][] {
  const { awarded, failed } = awardsIn(release)
  const found = new Map<string, LotOutcome>()
  for (const { award } of awarded) {
    const read = awardSchema.parse(award)
    const key = read.lot === undefined ? '' : lotKey(read.lot)
    const known = found.get(key)
    found.set(
      key,
      known ? { ...known, winners: [...known.winners, ...read.outcome.winners] } : read.outcome,
    )
  }
  for (const { cancellation } of failed) {
    const { kind, ground, lots } = failureSchema.parse(cancellation)
    for (const lot of lots ?? [undefined])
      found.set(lot === undefined ? '' : lotKey(lot), {
        ...NOTHING,
        ...bidsIn(release.bids, lot),
        kind,
        ground: ground ?? null,
      })
  }
  return [...found]
}

const NOTHING = {
  winners: [],
  amount: null,
  bids: null,
  irregularBids: null,
  notifiedOn: null,
  ground: null,
}

const count = z.int().min(0).max(9_999).nullable().catch(null).default(null)

const winner = z
  .object({
    name: z.string().catch('').default(''),
    siret: z.string().optional().catch(undefined),
    foreign: z.object({ country: z.string(), id: z.string() }).optional().catch(undefined),
    commune: z.string().nullable().catch(null).default(null),
    size: z.enum(['micro', 'sme', 'mid-size', 'large']).optional().catch(undefined),
  })
  .transform(({ name, siret, foreign, commune, size }) => {
    const checked = checkSiret(siret ?? '')
    return {
      name: oneLine(name).slice(0, 300) || '?',
      siret: checked.ok ? checked.siret : null,
      ...(foreign && !checked.ok ? { foreignId: `${foreign.country} ${foreign.id}` } : {}),
      commune: commune === null ? null : oneLine(commune).slice(0, 200),
      ...(size ? { size } : {}),
    }
  })

/** What awardsIn tells of one award, whatever it lacks: what cannot be is not known. */
const awardSchema = z
  .object({
    lot: z.string().optional(),
    winners: z.array(winner).default([]),
    amount: z.number().min(0).max(99_999_999_999).nullable().catch(null).default(null),
    bids: count,
    irregularBids: count,
    smeBids: z.int().min(0).max(9_999).optional().catch(undefined),
    notifiedOn: z
      .string()
      .refine((day) => readDay(day) !== null)
      .nullable()
      .catch(null)
      .default(null),
  })
  .transform(({ lot, smeBids, ...outcome }) => ({
    lot,
    outcome: {
      kind: 'awarded' as const,
      ...outcome,
      ...(smeBids === undefined ? {} : { smeBids }),
      ground: null,
    },
  }))

const failureSchema = z.object({
  kind: z.enum(['unsuccessful', 'abandoned']),
  ground: z.string().optional(),
  lots: z.array(z.string()).optional(),
})

function statusIn(
  release: Release,
  facts: Partial<Facts>,
  before: Partial<Facts>,
): Facts['status'] {
  const { tender, tag } = release
  const ended = ENDS.get(String(cancellationIn(release)?.['kind']))
  if (ended) return ended
  if (facts.status === 'planned') return 'planned'
  const kinds = facts.outcome
    ? [facts.outcome.kind]
    : (facts.lots ?? []).map(({ outcome }) => outcome?.kind)
  const isDecided = kinds.length > 0 && !kinds.includes(undefined)
  if (isDecided) return kinds.find((kind) => kind === 'awarded') ?? kinds[0] ?? 'active'
  if (tender?.status !== 'complete') return 'active'
  const isAwarded = [tag].flat().includes('award') || before.status === 'awarded'
  return isAwarded || kinds.includes('awarded') ? 'awarded' : 'active'
}

const ENDS = new Map<string, Facts['status']>([
  ['abandoned', 'abandoned'],
  ['withdrawn', 'withdrawn'],
  ['unsuccessful', 'unsuccessful'],
])

/** The ground that this very release gives. */
function reasonIn(release: Release): string | undefined {
  const { id, tender } = release
  const last = tender?.amendments?.at(-1)
  const isOwn = last?.releaseID === undefined || last.releaseID === id
  const given = (isOwn ? last?.rationale : undefined) ?? tender?.['statusDetails']
  const text = typeof given === 'string' ? oneLine(given).slice(0, 2_000) : ''
  return text === '' ? undefined : text
}
