/** What each nature of lines in the pact's file is called, in the plural; anything else by its own word. */
export function natureLabel(word: string): string {
  return LABELS[word] ?? word
}

const LABELS: Record<string, string> = {
  probleme: 'Problèmes partagés',
  groupe: 'Groupes de travail',
  membre: 'Membres de groupes',
  etape: 'Étapes closes',
  reunion: 'Réunions',
  action: 'Actions',
  justificatif: 'Justificatifs',
  collectivite: 'Mises en œuvre',
  jalon: 'Jalons',
  mesure: 'Mesures',
  decision: 'Décisions',
  formation: 'Formations',
  seance: 'Sessions de formation',
}
