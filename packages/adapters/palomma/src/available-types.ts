/** The ways of paying that a payin link can offer, in the provider's words. */
export const AVAILABLE_TYPES = ['pse', 'bancolombiaButton', 'nequiButton', 'card', 'bancolombiaCollect'] as const

export type AvailableType = (typeof AVAILABLE_TYPES)[number]
