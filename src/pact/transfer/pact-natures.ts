import { councilNature, measureNature, milestoneNature } from './action-detail-natures.ts'
import { actionNature } from './action-nature.ts'
import { evidenceNature } from './evidence-nature.ts'
import { groupNature, memberNature, problemNature, stepNature } from './group-natures.ts'
import { decisionNature, meetingNature } from './meeting-natures.ts'
import type { Nature } from './nature.ts'

/** What the pact's file holds, in the order in which it is imported: each may name those before it. */
export const PACT_NATURES: readonly Nature[] = [
  problemNature,
  groupNature,
  memberNature,
  stepNature,
  meetingNature,
  actionNature,
  evidenceNature,
  councilNature,
  milestoneNature,
  measureNature,
  decisionNature,
]
