import * as z from 'zod'

/** A partner's own identifier of a consultation: letters, figures and `._:/~+-`, a hundred at most. */
export const externalIdSchema = z
  .string()
  .regex(/^[\p{L}\p{N}][\p{L}\p{N}._:/~+-]{0,99}$/u)
  .meta({
    id: 'ExternalId',
    description: 'The partner’s own identifier of a consultation, always the same',
    example: 'MAPA-2026-014',
  })
