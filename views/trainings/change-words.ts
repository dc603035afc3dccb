import type { TrainingChange } from '../../src/trainings/history.ts'
import { plain, shortDate } from '../format.ts'
import { dayText } from '../words/trainings.ts'

/** What a change was, in a few words: « session du 4 février : inscriptions ouvertes », « bilan publié ». */
export function changeWords(change: TrainingChange): string {
  const { startsWall } = change
  if (startsWall === null) return trainingWords(change)
  return `session du ${dayText(startsWall)} : ${plain(sessionWords(change))}`
}

function sessionWords({ isNew, changes }: TrainingChange): string {
  if (isNew) return 'programmée'
  const { state, startsWall, confirmed } = changes
  if (state?.to === 'cancelled') return 'annulée'
  if (state?.to === 'held') return 'réalisée'
  if (startsWall) return `reportée au ${shortDate(String(startsWall.to))}`
  if (confirmed?.to === true) return 'confirmée'
  if (state?.to === 'open') return 'inscriptions ouvertes'
  if (state?.to === 'closed') return 'inscriptions closes'
  return 'place' in changes ? 'lieu modifié' : 'modifiée'
}

function trainingWords({ isNew, changes }: TrainingChange): string {
  if (changes['stage']?.to === 'dropped') return 'formation abandonnée'
  if (changes['balancePublishedAt']?.to) return 'bilan publié'
  if (changes['slidesUrl']?.to || changes['slidesDocumentId']?.to) return 'supports publiés'
  if (isNew || 'stage' in changes)
    return changes['stage']?.to === 'need' ? 'besoin recensé' : 'formation en conception'
  return 'programme modifié'
}
