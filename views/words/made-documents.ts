/** While a document has never been made. */
export const PREPARING = 'Ce document est en préparation : revenez dans deux minutes.'
