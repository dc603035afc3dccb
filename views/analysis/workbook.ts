import writeWorkbook from 'write-excel-file/universal'
import type { YearFigures } from '../../src/analysis/figures.ts'
import type { Coverage } from '../../src/analysis/years/coverage.ts'
import { indicatorWords } from '../words/indicators.ts'
import { FIGURES_HEADER, figuresRows } from './figures-csv.ts'
import { groupText } from './figures-text.ts'

/** The figures of a year as a workbook: every figure, the perimeter, and what each indicator means. */
export async function yearWorkbook(
  figures: YearFigures,
  { councils, excluded, capped }: Coverage,
): Promise<Uint8Array<ArrayBuffer>> {
  const buyers = new Map(councils.map(({ slug, name }) => [slug, name]))
  const file = writeWorkbook([
    sheetOf('Chiffres', FIGURES_HEADER, figuresRows(figures, buyers)),
    sheetOf(
      'Périmètre',
      [
        'acheteur',
        'marches',
        'plus_petit_montant',
        'sans_montant',
        'sans_taille',
        'sans_lieu',
        'seul_guichet',
        'non_comptes',
      ],
      councils.map((council) => [
        council.name,
        council.contracts,
        council.smallest,
        council.withoutAmount,
        council.withoutSize,
        council.withoutPlace,
        council.boardOnly,
        council.leftOut,
      ]),
    ),
    sheetOf(
      'Non comptés',
      ['motif', 'marches'],
      excluded.map(({ why, contracts }) => [groupText('ground', why), contracts]),
    ),
    sheetOf(
      'Montants plafonnés',
      ['acheteur', 'numero', 'objet', 'montant', 'compte_pour'],
      capped.contracts.map(({ buyer, number, object, amount }) => [
        buyer,
        number,
        object,
        amount,
        capped.above,
      ]),
    ),
    sheetOf(
      'Définitions',
      ['indicateur', 'titre', 'definition', 'formule'],
      figures.indicators.map(({ slug }) => {
        const { title, definition, formula } = indicatorWords(slug)
        return [slug, title, definition, formula]
      }),
    ),
  ])
  return new Uint8Array(await (await file.toBlob()).arrayBuffer())
}

function sheetOf(sheet: string, header: string[], rows: (string | number | null)[][]) {
  return {
    sheet,
    data: [header.map((value) => ({ value, fontWeight: 'bold' as const })), ...rows],
    columns: header.map(() => ({ width: 22 })),
    stickyRowsCount: 1,
  }
}
