/** States that a partner's list can be asked for, in the words of its address. */
export const OWN_STATES = ['en-cours', 'terminees', 'achevees', 'a-venir'] as const
export type OwnState = (typeof OWN_STATES)[number]
