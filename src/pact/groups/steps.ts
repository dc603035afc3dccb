import type { Step } from './schema.ts'

/** The project method, in its order. Each step's deliverable is validated by these. */
export const STEPS: readonly {
  step: Step
  validatedBy: 'steering-committee' | 'group' | 'councils'
}[] = [
  { step: 'framing', validatedBy: 'steering-committee' },
  { step: 'diagnosis', validatedBy: 'group' },
  { step: 'co-construction', validatedBy: 'group' },
  { step: 'experiment', validatedBy: 'group' },
  { step: 'deployment', validatedBy: 'councils' },
  { step: 'evaluation', validatedBy: 'steering-committee' },
]

/** The step that a group is at: the first that is not closed; null when all are. */
export function stepUnderWay(closed: readonly Step[]): Step | null {
  return STEPS.find(({ step }) => !closed.includes(step))?.step ?? null
}
