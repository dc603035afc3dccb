import type { Rencontre } from '../../src/rencontres/queries.ts'
import { isoWithOffset } from '../format.ts'
import type { Frame } from '../layout/layout.tsx'
import type { Thing } from '../layout/thing.tsx'

/** A meeting with buyers, as an event. */
export function rencontreThing(rencontre: Rencontre, { baseUrl }: Frame): Thing {
  const { title, description, place, organiser, slug, startsAt, endsAt, state } = rencontre
  return {
    type: 'BusinessEvent',
    facts: {
      name: title,
      description: description === '' ? null : description,
      url: `${baseUrl}/rencontres/${slug}`,
      startDate: isoWithOffset(startsAt),
      endDate: isoWithOffset(endsAt),
      eventStatus: `https://schema.org/${state === 'called-off' ? 'EventCancelled' : 'EventScheduled'}`,
      eventAttendanceMode: 'https://schema.org/OfflineEventAttendanceMode',
      isAccessibleForFree: 'true',
      location: { type: 'Place', facts: { name: place, address: place } },
      organizer: { type: 'Organization', facts: { name: organiser.name, url: organiser.website } },
    },
  }
}
