/** What an agent types to announce a small contract without lots or a visit, answered by mail, into the short form. */
export function smallContract(
  object: string,
  more: Record<string, string> = {},
): Record<string, string> {
  return {
    object,
    category: 'travaux',
    procedure: 'petit marché',
    place: 'Narbonne',
    'deadline.day': '18',
    'deadline.month': 'décembre',
    'deadline.year': '2026',
    'deadline.time': '12 h 00',
    responseKind: 'courriel',
    responseAddress: 'marches@narbonne.example',
    amountBand: '40000-90000',
    divided: 'non',
    lotGround: 'no-distinct-services',
    lotReason: 'Une seule prestation, faite en une fois par une équipe.',
    visit: 'aucune',
    ...more,
  }
}
