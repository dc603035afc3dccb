import { idOfPartner } from './directory.ts'
import type { Reader } from '../../src/db/db.ts'
import type { ActionValues } from '../../src/pact/actions/values.ts'
import type { EvidenceValues } from '../../src/pact/evidence/add-evidence.ts'
import type { GroupValues } from '../../src/pact/groups/values.ts'

/** A partner that changes something of the pact, in a test. */
export async function authorOf(reader: Reader, slug: string, now: Date) {
  return { partnerId: await idOfPartner(reader, slug), actor: 'test', now }
}

/** An action of the first axis with nothing but its title. */
export function actionValues(pilotId: number, title: string): ActionValues {
  return {
    title,
    description: '',
    axisId: 1,
    groupId: null,
    pilotId,
    partnerIds: [],
    startsOn: null,
    dueOn: null,
    budget: null,
    indicator: '',
    indicatorUnit: '',
    indicatorTarget: null,
  }
}

/** A group of the first axis with nothing but its title. */
export function groupValues(pilotId: number, title: string): GroupValues {
  return {
    title,
    purpose: 'Payer plus vite.',
    axisId: 1,
    problemId: null,
    pilotId,
    coPilotId: null,
    problemStatement: '',
    problemFigure: '',
    aim: '',
    perimeter: '',
    deliverables: '',
    internalConstraints: '',
    legalConstraints: '',
    indicator: '',
    indicatorUnit: '',
    indicatorStart: null,
    indicatorTarget: null,
    rhythmMeetings: null,
    rhythmPeriod: null,
    startsOn: '2026-01-05',
    endsOn: null,
  }
}

/** A link of a day as evidence. */
export function link(
  datedOn: string,
  url = 'https://exemple.example/justificatif',
): EvidenceValues {
  return {
    kind: 'link',
    title: 'Délibération',
    datedOn,
    url,
    documentId: null,
    meetingId: null,
    measureId: null,
  }
}
