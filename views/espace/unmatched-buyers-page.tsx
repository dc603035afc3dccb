import type { UnmatchedBuyer } from '../../src/consultations/unmatched-buyers.ts'
import { numberText, plural, shortDate } from '../format.ts'
import { type Frame, Layout } from '../layout/layout.tsx'
import { Pager } from '../shared/pager.tsx'
import { Table } from '../shared/table.tsx'

interface UnmatchedBuyersPageProps {
  frame: Frame
  buyers: UnmatchedBuyer[]
  /** Of all, not only those of this page. */
  count: number
  next: string | null
}

/** The spellings that nobody knows, most often met first. */
export function UnmatchedBuyersPage({ frame, buyers, count, next }: UnmatchedBuyersPageProps) {
  const title = 'Acheteurs à reconnaître'
  return (
    <Layout frame={frame} title={title}>
      <div class="intro">
        <p class="back">
          <a href="/espace/administration">Administration du guichet</a>
        </p>
        <h1>{title}</h1>
        <p>
          {count === 0
            ? 'Tous les acheteurs que nomment les sources sont connus.'
            : `${plural(count, 'acheteur est nommé', 'acheteurs sont nommés')} par les sources sans figurer dans l’annuaire des partenaires ni dans les listes officielles. Leurs consultations paraissent sous le nom que la source leur donne.`}
        </p>
      </div>
      {buyers.length > 0 && (
        <Table
          caption="Les plus souvent nommés d’abord"
          columns={['Nom donné par la source', 'Consultations', 'La dernière', 'Noms proches']}
          figures={['Consultations']}
        >
          {buyers.map(({ slug, name, siret, times, latest, candidates }) => (
            <tr>
              <th scope="row">
                <a href={`/espace/administration/acheteurs/${slug}`}>{name}</a>
                {siret && <div class="hint">SIRET {siret}</div>}
              </th>
              <td class="number" data-label="Consultations">
                {numberText(times)}
              </td>
              <td data-label="La dernière">
                {latest ? (
                  <>
                    <a href={latest.path}>{latest.title}</a>{' '}
                    <span class="hint">{shortDate(latest.publishedAt)}</span>
                  </>
                ) : (
                  '–'
                )}
              </td>
              <td data-label="Noms proches">
                {candidates.map((each) => each.name).join(', ') || '–'}
              </td>
            </tr>
          ))}
        </Table>
      )}
      <Pager previous={null} next={next} />
    </Layout>
  )
}
