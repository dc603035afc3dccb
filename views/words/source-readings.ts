import type { Reading, ReadingWarning, WarningCode } from '../../src/sources/reading.ts'

export const READING_LABELS: Record<Reading, string> = {
  strict: 'Document conforme',
  repaired: 'Document réparé à la lecture',
  lenient: 'Document incomplet',
}

export const READING_SENTENCES: Record<Reading, string> = {
  strict: 'Le document est bien formé et lu tel quel.',
  repaired: 'Le document contient des fautes, corrigées à la lecture ; rien n’a été perdu.',
  lenient: 'Une partie du document n’a pas pu être lue ; ce qui pouvait l’être est affiché.',
}

/** What is wrong with a document that was read all the same, and where, in a sentence. */
export function warningSentence({ code, line, column, item, name }: ReadingWarning): string {
  const place =
    name !== undefined
      ? ` (n° ${name})`
      : item !== null
        ? ` (fiche n° ${item})`
        : line !== null
          ? ` (ligne ${line}, colonne ${column ?? 1})`
          : ''
  return `${SENTENCES[code]}${place}.`
}

const SENTENCES: Record<WarningCode, string> = {
  'bytes-repaired': 'Des caractères ne sont pas dans l’encodage annoncé',
  'encoding-mislabelled': 'Le document est en UTF-8 mais annonce un autre encodage',
  'bare-ampersand': 'Un «\u00A0&\u00A0» n’est pas écrit «\u00A0&amp;\u00A0»',
  'unknown-entity': 'Une entité n’existe pas en XML',
  'bare-bracket': 'Un «\u00A0<\u00A0» n’est pas écrit «\u00A0&lt;\u00A0»',
  'forbidden-character': 'Un caractère de contrôle est interdit',
  'unquoted-attribute': 'La valeur d’un attribut n’est pas entre guillemets',
  'unmatched-tag': 'Une balise fermante ne correspond à aucune balise ouverte',
  'unclosed-tag': 'Une balise n’est pas fermée',
  'text-outside': 'Du texte ou un second élément se trouve hors du document',
  'json-repaired': 'Le JSON contient une faute',
  'ended-early': 'Le document s’arrête avant sa fin ; les fiches complètes sont gardées',
  'items-dropped': 'Le document contient trop de fiches ; les suivantes ne sont pas lues',
  'text-cut': 'Un texte trop long a été coupé',
  'notice-no-call': 'Un avis n’est pas une consultation et n’est pas gardé',
  'notice-unreadable': 'Un avis n’a pas pu être lu',
  'notice-without-number': 'Un avis n’a pas de numéro et n’est pas gardé',
  'deadline-unreadable':
    'Une date limite ne peut pas exister ou n’a pas pu être lue ; elle est laissée vide',
  'date-unreadable': 'Une date n’a pas pu être lue ; elle est laissée vide',
}
