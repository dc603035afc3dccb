/** What is wrong with what was typed about people and tokens, and what to do. */
export const TEAM_PROBLEMS = {
  address: 'Donnez l’adresse électronique entière, comme camille.martin@ville.fr.',
  name: 'Donnez le prénom et le nom, en 100 caractères au plus.',
  role: 'Choisissez un rôle.',
  confirm: 'Cochez cette case pour confirmer.',
  'token-name': 'Dites à quoi sert le jeton, en 80 caractères au plus.',
  'last-administrator':
    'Il faut garder au moins un administrateur du guichet : nommez d’abord quelqu’un d’autre.',
  yourself: 'Vous ne pouvez pas suspendre votre propre accès.',
} as const

export type TeamProblem = keyof typeof TEAM_PROBLEMS
