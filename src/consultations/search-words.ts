/** French words that say nothing: after `unaccent` PostgreSQL no longer knows « à » for one. */
const STOP_WORDS = new Set(
  `a à au aux avec ce ces cet cette d dans de des du elle en et est eu il ils j je l la le les leur leurs lui m
  ma mais me mes n ne nos notre nous on ou où par pas pour qu que qui s sa sans se ses son sont sur t ta te tes
  ton tu un une vos votre vous y`.split(/\s+/),
)

/** The words of a question without those that say nothing; '' when none is left. Quotes and a leading minus keep their meaning. */
export function withoutStopWords(question: string): string {
  return question
    .replaceAll(/[’']/g, ' ')
    .split(/\s+/)
    .filter((word) => !STOP_WORDS.has(word.toLowerCase()) && /[\p{L}\p{N}]/u.test(word))
    .join(' ')
}
