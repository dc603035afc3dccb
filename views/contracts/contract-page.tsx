import type { ContractModification } from '../../src/contracts/facts.ts'
import { inOrder } from '../../src/contracts/modifications.ts'
import { CONTRACT_FIELDS } from '../../src/contracts/precedence.ts'
import type { Provenance, ToldRecord } from '../../src/contracts/provenance-of.ts'
import { euros, longDate, numberText, plural, shortDate } from '../format.ts'
import { type Frame, Layout } from '../layout/layout.tsx'
import { TROUBLE_LABELS } from '../words/contract-import.ts'
import { CONTRACT_FIELD_LABELS, ORIGIN_LABELS } from '../words/contracts.ts'
import { Table } from '../shared/table.tsx'
import { fieldText, supplierText } from './field-text.ts'

interface ContractPageProps {
  frame: Frame
  provenance: Provenance
  /** Euros after its modifications. */
  currentAmount: number | null
  buyer: { name: string; slug: string } | null
  /** Path of the consultation that it was let by, where that is known. */
  consultation: string | null
  withdrawn: boolean
  demonstration: boolean
}

/** A contract that has been let: what is known of it, and who says so. */
export function ContractPage(props: ContractPageProps) {
  const { frame, provenance, currentAmount, buyer, consultation } = props
  const { facts, fields, records } = provenance
  const title = facts.object ?? `Marché ${facts.number}`
  const changes = inOrder(facts.modifications)
  return (
    <Layout
      frame={frame}
      title={title}
      description={`Ce qui est connu du marché ${facts.number}, et qui le dit.`}
      current="attributions"
    >
      <div class="intro">
        <p class="back">
          <a href="/attributions">Marchés attribués</a>
        </p>
        <h1>{title}</h1>
        {props.demonstration && (
          <p>
            <span class="tag tag-demonstration">Démonstration</span>
          </p>
        )}
        {props.withdrawn && (
          <p>
            <strong>Cette attribution a été retirée : elle ne compte dans aucun chiffre.</strong>
          </p>
        )}
        <p>
          {buyer && (
            <>
              Acheteur : <a href={`/acheteurs/${buyer.slug}`}>{buyer.name}</a>.{' '}
            </>
          )}
          {consultation && <a href={consultation}>Voir la consultation</a>}
        </p>
      </div>
      <div class="source">
        <section aria-labelledby="champs">
          <h2 id="champs">Ce qui est connu</h2>
          <Table
            caption="Chaque champ, et la source qui le dit"
            columns={['Champ', 'Valeur', 'Source']}
          >
            {CONTRACT_FIELDS.map((field) => {
              const record = fields[field]
              return (
                record && (
                  <tr>
                    <th scope="row">{CONTRACT_FIELD_LABELS[field]}</th>
                    <td data-label="Valeur">{fieldText(field, facts)}</td>
                    <td data-label="Source">{ORIGIN_LABELS[record.origin]}</td>
                  </tr>
                )
              )
            })}
          </Table>
          <p class="notes">
            D’un champ que plusieurs sources donnent, la correction de l’acheteur l’emporte sur les
            données essentielles, et celles-ci sur l’avis d’attribution. Ce qui n’est pas dans la
            liste n’est pas connu.
          </p>
        </section>
        {changes.length > 0 && <Modifications changes={changes} current={currentAmount} />}
        <section aria-labelledby="sources-du-marche" class="prose">
          <h2 id="sources-du-marche">Qui le dit</h2>
          <ul>
            {records.map((record) => (
              <RecordLine record={record} />
            ))}
          </ul>
        </section>
      </div>
    </Layout>
  )
}

function Modifications({
  changes,
  current,
}: {
  changes: ContractModification[]
  current: number | null
}) {
  return (
    <section aria-labelledby="modifications" class="prose">
      <h2 id="modifications">Modifications</h2>
      <ol>
        {changes.map((change) => (
          <li>
            {[
              dayOf(change),
              change.amount === null ? null : `montant porté à ${euros(change.amount)}`,
              change.months === null ? null : `durée portée à ${numberText(change.months)} mois`,
              change.suppliers?.length
                ? `titulaires : ${change.suppliers.map(supplierText).join(' ; ')}`
                : null,
            ]
              .filter((each) => each !== null)
              .join(', ')}
          </li>
        ))}
      </ol>
      {current !== null && <p>Montant après modifications : {euros(current)} hors taxes.</p>}
    </section>
  )
}

function dayOf({ notifiedOn, publishedOn }: ContractModification): string {
  const day = notifiedOn ?? publishedOn
  return day === null ? 'Date non précisée' : longDate(day)
}

function RecordLine({ record }: { record: ToldRecord }) {
  const { origin, file, row, changedAt, withdrawnAt, troubles } = record
  return (
    <li>
      {ORIGIN_LABELS[origin]}
      {file !== null && row !== null && (
        <>
          {' '}
          ({file}, ligne {numberText(row)})
        </>
      )}
      ,{' '}
      {withdrawnAt === null
        ? `lu le ${shortDate(changedAt)}`
        : `retiré le ${shortDate(withdrawnAt)}`}
      {troubles.length > 0 && (
        <>
          {' '}
          – {plural(troubles.length, 'valeur écartée', 'valeurs écartées')} :
          <ul>
            {troubles.map(({ code, value }) => (
              <li>
                {TROUBLE_LABELS[code]} : « {value} »
              </li>
            ))}
          </ul>
        </>
      )}
    </li>
  )
}
