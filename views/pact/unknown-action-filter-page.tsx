import type { ActionFilterProblem } from '../../src/pact/actions/filter.ts'
import { type Frame, Layout } from '../layout/layout.tsx'

const WORD_LABELS: Record<string, string> = {
  axe: 'Axe',
  groupe: 'Groupe',
  pilote: 'Pilote',
  statut: 'État',
  retard: 'En retard',
}

/** An address that asks of the actions what cannot be asked, with what can (status 400). */
export function UnknownActionFilterPage({
  frame,
  problems,
}: {
  frame: Frame
  problems: ActionFilterProblem[]
}) {
  return (
    <Layout frame={frame} title="Recherche non comprise" current="pacte">
      <div class="prose">
        <h1>Recherche non comprise</h1>
        <p>
          L’adresse demande un critère qui n’existe pas. Rien n’a été cherché, pour ne pas vous
          montrer une liste qui répondrait à autre chose.
        </p>
        {problems.map(({ word, given, allowed }) => {
          const label = WORD_LABELS[word]
          return (
            <section>
              <h2>
                {label === undefined
                  ? `Critère inconnu : « ${word} »`
                  : `${label} : « ${given} » n’est pas une valeur possible`}
              </h2>
              <p>{label === undefined ? 'Critères possibles :' : 'Valeurs possibles :'}</p>
              <ul class="columns">
                {allowed.map((each) =>
                  label === undefined ? (
                    <li>
                      <code>{each.value}</code> ({WORD_LABELS[each.value]})
                    </li>
                  ) : (
                    <li>
                      <a href={`/pacte/actions?${new URLSearchParams({ [word]: each.value })}`}>
                        {each.label || each.value}
                      </a>
                    </li>
                  ),
                )}
              </ul>
            </section>
          )
        })}
        <p>
          <a href="/pacte/actions">Recommencer sans critère</a>
        </p>
      </div>
    </Layout>
  )
}
