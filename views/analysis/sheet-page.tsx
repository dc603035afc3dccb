import type { Cell } from '../../src/analysis/figures.ts'
import type { BuyerSheet } from '../../src/analysis/years/buyer-sheet.ts'
import { euros, longDate, numberText, plural } from '../format.ts'
import { type Frame, Layout } from '../layout/layout.tsx'
import { indicatorCellText, indicatorTitle } from '../words/indicators.ts'
import type { ShownIndicator } from '../../src/analysis/years/shown.ts'
import { SubmitButton } from '../shared/form.tsx'
import { Table } from '../shared/table.tsx'

interface SheetPageProps {
  frame: Frame
  sheet: BuyerSheet
  units: ReadonlyMap<string, ShownIndicator['spreadUnit']>
  /** Of the buyer's own agents, who decide who reads it. */
  own: { base: string; mayShare: boolean } | null
}

/** A buyer's own figures of a year beside those of all: private until it agrees. */
export function SheetPage({ frame, sheet, units, own }: SheetPageProps) {
  const { year, buyer, coverage, lines, publicSince } = sheet
  const title = `${buyer.name} : ses marchés de ${year}`
  return (
    <Layout frame={frame} title={title} current="pacte">
      <div class="prose">
        <p class="back">
          {own === null ? (
            <a href={`/analyses/${year}`}>L’analyse {year}</a>
          ) : (
            <a href={`${own.base}/${year}`}>Analyse {year}</a>
          )}
        </p>
        <h1>{title}</h1>
        {own !== null && <Readers {...{ sheet, own }} />}
        {coverage === null ? (
          <p>Aucun marché de cet acheteur n’est compté.</p>
        ) : (
          <p>
            {plural(coverage.contracts, 'marché compté', 'marchés comptés')}
            {coverage.smallest !== null && `, à partir de ${euros(coverage.smallest)} HT`} ; sans
            montant : {numberText(coverage.withoutAmount)}, sans taille d’entreprise :{' '}
            {numberText(coverage.withoutSize)}, sans lieu : {numberText(coverage.withoutPlace)}.
          </p>
        )}
        <Table
          caption="Chiffres de l’acheteur et de l’ensemble des signataires"
          unseen
          columns={['Indicateur', buyer.name, 'Ensemble']}
          wide
        >
          {lines.map(({ slug, own: cell, all }) => (
            <tr>
              <th scope="row">{indicatorTitle(slug)}</th>
              <td data-label={buyer.name}>{told(slug, cell, units.get(slug) ?? null)}</td>
              <td data-label="Ensemble">{told(slug, all, units.get(slug) ?? null)}</td>
            </tr>
          ))}
        </Table>
        <p class="notes">
          Moins de dix cas : les nombres, sans pourcentage. <a href="/analyses/methode">Méthode</a>
          {own === null && publicSince !== null && ` · Publique depuis le ${longDate(publicSince)}`}
        </p>
      </div>
    </Layout>
  )
}

function told(slug: string, cell: Cell | null, spreadUnit: ShownIndicator['spreadUnit']): string {
  if (cell === null || cell.n === 0) return 'aucun cas'
  return cell.n === cell.missing ? 'inconnu' : indicatorCellText({ slug, spreadUnit }, cell)
}

function Readers({
  sheet: { year, publicSince, buyer, isPublished },
  own: { base, mayShare },
}: {
  sheet: BuyerSheet
  own: { base: string; mayShare: boolean }
}) {
  return (
    <div class="note">
      <p>
        {publicSince === null
          ? 'Cette fiche est privée : seuls vos agents la lisent.'
          : isPublished
            ? `Cette fiche est publique depuis le ${longDate(publicSince)}.`
            : 'Cette fiche sera publique avec l’analyse.'}
      </p>
      {!mayShare && (
        <p class="notes">
          Le référent du pacte ou l’administrateur de votre organisme décide qui la lit.
        </p>
      )}
      {mayShare && (
        <form method="post" action={`${base}/${year}/fiche`}>
          <input type="hidden" name="publique" value={publicSince === null ? 'oui' : 'non'} />
          <SubmitButton quiet>
            {publicSince === null
              ? `Rendre publique la fiche de ${buyer.name}`
              : 'La rendre de nouveau privée'}
          </SubmitButton>
        </form>
      )}
    </div>
  )
}
