import type { DrilledLines } from '../../src/analysis/drill-down.ts'
import type { LinesAsked } from '../../src/analysis/years/asked-lines.ts'
import { wordOfLine } from '../../src/analysis/years/line-word.ts'
import { euros, shortDate } from '../format.ts'
import { type Frame, Layout } from '../layout/layout.tsx'
import { Pager } from '../shared/pager.tsx'
import { indicatorTitle } from '../words/indicators.ts'
import { MEDIATION_RESULT_LABELS } from '../words/requests.ts'
import { SIZE_LABELS } from '../words/sizes.ts'
import { BREAKDOWN_LABELS, groupText } from './figures-text.ts'
import { linesHref, type LinesPart, type LinesPlace } from './lines-address.ts'

interface LinesPageProps {
  frame: Frame
  year: number
  place: LinesPlace
  back: { href: string; label: string }
  asked: LinesAsked
  found: DrilledLines
  buyers: ReadonlyMap<string, string>
}

const PARTS: { part: LinesPart; label: string }[] = [
  { part: 'cases', label: 'Tous les cas' },
  { part: 'numerator', label: 'Comptés au numérateur' },
  { part: 'denominator', label: 'Comptés au dénominateur' },
  { part: 'missing', label: 'Inconnus' },
]

/** The very lines behind a figure, as they were frozen. */
export function LinesPage({ frame, year, place, back, asked, found, buyers }: LinesPageProps) {
  const { indicator, drilled, after } = asked
  const { slug } = indicator
  const { breakdown, group, part } = drilled
  const title = `${indicatorTitle(slug)}, ${year} : les lignes`
  const at = (more: { part?: LinesPart; after?: string | null }) =>
    linesHref(place, slug, breakdown, { group }, more)
  return (
    <Layout frame={frame} title={title} current="pacte">
      <div class="prose">
        <p class="back">
          <a href={`${back.href}#${slug}`}>{back.label}</a>
        </p>
        <h1>{title}</h1>
        {breakdown !== 'all' && (
          <p>
            {BREAKDOWN_LABELS[breakdown]} : {groupText(breakdown, group, buyers)}
          </p>
        )}
        <nav aria-label="Lignes montrées">
          <ul class="inline">
            {PARTS.map((each) => (
              <li>
                <a
                  href={at({ part: each.part })}
                  aria-current={each.part === part ? 'true' : undefined}
                >
                  {each.part === part ? <strong>{each.label}</strong> : each.label}
                </a>
              </li>
            ))}
          </ul>
        </nav>
        {found.lines.length === 0 && <p>Aucune ligne.</p>}
      </div>
      {found.lines.length > 0 && <Table found={found} />}
      <Pager
        previous={after === '' ? null : at({ part })}
        next={found.next === null ? null : at({ part, after: wordOfLine(found.next) })}
      />
    </Layout>
  )
}

const UNKNOWN = 'non précisé'

function Table({ found }: { found: DrilledLines }) {
  const { headings, rows } = tableOf(found)
  return (
    <div class="stack wide">
      <table>
        <caption class="unseen">Lignes, dans l’ordre de leurs numéros</caption>
        <thead>
          <tr>
            {headings.map((heading) => (
              <th scope="col">{heading}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ name, href, cells }) => (
            <tr>
              <th scope="row">{href === null ? name : <a href={href}>{name}</a>}</th>
              {cells.map((cell, index) => (
                <td data-label={headings[index + 1]}>{cell ?? UNKNOWN}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

const MODEL_USE_LABELS = {
  documents: 'Documents établis',
  declaration: 'Déclaration d’usage',
}

interface Row {
  name: string
  href: string | null
  cells: (string | null)[]
}

function tableOf(found: DrilledLines): { headings: string[]; rows: Row[] } {
  switch (found.of) {
    case 'contracts':
      return {
        headings: [
          'Marché',
          'Acheteur',
          'Notifié',
          'Montant HT',
          'Titulaire',
          'Taille',
          'Département',
          'Offres',
        ],
        rows: found.lines.map((line) => ({
          name: `${line.object ?? 'Objet non précisé'} (n° ${line.number})`,
          href: pageOf(line.consultation),
          cells: [
            line.buyerName,
            line.notifiedOn === null ? null : shortDate(line.notifiedOn),
            line.amount === null ? null : euros(line.amount),
            line.supplier ?? line.siret,
            line.size === null ? null : SIZE_LABELS[line.size],
            line.departement,
            line.bids === null ? null : String(line.bids),
          ],
        })),
      }
    case 'consultations':
      return {
        headings: ['Consultation', 'Acheteur', 'Publiée', 'Date limite', 'Jours', 'Lots'],
        rows: found.lines.map((line) => ({
          name: line.title,
          href: pageOf(line.line),
          cells: [
            line.buyerName,
            shortDate(line.publishedOn),
            line.deadlineOn === null ? null : shortDate(line.deadlineOn),
            line.days === null ? null : String(line.days),
            line.divided === null
              ? null
              : line.divided
                ? line.lots === null
                  ? 'oui'
                  : String(line.lots)
                : 'non',
          ],
        })),
      }
    case 'sessions':
      return {
        headings: ['Session', 'Date', 'Tenue', 'Personnes', 'Entreprises'],
        rows: found.lines.map((line) => ({
          name: line.title,
          href: null,
          cells: [
            shortDate(line.startsOn),
            line.state === 'held' ? 'oui' : 'annulée',
            String(line.people),
            String(line.firms),
          ],
        })),
      }
    case 'mediations':
      return {
        headings: ['Médiation', 'Demandée', 'Issue', 'Jours'],
        rows: found.lines.map(({ line, askedOn, outcome, days }) => ({
          name: `n° ${Number(line)}`,
          href: null,
          cells: [
            shortDate(askedOn),
            MEDIATION_RESULT_LABELS[outcome],
            days === null ? 'sans objet' : String(days),
          ],
        })),
      }
    case 'modelUses':
      return {
        headings: ['Utilisation', 'Date', 'Par', 'Version du modèle'],
        rows: found.lines.map(({ usedOn, kind, version, partner }) => ({
          name: MODEL_USE_LABELS[kind],
          href: null,
          cells: [shortDate(usedOn), partner ?? 'un autre acheteur', String(version)],
        })),
      }
  }
}

function pageOf(reference: string | null): string | null {
  return reference === null ? null : `/consultations/${encodeURIComponent(reference)}`
}
