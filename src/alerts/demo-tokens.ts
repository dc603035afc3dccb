/** What the demonstration's invented followers are called under: it shows their pages to everyone. */
export const DEMO_ALERTS = {
  active: 'demonstration-alerte-electricite-en-cours-0',
  pending: 'demonstration-alerte-pacte-a-confirmer-0000',
  suspended: 'demonstration-alerte-electricite-suspendue-',
}
