import type { ContractLine } from '../../src/analysis/years/correct-line.ts'
import { wordOfLine } from '../../src/analysis/years/line-word.ts'
import type { YearRow } from '../../src/analysis/years/lock-year.ts'
import type { CorrectionRow } from '../../src/analysis/years/own-lines.ts'
import type { CorrectedField } from '../../src/analysis/years/schema.ts'
import type { FirmSize } from '../../src/firms/schema.ts'
import { euros, longDate, plural, shortDate } from '../format.ts'
import { type Frame, Layout } from '../layout/layout.tsx'
import { SubmitButton } from '../shared/form.tsx'
import { Pager } from '../shared/pager.tsx'
import { Table } from '../shared/table.tsx'
import { CORRECTED_FIELD_LABELS } from '../words/analysis.ts'
import { SIZE_LABELS } from '../words/sizes.ts'
import { groupText } from './figures-text.ts'

interface OwnLinesPageProps {
  frame: Frame
  partner: { slug: string; name: string }
  row: YearRow
  base: string
  lines: ContractLine[]
  next: string | null
  isFirst: boolean
  contracts: number
  corrections: CorrectionRow[]
  confirmedAt: Date | null
  mayCheck: boolean
  refusal: string | null
}

/** A buyer's own contracts as they were frozen, to confirm or to correct. */
export function OwnLinesPage(props: OwnLinesPageProps) {
  const { frame, partner, row, base, lines, next, isFirst, contracts, mayCheck, refusal } = props
  const at = `${base}/${row.year}`
  const title = `Nos marchés de ${row.year} – ${partner.name}`
  return (
    <Layout frame={frame} title={title} current="pacte">
      <div class="prose">
        <p class="back">
          <a href={at}>Analyse {row.year}</a>
        </p>
        <h1>{title}</h1>
        {refusal !== null && (
          <p class="errors" role="alert">
            {refusal}
          </p>
        )}
        <Standing {...props} />
        <Corrections {...props} />
        <h2 id="marches">{plural(contracts, 'marché gelé', 'marchés gelés')}</h2>
        {lines.length === 0 && <p>Aucun marché de votre organisme n’est connu pour {row.year}.</p>}
      </div>
      {lines.length > 0 && <Lines lines={lines} at={at} mayCheck={mayCheck} />}
      <Pager
        previous={isFirst ? null : `${at}/lignes`}
        next={next === null ? null : `${at}/lignes?apres=${wordOfLine(next)}`}
      />
    </Layout>
  )
}

function Standing({ row, base, confirmedAt, mayCheck, contracts, corrections }: OwnLinesPageProps) {
  if (confirmedAt !== null) return <p>Confirmés le {longDate(confirmedAt)}.</p>
  if (!mayCheck)
    return (
      <p>
        {row.checksEndOn === null
          ? 'La vérification n’a pas commencé.'
          : `La vérification s’est terminée le ${longDate(row.checksEndOn)}.`}
      </p>
    )
  return (
    <>
      <p>
        Vérifiez ces marchés{row.checksEndOn !== null && ` jusqu’au ${longDate(row.checksEndOn)}`} :
        corrigez ce qui est faux, puis confirmez l’ensemble. Seuls vos agents voient cette page ;
        les marchés eux-mêmes sont des données publiques.
      </p>
      <form method="post" action={`${base}/${row.year}/confirmer`}>
        <SubmitButton>
          Confirmer {contracts === 0 ? 'que nous n’avons aucun marché' : 'nos marchés'}
          {corrections.length > 0 && ' et nos corrections'}
        </SubmitButton>
      </form>
    </>
  )
}

function Corrections({ row, base, corrections, mayCheck }: OwnLinesPageProps) {
  if (corrections.length === 0) return null
  return (
    <>
      <h2 id="corrections">{plural(corrections.length, 'correction', 'corrections')}</h2>
      <p class="notes">
        {row.state === 'frozen'
          ? 'Elles entrent dans les chiffres quand le projet se prépare.'
          : 'Elles sont dans les chiffres, et dans les données de ces marchés quand il s’agit du montant, de la date ou de la taille.'}
      </p>
      <ul>
        {corrections.map(({ correction, number, object, supplier }) => {
          const { id, field, before, after, reason, at } = correction
          const name = `${object ?? 'Objet non précisé'} (n° ${number ?? 'inconnu'})`
          return (
            <li>
              {name}
              {(field === 'size' || field === 'place') &&
                supplier !== null &&
                `, ${supplier}`} – {CORRECTED_FIELD_LABELS[field]}
              {field !== 'not-ours' && (
                <>
                  {' '}
                  : <del>{valueText(field, before)}</del> → <ins>{valueText(field, after)}</ins>
                </>
              )}
              <span class="hint as-written">
                Le {shortDate(at)} : {reason}
              </span>
              {mayCheck && (
                <form method="post" action={`${base}/${row.year}/corrections/${id}/retirer`}>
                  <button type="submit" class="link">
                    Retirer<span class="unseen"> la correction du marché {name}</span>
                  </button>
                </form>
              )}
            </li>
          )
        })}
      </ul>
    </>
  )
}

function Lines({ lines, at, mayCheck }: { lines: ContractLine[]; at: string; mayCheck: boolean }) {
  return (
    <Table
      caption="Nos marchés, un titulaire par ligne"
      unseen
      columns={[
        'Marché',
        'Notifié',
        'Montant HT',
        'Titulaire',
        'Taille',
        'Département',
        <span class="unseen">Action</span>,
      ]}
      wide
    >
      {lines.map((line) => (
        <tr>
          <th scope="row">
            {line.object ?? 'Objet non précisé'}
            <span class="hint as-written">
              n° {line.number}
              {line.excluded !== null && ` – non compté : ${groupText('ground', line.excluded)}`}
            </span>
          </th>
          <td data-label="Notifié">{valueText('notified', line.notifiedOn)}</td>
          <td data-label="Montant HT">
            {line.amount === null ? UNKNOWN : euros(line.amount)}
            {line.position > 0 && <span class="hint"> (compté au mandataire)</span>}
          </td>
          <td data-label="Titulaire">{line.supplier ?? line.siret ?? UNKNOWN}</td>
          <td data-label="Taille">{valueText('size', line.size)}</td>
          <td data-label="Département">{line.departement ?? UNKNOWN}</td>
          <td data-label="Action">
            {mayCheck ? (
              <a href={`${at}/lignes/${wordOfLine(line.line)}`}>
                Corriger<span class="unseen"> le marché n° {line.number}</span>
              </a>
            ) : (
              '–'
            )}
          </td>
        </tr>
      ))}
    </Table>
  )
}

const UNKNOWN = 'non précisé'

function valueText(field: CorrectedField, value: string | null): string {
  if (value === null) return UNKNOWN
  if (field === 'amount') return euros(Number(value))
  if (field === 'notified') return shortDate(value)
  return field === 'size' ? (SIZE_LABELS[value as FirmSize] ?? value) : value
}
