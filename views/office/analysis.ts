import type { FigureTable } from '../../src/analysis/figures.ts'
import type { ShownIndicator } from '../../src/analysis/years/shown.ts'
import type { YearRead } from '../../src/analysis/years/read-year.ts'
import type { Snapshot } from '../../src/analysis/years/snapshots.ts'
import type { OfficeBlock, OfficeDocument } from '../../src/office/block.ts'
import { cellText, eurosText, groupText, tableTitle } from '../analysis/figures-text.ts'
import { ANALYSIS_AXES, briefSentences, coverageSentences } from '../analysis/sentences.ts'
import { longDate, numberText } from '../format.ts'
import { analysisTitle } from '../words/analysis.ts'
import { indicatorSentence, indicatorTitle, indicatorWords } from '../words/indicators.ts'

interface YearDocument {
  read: YearRead
  snapshot: Snapshot
  indicators: ShownIndicator[]
  operator: string
}

/** A published year as one document: everything that its page tells. */
export function analysisDocument(document: YearDocument, madeAt: Date): OfficeDocument {
  const { read, snapshot, indicators, operator } = document
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
      ...(errata.length > 0
        ? [
            heading(2, errata.length === 1 ? 'Erratum' : 'Errata'),
            list(
              errata.map(
                ({ at, words, before, after }) =>
                  `${longDate(at)} : ${words}${before === '' && after === '' ? '' : ` Publié : ${before || 'rien'} ; rectifié : ${after || 'rien'}.`}`,
              ),
            ),
          ]
        : []),
      paragraph(coverageSentences(row.year, snapshot.coverage).first),
      perimeter(snapshot),
      heading(2, 'En bref'),
      list(briefSentences(indicators).map(({ text }) => text)),
      ...written(read),
      ...ANALYSIS_AXES.flatMap(({ axis, title, question }) => [
        heading(2, title),
        paragraph(question),
        ...indicators
          .filter((indicator) => indicator.axis === axis)
          .flatMap((indicator) => indicatorBlocks(indicator, buyers)),
      ]),
      ...signatures(read),
    ],
  }
}

function perimeter({ coverage }: Snapshot): OfficeBlock {
  return {
    kind: 'table',
    caption: 'Périmètre : marchés comptés, acheteurs par ordre alphabétique',
    columns: [
      { heading: 'Acheteur', width: 4 },
      { heading: 'Marchés', width: 2, align: 'right' },
      { heading: 'Sans montant', width: 2, align: 'right' },
      { heading: 'Sans taille', width: 2, align: 'right' },
      { heading: 'Sans lieu', width: 2, align: 'right' },
    ],
    rows: coverage.councils.map((council) => [
      council.name,
      numberText(council.contracts),
      numberText(council.withoutAmount),
      numberText(council.withoutSize),
      numberText(council.withoutPlace),
    ]),
  }
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
    ...(findings.length === 0 ? [] : [heading(2, 'Constats'), list(findings)]),
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
  buyers: ReadonlyMap<string, string>,
): OfficeBlock[] {
  const { slug, whole, tables, isMeasured, before, spreadUnit } = indicator
  const { definition } = indicatorWords(slug)
  const sentence = !isMeasured
    ? 'Pas encore mesuré.'
    : whole === null || whole.n === 0
      ? 'Aucun cas.'
      : indicatorSentence(indicator, whole)
  return [
    heading(3, indicatorTitle(slug)),
    paragraph(sentence),
    ...(before.length === 0
      ? []
      : [
          paragraph(
            before
              .map((each) => `En ${each.year} : ${cellText(each.whole, spreadUnit)}.`)
              .join(' '),
          ),
        ]),
    paragraph(`Définition : ${definition}`),
    ...tables
      .filter(({ within, cells }) => within === null && cells.length > 0)
      .map((table) => tableBlock(indicator, table, buyers)),
  ]
}

function tableBlock(
  { slug, spreadUnit }: ShownIndicator,
  table: FigureTable,
  buyers: ReadonlyMap<string, string>,
): OfficeBlock {
  const hasEuros = table.cells.some(({ euros }) => euros !== null)
  const rows = table.cells.map((cell) => [
    groupText(table.breakdown, cell.group, buyers),
    cellText(cell, spreadUnit),
    ...(hasEuros ? [cell.euros === null ? '–' : eurosText(cell.euros)] : []),
    numberText(cell.n),
    numberText(cell.missing),
  ])
  return {
    kind: 'table',
    caption: `${indicatorTitle(slug)} – ${tableTitle(table)}`,
    columns: [
      { heading: 'Groupe', width: 4 },
      { heading: 'Chiffre', width: 4 },
      ...(hasEuros ? [{ heading: 'Montants', width: 4 }] : []),
      { heading: 'Cas', width: 1.4, align: 'right' as const },
      { heading: 'Inconnus', width: 1.8, align: 'right' as const },
    ],
    rows:
      table.breakdown === 'buyer'
        ? rows.toSorted(([one = ''], [other = '']) => one.localeCompare(other, 'fr'))
        : rows,
  }
}

function signatures({ signing }: YearRead): OfficeBlock[] {
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
      : [paragraph(`N’ont pas signé : ${unsigned.map(({ name }) => name).join(', ')}.`)]),
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
