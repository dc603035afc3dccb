/** What a feed of consultations says of itself; `isCut`: older notices of the last thirty days are left out. */
export function describeFeed(isCut: boolean): string {
  const what =
    'Consultations, rectificatifs et résultats des acheteurs publics. Seuls l’avis et le dossier publiés par l’acheteur font foi.'
  return isCut
    ? `${what} Ce flux ne porte que les avis les plus récents : pour n’en manquer aucun, suivez un métier, un lieu ou un acheteur.`
    : what
}
