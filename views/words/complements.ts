import type { ComplementProblem } from '../../src/posting/complements/read-complement.ts'
import type { FormError } from '../shared/form.tsx'

const SENTENCES: Record<ComplementProblem['code'], string> = {
  band: 'Choisissez une tranche de la liste.',
  lots: 'Lots : écrivez « aucun », un nombre, ou un lot par ligne avec son numéro : « 1 – Gros œuvre ».',
  contact: 'Qui appeler : il faut un téléphone ou un courriel lisible.',
  nothing: 'Remplissez au moins un champ, ou choisissez « Ne plus me demander ».',
}

/** What is wrong with one of the three fields. */
export function complementError({ name, code }: ComplementProblem): FormError {
  return { name: code === 'nothing' ? null : name, text: SENTENCES[code] }
}

/** What is said once the form has done its work, or its link can do none. */
export const COMPLEMENT_ENDS = {
  thanks: {
    heading: 'Merci',
    sentence: 'Ces précisions sont sur la page de la consultation. Ce lien a fait son travail.',
  },
  refused: {
    heading: 'C’est noté',
    sentence: 'Plus rien ne vous sera demandé pour cette consultation.',
  },
  'opted-out': {
    heading: 'C’est noté',
    sentence: 'Vous ne recevrez plus ces messages. Le formulaire reste dans l’espace partenaires.',
  },
  over: {
    heading: 'Ce lien ne sert plus',
    sentence:
      'Il a déjà servi, ou date de plus de quatorze jours. Connectez-vous pour compléter la consultation.',
  },
}
