import type { FigureTable } from '../../src/analysis/figures.ts'
import type { ShownIndicator } from '../../src/analysis/years/shown.ts'
import type { Comment, YearRead } from '../../src/analysis/years/read-year.ts'
import type { Snapshot } from '../../src/analysis/years/snapshots.ts'
import type { OfficeBlock, OfficeDocument } from '../../src/office/block.ts'
import {
  cappedNote,
  cellsInOrder,
  eurosText,
  groupText,
  medianAmountsText,
  PERIMETER_NOTE,
  tablesInOrder,
  tableTitle,
} from '../analysis/figures-text.ts'
import {
  ANALYSIS_AXES,
  briefSentences,
  coverageSentences,
  missingSentence,
  NOT_MEASURED,
  nothingKnownSentence,
} from '../analysis/sentences.ts'
import { euros, longDate, numberText, plural } from '../format.ts'
import { analysisTitle } from '../words/analysis.ts'
import {
  benchmarksOf,
  indicatorCellText,
  indicatorSentence,
  indicatorTitle,
  indicatorWords,
} from '../words/indicators.ts'

interface YearDocument {
  read: YearRead
  snapshot: Snapshot
  indicators: ShownIndicator[]
  comments: Comment[]
  operator: string
}

/** A published year as one document: everything that its page tells. */
export function analysisDocument(document: YearDocument, madeAt: Date): OfficeDocument {
  const { read, snapshot, indicators, comments, operator } = document
  const { row, errata } = read
  const buyers = new Map(snapshot.coverage.councils.map(({ slug, name }) => [slug, name]))
  return {
    title: analysisTitle(row.year),
    subtitle: [
      ...(row.publishedAt === null ? [] : [`Publiée le ${longDate(row.publishedAt)}`]),
      `Données gelées le ${longDate(snapshot.takenAt)}, méthode version ${snapshot.method}`,
      `Empreinte des données : ${snapshot.dataHash}`,
      ...(row.demonstration ? ['Démonstration : tout ce qui est dit ici est inventé.'] : []),
    ],
    author: operator,
    madeAt,
    blocks: [
      paragraph(coverageSentences(row.year, snapshot.coverage).first),
      ...(errata.length > 0
        ? [
            heading(2, errata.length === 1 ? 'Erratum' : 'Errata'),
            list(
              errata.map(
                ({ at, indicator, words, before, after }) =>
                  `${longDate(at)}${indicator === null ? '' : `, ${indicatorTitle(indicator)}`} : ${words}${before === '' && after === '' ? '' : ` Publié : ${before || 'rien'} ; rectifié : ${after || 'rien'}.`}`,
              ),
            ),
          ]
        : []),
      ...perimeter(snapshot),
      heading(2, 'En bref'),
      list(briefSentences(indicators).map(({ text }) => text)),
      ...written(read),
      ...ANALYSIS_AXES.flatMap(({ axis, title, question }) => [
        heading(2, title),
        paragraph(question),
        ...indicators
          .filter((indicator) => indicator.axis === axis)
          .flatMap((indicator) => indicatorBlocks(indicator, row.year, buyers)),
      ]),
      ...signatures(read),
      ...remarks(comments),
    ],
  }
}

function perimeter({ coverage: { councils, excluded, capped } }: Snapshot): OfficeBlock[] {
  const number = (text: string) => ({ heading: text, width: 2, align: 'right' as const })
  return [
    {
      kind: 'table',
      caption: 'Périmètre : marchés comptés, acheteurs par ordre alphabétique',
      columns: [
        { heading: 'Acheteur', width: 4 },
        number('Marchés'),
        number('Plus petit montant'),
        number('Sans montant'),
        number('Sans taille'),
        number('Sans lieu'),
        number('Seul guichet'),
        number('Non comptés'),
      ],
      rows: councils.map((council) => [
        council.name,
        numberText(council.contracts),
        council.smallest === null ? '–' : euros(council.smallest),
        numberText(council.withoutAmount),
        numberText(council.withoutSize),
        numberText(council.withoutPlace),
        numberText(council.boardOnly),
        numberText(council.leftOut),
      ]),
    },
    paragraph(PERIMETER_NOTE),
    ...(excluded.length === 0
      ? []
      : [
          paragraph('Ne sont dans aucun chiffre :'),
          list(
            excluded.map(
              ({ why, contracts }) =>
                `${plural(contracts, 'marché', 'marchés')} – ${groupText('ground', why)}`,
            ),
          ),
        ]),
    ...(capped.contracts.length === 0
      ? []
      : [
          paragraph(cappedNote(capped.above)),
          list(
            capped.contracts.map(
              ({ buyer, number: own, object, amount }) =>
                `${buyer ?? 'Acheteur non précisé'} : ${object ?? 'objet non précisé'} (n° ${own}), ${amount === null ? 'montant non précisé' : euros(amount)}`,
            ),
          ),
        ]),
  ]
}

function written({ row, recommendations }: YearRead): OfficeBlock[] {
  const findings = row.findings.filter((finding) => finding !== '')
  return [
    ...(row.firmsSay === ''
      ? []
      : [
          heading(2, 'Ce que disent les entreprises'),
          paragraph(row.firmsSay),
          ...(row.firmsAsked === null
            ? []
            : [paragraph(`Entreprises qui ont répondu : ${numberText(row.firmsAsked)}.`)]),
        ]),
    ...(findings.length === 0
      ? []
      : [heading(2, findings.length === 3 ? 'Trois constats' : 'Constats'), list(findings)]),
    ...(recommendations.length === 0
      ? []
      : [
          heading(2, 'Ce qui change l’an prochain'),
          list(
            recommendations.map(
              ({ words, action }) => `${words} – action du pacte : ${action.title}`,
            ),
          ),
        ]),
  ]
}

function indicatorBlocks(
  indicator: ShownIndicator,
  year: number,
  buyers: ReadonlyMap<string, string>,
): OfficeBlock[] {
  const { slug, whole, tables, isMeasured, before } = indicator
  const { definition, formula } = indicatorWords(slug)
  const calculated = paragraph(`Comment c’est calculé. ${definition} ${formula}`)
  if (!isMeasured || whole === null || whole.n <= whole.missing)
    return [
      heading(3, indicatorTitle(slug)),
      paragraph(isMeasured ? nothingKnownSentence(whole, year) : NOT_MEASURED),
      calculated,
    ]
  const medians = whole.euros === null ? '' : medianAmountsText(whole.euros)
  return [
    heading(3, indicatorTitle(slug)),
    paragraph(indicatorSentence(indicator, whole)),
    ...(whole.missing > 0 ? [paragraph(missingSentence(whole))] : []),
    ...(medians === '' ? [] : [paragraph(medians)]),
    ...(before.length === 0
      ? []
      : [
          paragraph(
            before
              .map((each) => `En ${each.year} : ${indicatorCellText(indicator, each.whole)}.`)
              .join(' '),
          ),
        ]),
    ...benchmarksOf(slug).map(({ text, source }) => paragraph(`${text} (${source})`)),
    calculated,
    ...tablesInOrder(tables)
      .filter(({ within, cells }) => within === null && cells.length > 0)
      .map((table) => tableBlock(indicator, table, buyers)),
  ]
}

function tableBlock(
  indicator: ShownIndicator,
  table: FigureTable,
  buyers: ReadonlyMap<string, string>,
): OfficeBlock {
  const hasEuros = table.cells.some(({ euros }) => euros !== null)
  const rows = cellsInOrder(table, buyers).map((cell) => [
    groupText(table.breakdown, cell.group, buyers),
    indicatorCellText(indicator, cell),
    ...(hasEuros ? [cell.euros === null ? '–' : eurosText(cell.euros)] : []),
    numberText(cell.n),
    numberText(cell.missing),
  ])
  return {
    kind: 'table',
    caption: `${indicatorTitle(indicator.slug)} – ${tableTitle(table)}`,
    columns: [
      { heading: 'Groupe', width: hasEuros ? 3.4 : 5 },
      { heading: 'Chiffre', width: hasEuros ? 3 : 7 },
      ...(hasEuros ? [{ heading: 'Montants', width: 6 }] : []),
      { heading: 'Cas', width: 1.2, align: 'right' as const },
      { heading: 'Inconnus', width: 1.6, align: 'right' as const },
    ],
    rows,
  }
}

function signatures({ signing, moves }: YearRead): OfficeBlock[] {
  const published = moves.find(({ state }) => state === 'published')
  const unsigned = signing.filter(({ signedAt }) => signedAt === null)
  return [
    heading(2, 'Signatures'),
    list(
      signing.flatMap(({ name, signedAt, dissent }) =>
        signedAt === null
          ? []
          : [
              `${name}, le ${longDate(signedAt)}${dissent === '' ? '' : `, avec une réserve : « ${dissent} »`}`,
            ],
      ),
    ),
    ...(unsigned.length === 0
      ? []
      : [
          paragraph(
            `N’ont pas signé : ${unsigned.map(({ name }) => name).join(', ')}.${published?.reason ? ` Publiée sans attendre : ${published.reason}` : ''}`,
          ),
        ]),
  ]
}

function remarks(comments: Comment[]): OfficeBlock[] {
  if (comments.length === 0) return []
  return [
    heading(2, 'Commentaires des signataires et des chambres'),
    list(
      comments.map(
        ({ by, at, indicator, words, answer, answeredBy }) =>
          `${by}, le ${longDate(at)}, sur ${indicator === null ? 'l’ensemble' : `« ${indicatorTitle(indicator)} »`} : « ${words} »${answer === null ? '' : ` Réponse (${answeredBy ?? 'administration du pacte'}) : ${answer}`}`,
      ),
    ),
  ]
}

function heading(level: 2 | 3, text: string): OfficeBlock {
  return { kind: 'heading', level, text }
}

function paragraph(text: string): OfficeBlock {
  return { kind: 'paragraph', text }
}

function list(items: string[]): OfficeBlock {
  return items.length === 0 ? { kind: 'paragraph', text: 'Rien.' } : { kind: 'list', items }
}
