import type { CentreProblem } from '../../src/places/centres.ts'

/** Why a file of communes' centres is refused: one French sentence. */
export function centreProblemSentence({ row, code, value }: CentreProblem): string {
  const where = row === 0 ? 'Fichier' : `Commune ${row} du fichier`
  return `${where} : ${SENTENCES[code]}${value === '' ? '' : ` (« ${value} »)`}.`
}

const SENTENCES: Record<CentreProblem['code'], string> = {
  unreadable: 'illisible, un JSON ou un CSV bien formé est attendu',
  empty: 'aucune commune',
  insee: 'code INSEE attendu, cinq caractères dans la colonne « insee »',
  position:
    'latitude et longitude attendues en degrés, en France métropolitaine (sont-elles inversées ?)',
}
