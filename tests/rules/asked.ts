import type { DeadlineAsked } from '../../src/rules/check-deadline.ts'

/** A works contract of 120 000 € in adapted procedure, first published on Friday 20 November 2026. */
export function asked(particular: Partial<DeadlineAsked> = {}): DeadlineAsked {
  return {
    deadline: '2026-12-15T12:00',
    firstPublication: '2026-11-20',
    dispatch: null,
    procedure: 'adapted',
    stage: 'tender',
    electronic: true,
    priorNotice: false,
    urgencyGround: null,
    amount: { min: 120_000, max: 120_000 },
    category: 'works',
    buyer: 'local',
    visit: null,
    change: null,
    ...particular,
  }
}
