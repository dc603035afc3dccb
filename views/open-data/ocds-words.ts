import type { Change } from '../../src/consultations/shown.ts'
import type { OcdsContext } from '../../src/open-data/ocds/record-package.ts'
import { changeWords } from '../words/changes.ts'
import { PROCEDURE_LABELS } from '../words/procedures.ts'
import { VISIT_LABELS } from '../words/visits.ts'
import { FORECAST_SENTENCE } from '../words/programme.ts'

/** The French words in OCDS data. A procedure is called as it is read back. */
export const OCDS_WORDS: Pick<OcdsContext, 'procedureWords' | 'visitWords' | 'changeWords'> = {
  procedureWords: { ...PROCEDURE_LABELS, concession: 'Concession' },
  visitWords: VISIT_LABELS,
  changeWords: (changes) => changes.map(changeLine).join('\n'),
}

function changeLine(change: Change): string {
  const { label, before, after, sentence } = changeWords(change)
  if (sentence !== null) return sentence
  return `${label} : ${before ?? 'non précisé'} → ${after ?? 'non précisé'}`
}

/** The words of planning releases. */
export const PLANNING_WORDS = {
  forecast: FORECAST_SENTENCE,
  milestone: 'Consultation attendue',
  firstMilestone: 'Consultation attendue, telle qu’annoncée d’abord',
}
