/** Why one buyer cannot become another. */
export const JOIN_PROBLEMS = {
  'unknown-target': 'Choisissez l’acheteur dont c’est un autre nom.',
  'same-meeting':
    'Ces deux acheteurs tiennent chacun une table à la même rencontre, avec ses rendez-vous : ils ne peuvent pas devenir un seul.',
}
