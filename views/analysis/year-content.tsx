import type { Child } from 'hono/jsx'
import type { Coverage } from '../../src/analysis/years/coverage.ts'
import type { YearRead } from '../../src/analysis/years/read-year.ts'
import type { ShownIndicator } from '../../src/analysis/years/shown.ts'
import { euros, isoWithOffset, longDate, numberText, plural } from '../format.ts'
import { Table } from '../shared/table.tsx'
import { cappedNote, groupText, PERIMETER_NOTE } from './figures-text.ts'
import { IndicatorSection } from './indicator-section.tsx'
import type { LinesPlace } from './lines-address.ts'
import { ANALYSIS_AXES, briefSentences, coverageSentences } from './sentences.ts'

interface YearContentProps {
  read: YearRead
  coverage: Coverage
  indicators: ShownIndicator[]
  lines: LinesPlace | null
  /** Where the CSV of an indicator is; null in a preview. */
  csvOf: ((slug: string) => string) | null
  /** Stands right after what is covered. */
  errata?: Child
}

/** What a year's analysis says, the same for a preview and for what is published: coverage first. */
export function YearContent(props: YearContentProps) {
  const { read, coverage, indicators, lines, csvOf, errata } = props
  const { row } = read
  const { year } = row
  const buyers = new Map(coverage.councils.map(({ slug, name }) => [slug, name]))
  const brief = briefSentences(indicators)
  return (
    <>
      <Perimeter year={year} coverage={coverage} />
      {errata}
      <h2 id="en-bref">En bref</h2>
      {brief.length === 0 ? (
        <p>Aucun chiffre ne peut être donné.</p>
      ) : (
        <ul>
          {brief.map(({ slug, text }) => (
            <li>
              {text}{' '}
              <a class="unprinted" href={`#${slug}`}>
                Détail<span class="unseen"> : {text}</span>
              </a>
            </li>
          ))}
        </ul>
      )}
      <WrittenPart read={read} />
      {ANALYSIS_AXES.map(({ axis, title, question }) => (
        <>
          <h2 id={`axe-${axis}`}>{title}</h2>
          <p class="notes">{question}</p>
          {indicators
            .filter((indicator) => indicator.axis === axis)
            .map((indicator) => (
              <IndicatorSection
                indicator={indicator}
                year={year}
                buyers={buyers}
                lines={lines}
                csv={csvOf === null ? null : csvOf(indicator.slug)}
              />
            ))}
        </>
      ))}
    </>
  )
}

function Perimeter({ year, coverage }: { year: number; coverage: Coverage }) {
  const { first, isPoor } = coverageSentences(year, coverage)
  const { councils, excluded } = coverage
  return (
    <>
      <p class={isPoor ? 'note' : undefined}>{first}</p>
      <details class="printed">
        <summary>Périmètre : quels marchés, de qui, et ce qui manque</summary>
        <Table
          caption="Marchés comptés par acheteur, par ordre alphabétique : ce n’est pas un classement"
          unseen
          columns={[
            'Acheteur',
            'Marchés',
            'Plus petit montant',
            'Sans montant',
            'Sans taille',
            'Sans lieu',
            'Connus par le seul guichet',
            'Non comptés',
          ]}
          wide
        >
          {councils.map((council) => (
            <tr>
              <th scope="row">
                {council.name}
                {council.says !== null && <span class="hint as-written">{council.says}</span>}
              </th>
              <td data-label="Marchés">{numberText(council.contracts)}</td>
              <td data-label="Plus petit montant">
                {council.smallest === null ? 'non précisé' : euros(council.smallest)}
              </td>
              <td data-label="Sans montant">{numberText(council.withoutAmount)}</td>
              <td data-label="Sans taille">{numberText(council.withoutSize)}</td>
              <td data-label="Sans lieu">{numberText(council.withoutPlace)}</td>
              <td data-label="Connus par le seul guichet">{numberText(council.boardOnly)}</td>
              <td data-label="Non comptés">{numberText(council.leftOut)}</td>
            </tr>
          ))}
        </Table>
        <p class="notes">{PERIMETER_NOTE}</p>
        {excluded.length > 0 && (
          <>
            <p>Ne sont dans aucun chiffre :</p>
            <ul>
              {excluded.map(({ why, contracts }) => (
                <li>
                  {plural(contracts, 'marché', 'marchés')} – {groupText('ground', why)}
                </li>
              ))}
            </ul>
          </>
        )}
      </details>
      <Capped coverage={coverage} />
    </>
  )
}

/** Amounts that would carry the totals away: each counts as the cap, and is told. */
function Capped({ coverage: { capped } }: { coverage: Coverage }) {
  const { above, contracts } = capped
  if (contracts.length === 0) return null
  return (
    <details id="montants-plafonnes" class="printed">
      <summary>
        {plural(contracts.length, 'montant compté', 'montants comptés')} pour {euros(above)}, au
        lieu de davantage
      </summary>
      <p class="notes">{cappedNote(above)}</p>
      <Table
        caption="Montants plafonnés, par ordre alphabétique des acheteurs"
        unseen
        columns={['Marché', 'Acheteur', 'Montant HT']}
        wide
      >
        {contracts.map(({ buyer, number, object, amount }) => (
          <tr>
            <th scope="row">
              {object ?? 'Objet non précisé'} (n° {number})
            </th>
            <td data-label="Acheteur">{buyer ?? 'non précisé'}</td>
            <td data-label="Montant HT">{amount === null ? 'non précisé' : euros(amount)}</td>
          </tr>
        ))}
      </Table>
    </details>
  )
}

/** What partners write: nothing where nothing is written yet. */
function WrittenPart({ read: { row, recommendations } }: { read: YearRead }) {
  const findings = row.findings.filter((finding) => finding !== '')
  return (
    <>
      {row.firmsSay !== '' && (
        <>
          <h2 id="entreprises">Ce que disent les entreprises</h2>
          <p class="as-written">{row.firmsSay}</p>
          {row.firmsAsked !== null && (
            <p class="notes">
              Enquête de l’année :{' '}
              {plural(row.firmsAsked, 'entreprise a répondu', 'entreprises ont répondu')}.
            </p>
          )}
        </>
      )}
      {findings.length > 0 && (
        <>
          <h2 id="constats">{findings.length === 3 ? 'Trois constats' : 'Constats'}</h2>
          <ol>
            {findings.map((finding) => (
              <li>
                <span class="as-written">{finding}</span>
              </li>
            ))}
          </ol>
        </>
      )}
      {recommendations.length > 0 && (
        <>
          <h2 id="suites">Ce qui change l’an prochain</h2>
          <ul>
            {recommendations.map(({ words, action }) => (
              <li>
                {words} – action du pacte :{' '}
                <a href={`/pacte/actions/${action.slug}`}>{action.title}</a>
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  )
}

/** Who signed, who has not, and what each objects. */
export function Signatures({ read: { signing, moves } }: { read: YearRead }) {
  const published = moves.find(({ state }) => state === 'published')
  const unsigned = signing.filter(({ signedAt }) => signedAt === null)
  return (
    <>
      <h2 id="signatures">Signatures</h2>
      {unsigned.length === signing.length && <p>Aucune signature.</p>}
      <ul>
        {signing.flatMap(({ name, signedAt, dissent }) =>
          signedAt === null
            ? []
            : [
                <li>
                  {name}, le <time datetime={isoWithOffset(signedAt)}>{longDate(signedAt)}</time>
                  {dissent !== '' && (
                    <>
                      , avec une réserve :<span class="as-written">« {dissent} »</span>
                    </>
                  )}
                </li>,
              ],
        )}
      </ul>
      {unsigned.length > 0 && (
        <p>
          {published ? 'N’ont pas signé' : 'N’ont pas encore signé'} :{' '}
          {unsigned.map(({ name }) => name).join(', ')}.
          {published && published.reason !== '' && ` Publiée sans attendre : ${published.reason}`}
        </p>
      )}
    </>
  )
}
