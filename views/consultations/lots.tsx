import type { LotFacts } from '../../src/consultations/facts.ts'
import type { ConsultationPage } from '../../src/consultations/shown.ts'
import { amountText, plural, upperFirst } from '../format.ts'
import { LongTime } from '../shared/time.tsx'
import { RESERVED_LABELS } from '../words/reserved.ts'
import { outcomeText } from '../words/values.ts'

/** The lots in a table, or what is known instead. */
export function Lots({ page }: { page: ConsultationPage }) {
  const { lots, listed, facts } = page
  return (
    <section aria-labelledby="lots">
      <h2 id="lots">Lots</h2>
      {lots.length === 0 ? (
        <p>{withoutList(facts.divided, listed.lotCount)}</p>
      ) : (
        <div class="stack">
          <table>
            <caption>{plural(lots.length, 'lot', 'lots')}, montants hors taxes</caption>
            <thead>
              <tr>
                <th scope="col">N°</th>
                <th scope="col">Intitulé</th>
                <th scope="col">Montant estimé</th>
                <th scope="col">Lieu</th>
                {hasOutcomes(lots) && <th scope="col">Résultat</th>}
              </tr>
            </thead>
            <tbody>
              {lots.map((lot) => (
                <tr id={`lot-${lot.number}`}>
                  <th scope="row">
                    <span class="lot-word">Lot </span>
                    {lot.number}
                  </th>
                  <td class="logged" data-label="Intitulé">
                    {lot.title}
                    <LotNotes lot={lot} page={page} />
                  </td>
                  <td data-label="Montant estimé">
                    {(lot.amount && amountText(lot.amount)) || 'non communiqué'}
                  </td>
                  <td data-label="Lieu">
                    {lot.place?.name ?? listed.place?.label ?? 'non précisé'}
                  </td>
                  {hasOutcomes(lots) && (
                    <td data-label="Résultat">
                      {lot.outcome ? upperFirst(outcomeText(lot.outcome)) : 'non connu'}
                    </td>
                  )}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  )
}

function LotNotes({ lot, page }: { lot: LotFacts; page: ConsultationPage }) {
  const ownDeadline =
    lot.deadline && lot.deadline.instant !== page.listed.deadline?.instant ? lot.deadline : null
  const isMatching = page.listed.matchingLots.some(({ number }) => number === lot.number)
  return (
    <>
      {isMatching && (
        <>
          {' '}
          <span class="tag tag-new">Pour vous</span>
        </>
      )}
      {ownDeadline && (
        <span class="hint as-written">
          Date limite de ce lot : <LongTime when={ownDeadline} />
        </span>
      )}
      {lot.reserved && lot.reserved !== 'none' && (
        <span class="hint as-written">{RESERVED_LABELS[lot.reserved]}</span>
      )}
    </>
  )
}

function hasOutcomes(lots: LotFacts[]): boolean {
  return lots.some(({ outcome }) => outcome !== undefined)
}

function withoutList(divided: boolean | undefined, count: number | null): string {
  if (divided === false) return 'Marché non alloti (marché unique).'
  if (count !== null && count > 1)
    return `${plural(count, 'lot', 'lots')}, non détaillés ici : voir le dossier.`
  return 'Lots non communiqués : voir le dossier.'
}
