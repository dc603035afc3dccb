/** How what somebody must still fill in begins, in every document. */
export const BLANK = '[à compléter'

/** How what the legal service must still check begins, in the text of a version that is not adopted. */
export const TO_CHECK = '[à vérifier'

/** How both begin: what is marked in a document, to the next « ] ». */
export const MARK = '[à '

/** « [à compléter : la durée du marché] » */
export function blank(what: string): string {
  return `${BLANK} : ${what}]`
}

/** « la durée du marché » out of its blank; what is to be checked says so. */
export function markedWords(marked: string): string {
  return marked.replace(/^\[(?:à compléter : )?|\]$/g, '')
}

/** A text without what it still says that the legal service is to check. */
export function checked(text: string): string {
  return text.replaceAll(/ ?\[à vérifier[^\]]*\]/g, '')
}

/** A text with « non précisé » where it has blanks, for those who fill nothing in. */
export function withoutBlanks(text: string): string {
  return text
    .replace(/^\[à compléter : [^\]]*\]\.?$/, 'non précisé')
    .replaceAll(/\[à compléter : ([^\]]*)\]/g, '(non précisé : $1)')
}
