import type { SourceProblem } from '../../src/sources/register.ts'

/** Why a source cannot be added, in one sentence. */
export function sourceProblemSentence(problem: SourceProblem): string {
  switch (problem.code) {
    case 'bad-url':
      return `« ${problem.given} » n’est pas une adresse http(s) complète.`
    case 'bad-scope':
      return `L’adresse « ${problem.given} » ne dit pas quels avis demander ; exemple : ${problem.example}.`
    case 'unknown-kind':
      return `Type de source inconnu : « ${problem.given} » ; types possibles : ${problem.known.join(', ')}.`
    case 'unknown-partner':
      return `Partenaire inconnu : « ${problem.given} » ; importez-le d’abord (« partners import »).`
    case 'duplicate':
      return `Cette source est déjà suivie : ${problem.given}.`
  }
}
