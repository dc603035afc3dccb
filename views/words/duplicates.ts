import type { ComparedRecord, Question } from '../../src/consultations/duplicates.ts'
import type { WhyAsked } from '../../src/consultations/schema.ts'
import { percent, plain } from '../format.ts'

/** One question on one line, for the command line. */
export function duplicateLine({ elder, younger, why }: Question): string {
  return plain(
    [elder.reference, younger.reference, whyAskedText(why), elder.buyer, elder.title, younger.title]
      .join('\t')
      .replaceAll('\n', ' '),
  )
}

/** « 80 % de mots communs, dates limites à 5 h d’écart »; '' where somebody saw it by himself. */
export function whyAskedText(why: WhyAsked | null): string {
  if (why === null) return ''
  if (why === 'linked') return 'un même avis de leur source les nomme toutes les deux'
  const words = `${percent(Math.round(why.sameWords * 100))} de mots communs`
  return `${words}, ${gapText(why.deadlineGap)}`
}

function gapText(minutes: number): string {
  if (minutes === 0) return 'même date limite'
  const gap = minutes < 60 ? `${Math.round(minutes)} min` : `${Math.round(minutes / 60)} h`
  return `dates limites à ${gap} d’écart`
}

/** A source of a consultation on one line, for the command line. */
export function recordLine({ sourceId, source, object, url }: ComparedRecord): string {
  return [sourceId, source, object ?? '', url ?? ''].join('\t').replaceAll('\n', ' ').trimEnd()
}

/** What was just done, after an answer. */
export const ANSWERS_DONE = {
  reunies: 'Les deux consultations n’en font plus qu’une.',
  distinctes: 'Ce sont deux consultations : la question ne sera plus posée.',
  separees: 'Les consultations sont séparées.',
  vue: 'C’est noté.',
  perimee:
    'Rien n’a changé : cette réponse avait déjà été donnée, ou ne concerne pas vos consultations.',
}

export type AnswerDone = keyof typeof ANSWERS_DONE

export function isAnswerDone(word: string): word is AnswerDone {
  return Object.hasOwn(ANSWERS_DONE, word)
}
