import type { SourceAlert } from '../../src/sources/alerts.ts'
import { longMoment, lowerFirst } from '../format.ts'
import { sourceErrorSentence } from './source-errors.ts'

/** What is wrong with a source, in a sentence that names it. */
export function alertSentence({
  kind,
  source,
  since,
  errorCode,
  errorDetail,
}: SourceAlert): string {
  const when = longMoment(since)
  switch (kind) {
    case 'failing': {
      const why =
        errorCode === null ? '' : ` : ${lowerFirst(sourceErrorSentence(errorCode, errorDetail))}`
      return `« ${source.name} » n’a pas pu être relevée depuis le ${when}${why || '.'}`
    }
    case 'empty':
      return `« ${source.name} » répond, mais ne contient plus aucune fiche depuis le ${when}.`
    case 'quiet':
      return `« ${source.name} » ne publie rien de nouveau depuis le ${when}, plus longtemps que d’ordinaire.`
  }
}

/** That it is over. */
export function recoverySentence({ kind, source }: SourceAlert): string {
  return kind === 'empty'
    ? `« ${source.name} » contient de nouveau des fiches.`
    : `« ${source.name} » est de nouveau relevée.`
}
