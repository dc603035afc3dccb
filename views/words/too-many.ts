export const tooManyTitle = 'Trop de demandes'
