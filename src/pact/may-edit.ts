/** Who may have a hand in something: the partner that acts, and whether an administrator of the instance does. */
export interface Hand {
  partnerId: number
  administrator: boolean
}

/** The pilot and the co-pilot carry a group together, and edit it; administrators edit all. */
export function mayEditGroup(
  { partnerId, administrator }: Hand,
  group: { pilotId: number; coPilotId: number | null },
): boolean {
  return administrator || group.pilotId === partnerId || group.coPilotId === partnerId
}

/** An action's pilot edits it, and who carries the group that it came from. */
export function mayEditAction(
  hand: Hand,
  action: { pilotId: number },
  group: { pilotId: number; coPilotId: number | null } | null,
): boolean {
  if (hand.administrator || action.pilotId === hand.partnerId) return true
  return group !== null && mayEditGroup(hand, group)
}

/** A meeting of a group is its carriers'; one of the steering committee, the administrators'. */
export function mayEditMeeting(
  hand: Hand,
  group: { pilotId: number; coPilotId: number | null } | null,
): boolean {
  return group === null ? hand.administrator : mayEditGroup(hand, group)
}

/** Each council says for itself where it stands with an action; who edits the action may say it too. */
export function maySpeakForCouncil(hand: Hand, councilId: number, editsAction: boolean): boolean {
  return editsAction || hand.partnerId === councilId
}
