/** The message with a link that somebody has asked for, to sign in. */
export function signInMail(address: string): { subject: string; text: string } {
  return {
    subject: 'Votre lien de connexion au guichet',
    text: [
      'Bonjour,',
      'Pour entrer dans l’espace partenaires, ouvrez cette adresse dans les quinze minutes. Elle sert une seule fois :',
      address,
      'Vous n’avez rien demandé ? Ne faites rien : sans ce lien, personne n’entre à votre place.',
    ].join('\n\n'),
  }
}
