/** Names under which the pact's made documents are kept and saved. */
export const REPORT = 'pacte-rapport.pdf'
export const NOTE = 'pacte-note.pdf'
