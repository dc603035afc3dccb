import { sourceErrorSentence } from './source-errors.ts'

/** Why the register of firms gave no answer, in a sentence. */
export function firmFailureSentence(code: string): string {
  if (code === 'not-an-answer')
    return 'Le site a répondu par d’autres données que celles d’une recherche.'
  if (code === 'other-firms') return 'Le site n’a parlé que d’autres entreprises.'
  const [, status] = /^http-(\d{3})$/.exec(code) ?? []
  return status ? sourceErrorSentence('http-status', status) : sourceErrorSentence(code, null)
}
