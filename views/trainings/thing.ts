import type { ListedSession, ListedTraining } from '../../src/trainings/queries.ts'
import { isoWithOffset } from '../format.ts'
import type { Frame } from '../layout/layout.tsx'
import type { Thing } from '../layout/thing.tsx'

/** A training as a course, its sessions as events. */
export function trainingThing(training: ListedTraining, { baseUrl }: Frame): Thing {
  const [organiser] = training.organisers
  const provider = { type: 'Organization', facts: { name: organiser.name } }
  return {
    type: 'Course',
    facts: {
      name: training.title,
      description: training.aims === '' ? null : training.aims,
      url: `${baseUrl}/pacte/formations/${training.slug}`,
      provider,
      hasCourseInstance: training.sessions.map((session) => sessionThing(session, provider)),
    },
  }
}

function sessionThing({ startsAt, endsAt, place, state }: ListedSession, organizer: Thing): Thing {
  return {
    type: 'CourseInstance',
    facts: {
      startDate: isoWithOffset(startsAt),
      endDate: isoWithOffset(endsAt),
      eventStatus: `https://schema.org/${state === 'cancelled' ? 'EventCancelled' : 'EventScheduled'}`,
      courseMode: place === '' ? 'online' : 'onsite',
      location: place === '' ? null : { type: 'Place', facts: { name: place, address: place } },
      organizer,
    },
  }
}
