import type { MediationStep, Outcome, RequestKind } from './schema.ts'

export const REQUEST_KINDS: readonly RequestKind[] = [
  'question',
  'orientation',
  'mediation',
  'innovation',
  'difficulty',
]

/** What a request may be about; a firm in difficulty is not asked. */
export const THEMES = [
  'find',
  'answer',
  'pieces',
  'lots',
  'deadline',
  'rejection',
  'payment',
  'performance',
  'penalties',
  'subcontracting',
  'innovation',
  'other',
] as const

export type Theme = (typeof THEMES)[number]

export const MEDIATION_STEPS: readonly MediationStep[] = ['asked', 'buyer-heard', 'proposal']

/** What may come of each kind. */
export const OUTCOMES: Record<RequestKind, readonly Outcome[]> = {
  question: ['answered', 'oriented', 'no-follow-up', 'withdrawn'],
  orientation: ['oriented', 'answered', 'no-follow-up', 'withdrawn'],
  mediation: ['agreement', 'partial', 'none', 'withdrawn'],
  innovation: ['answered', 'oriented', 'no-follow-up', 'withdrawn'],
  difficulty: ['solution', 'partial', 'oriented', 'none', 'withdrawn'],
}

/** Files that a firm may give with one message, and bytes of each. */
export const FILES = { files: 5, bytes: 10 * 1024 * 1024 }

/** Fewer than so many cases are told as numbers alone, without a percentage or a median. */
export const ENOUGH = 10
