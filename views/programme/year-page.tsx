import type { YearFigures, YearLook } from '../../src/programme/year-look.ts'
import { numberText, percent, plural } from '../format.ts'
import { type Frame, Layout } from '../layout/layout.tsx'
import { FORECAST_SENTENCE } from '../words/programme.ts'
import { Table } from '../shared/table.tsx'

interface YearPageProps {
  frame: Frame
  look: YearLook
  /** Years that there is a look at. */
  years: number[]
  isOver: boolean
}

/** What became of a year's programme; buyers in alphabetical order. */
export function ProgrammeYearPage({ frame, look, years, isOver }: YearPageProps) {
  const { year, whole } = look
  const title = `Ce qu’est devenu le programme ${year}`
  return (
    <Layout
      frame={frame}
      title={title}
      description={`Achats annoncés pour ${year} : publiés à temps, plus tard, abandonnés, encore attendus.`}
      current="programmation"
    >
      <div class="intro">
        <p class="back">
          <a href="/programmation">Tous les achats à venir</a>
        </p>
        <h1>{title}</h1>
        <p class="lead">
          {plural(whole.announced, 'achat annoncé', 'achats annoncés')} pour {year} par{' '}
          {plural(look.buyers.length, 'acheteur', 'acheteurs')}
          {isOver ? '.' : ' : l’année n’est pas finie.'}
        </p>
        <p>
          {FORECAST_SENTENCE} Une consultation est « à temps » si elle a paru au plus tard à la fin
          du trimestre annoncé la première fois ; sans trimestre, à la fin de l’année. Les acheteurs
          sont dans l’ordre alphabétique.
        </p>
      </div>
      <div class="sections">
        <section aria-labelledby="ensemble">
          <h2 id="ensemble">Tous les acheteurs ensemble</h2>
          <Table
            caption={<>Achats annoncés pour {year}, tous acheteurs ensemble</>}
            unseen
            columns={['Devenir', 'Nombre', 'Part']}
            figures={['Nombre', 'Part']}
            wide
          >
            {OUTCOMES.map(({ field, label }) => (
              <tr>
                <th scope="row">{label}</th>
                <td class="number" data-label="Nombre">
                  {numberText(whole[field])}
                </td>
                <td class="number" data-label="Part">
                  {percent(Math.round((whole[field] / whole.announced) * 100))}
                </td>
              </tr>
            ))}
          </Table>
        </section>
        <section aria-labelledby="acheteurs">
          <h2 id="acheteurs">Par acheteur, dans l’ordre alphabétique</h2>
          <div class="stack wide">
            <table>
              <caption class="unseen">Achats annoncés pour {year}, par acheteur</caption>
              <thead>
                <tr>
                  <th scope="col">Acheteur</th>
                  <th scope="col" class="number">
                    Annoncés
                  </th>
                  {OUTCOMES.map(({ label }) => (
                    <th scope="col" class="number">
                      {label}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {look.buyers.map(({ name, slug, figures }) => (
                  <tr>
                    <th scope="row">
                      <a href={`/programmation?acheteur=${slug}&annee=${year}&statut=tous`}>
                        {name}
                      </a>
                    </th>
                    <td class="number" data-label="Annoncés">
                      {numberText(figures.announced)}
                    </td>
                    {OUTCOMES.map(({ field, label }) => (
                      <td class="number" data-label={label}>
                        {numberText(figures[field])}
                      </td>
                    ))}
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </section>
        {years.length > 1 && (
          <p>
            Autres années :{' '}
            {years
              .filter((each) => each !== year)
              .map((each, index) => (
                <>
                  {index > 0 && ', '}
                  <a href={`/programmation/bilan/${each}`}>{each}</a>
                </>
              ))}
          </p>
        )}
      </div>
    </Layout>
  )
}

const OUTCOMES: { field: Exclude<keyof YearFigures, 'announced'>; label: string }[] = [
  { field: 'onTime', label: 'Publiés à temps' },
  { field: 'late', label: 'Publiés plus tard' },
  { field: 'dropped', label: 'Abandonnés' },
  { field: 'overdue', label: 'Pas encore publiés, date passée' },
  { field: 'waiting', label: 'Encore attendus' },
]
