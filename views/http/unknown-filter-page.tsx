import type { FilterProblem } from '../../src/consultations/filter.ts'
import { type Frame, Layout } from '../layout/layout.tsx'
import { QUERY_WORDS } from '../words/query.ts'

/** Words that an address may hold, each with its label and those of its values. */
export type AddressWords = Record<string, { label: string; values?: Record<string, string> }>

interface UnknownFilterPageProps {
  frame: Frame
  problems: FilterProblem[]
  /** Page that was asked: « / », « /flux ». */
  page: string
  /** Those of that page; absent: the board's. */
  words?: AddressWords
}

/** An address that asks what cannot be asked: each trouble with the values that would do (status 400). */
export function UnknownFilterPage({
  frame,
  problems,
  page,
  words = QUERY_WORDS,
}: UnknownFilterPageProps) {
  return (
    <Layout frame={frame} title="Recherche non comprise">
      <div class="prose">
        <h1 tabindex={-1} autofocus>
          Recherche non comprise
        </h1>
        <p>
          L’adresse demande un critère qui n’existe pas. Rien n’a été cherché, pour ne pas vous
          montrer une liste qui répondrait à autre chose.
        </p>
        {problems.map((problem) => (
          <Problem problem={problem} page={page} words={words} />
        ))}
        <p>
          <a href={page}>Recommencer sans critère</a>
        </p>
      </div>
    </Layout>
  )
}

function Problem({
  problem,
  page,
  words,
}: {
  problem: FilterProblem
  page: string
  words: AddressWords
}) {
  const { word, given, allowed } = problem
  const known = words[word]
  if (!known || offersWords(problem, words)) {
    return (
      <section>
        <h2>
          {known
            ? `Le critère « ${known.label} » ne se demande pas ici`
            : `Critère inconnu : « ${word} »`}
        </h2>
        {allowed.length > 0 && (
          <>
            <p>Critères possibles :</p>
            <ul class="columns">
              {allowed.map(({ value }) => (
                <li>
                  <code>{value}</code> {words[value] && `(${words[value].label})`}
                </li>
              ))}
            </ul>
          </>
        )}
      </section>
    )
  }
  return (
    <section>
      <h2>
        {known.label} : « {given} » n’est pas une valeur possible
      </h2>
      {allowed.length === 0 ? (
        <p>{EXPECTED[word] ?? 'Vérifiez ce qui a été écrit.'}</p>
      ) : (
        <>
          <p>Valeurs possibles :</p>
          <ul class="columns">
            {allowed.map(({ value, label }) => (
              <li>
                <a href={`${page}?${new URLSearchParams({ [word]: value })}`}>
                  {label || (known.values?.[value] ?? value)}
                </a>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  )
}

/** The word itself is out of place: other words are offered, not values of it. */
function offersWords({ allowed }: FilterProblem, words: AddressWords): boolean {
  return allowed.length > 0 && allowed.every(({ value }) => value in words)
}

/** What may be written where no list of values is short enough. */
const EXPECTED: Record<string, string> = {
  action: 'Choisissez une action du pacte dans la liste des actions.',
  lieu: 'Écrivez une commune, un code postal, une intercommunalité ou « Aude ».',
  acheteur: 'Choisissez un acheteur dans la liste des acheteurs.',
  'montant-min': 'Écrivez un montant en euros, en chiffres.',
  'montant-max': 'Écrivez un montant en euros, en chiffres.',
}
