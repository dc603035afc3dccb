import type { Compared, OverriddenDeadline, Question } from '../../src/consultations/duplicates.ts'
import { amountText, longMoment, plural, shortDate } from '../format.ts'
import { type Frame, Layout } from '../layout/layout.tsx'
import { SubmitLine } from '../shared/form.tsx'
import { type AnswerDone, ANSWERS_DONE, whyAskedText } from '../words/duplicates.ts'

interface DuplicatesPageProps {
  frame: Frame
  page: {
    partner: { slug: string; name: string }
    questions: Question[]
    together: Compared[]
    deadlines: OverriddenDeadline[]
    done: AnswerDone | null
  }
}

/** What an agent is asked of its partner's consultations: which are one, which are not, which date has changed. */
export function DuplicatesPage({ frame, page }: DuplicatesPageProps) {
  const { partner, questions, together, deadlines, done } = page
  const base = `/espace/${partner.slug}/doublons`
  return (
    <Layout frame={frame} title={`Doublons – ${partner.name}`}>
      <div class="prose">
        <p class="back">
          <a href="/espace">Espace partenaires</a>
        </p>
        <h1>Doublons possibles</h1>
        <p class="lead">Pour {partner.name}</p>
        {done && (
          <p class="note" role="status">
            {ANSWERS_DONE[done]}
          </p>
        )}
        {deadlines.length > 0 && <Deadlines deadlines={deadlines} base={base} />}
        <section aria-labelledby="questions">
          <h2 id="questions">Une consultation, ou deux ?</h2>
          {questions.length === 0 ? (
            <p>Aucune question en attente.</p>
          ) : (
            <p>
              Ces consultations se ressemblent et viennent de sources différentes. Rien n’est réuni
              sans votre réponse, et vous pourrez toujours séparer.
            </p>
          )}
          {questions.map((question) => (
            <QuestionForm question={question} base={base} />
          ))}
        </section>
        {together.length > 0 && (
          <section aria-labelledby="reunies">
            <h2 id="reunies">Consultations en cours que plusieurs sources annoncent</h2>
            {together.map((whole) => (
              <Together whole={whole} base={base} />
            ))}
          </section>
        )}
      </div>
    </Layout>
  )
}

function Deadlines({ deadlines, base }: { deadlines: OverriddenDeadline[]; base: string }) {
  return (
    <section aria-labelledby="dates">
      <h2 id="dates">Dates limites remplacées</h2>
      <p>
        La date que vous aviez saisie a été suivie d’un changement officiel : c’est lui qui est
        affiché.
      </p>
      {deadlines.map(({ id, path, title, typed, official }) => (
        <form method="post" action={`${base}/dates`}>
          <p>
            <a href={path}>{title}</a> : vous aviez saisi le {longMoment(typed)}, la date officielle
            est le <strong>{longMoment(official)}</strong>.
          </p>
          <input type="hidden" name="date" value={String(id)} />
          <button type="submit" class="button button-quiet">
            J’ai vu <span class="unseen">: {title}</span>
          </button>
        </form>
      ))}
    </section>
  )
}

function QuestionForm({ question, base }: { question: Question; base: string }) {
  const { elder, younger, why } = question
  return (
    <form method="post" action={base}>
      <table>
        <caption>
          {elder.buyer}
          {why && ` : ${whyAskedText(why)}`}
        </caption>
        <thead>
          <tr>
            <td></td>
            <th scope="col">{elder.reference}</th>
            <th scope="col">{younger.reference}</th>
          </tr>
        </thead>
        <tbody>
          <tr>
            <th scope="row">Objet</th>
            {[elder, younger].map(({ path, title }) => (
              <td>
                <a href={path}>{title}</a>
              </td>
            ))}
          </tr>
          {LINES.map(({ label, tell }) => ({ label, one: tell(elder), other: tell(younger) }))
            .filter(({ one, other }) => one ?? other)
            .map(({ label, one, other }) => (
              <tr>
                <th scope="row">{label}</th>
                <td>{one ?? UNKNOWN}</td>
                <td>{other ?? UNKNOWN}</td>
              </tr>
            ))}
        </tbody>
      </table>
      <input type="hidden" name="une" value={elder.reference} />
      <input type="hidden" name="autre" value={younger.reference} />
      <p class="buttons">
        <button type="submit" class="button" name="reponse" value="meme">
          C’est la même
          <span class="unseen">
            {' '}
            ({elder.reference} et {younger.reference})
          </span>
        </button>{' '}
        <button type="submit" class="button button-quiet" name="reponse" value="deux">
          Ce sont deux consultations
          <span class="unseen">
            {' '}
            ({elder.reference} et {younger.reference})
          </span>
        </button>
      </p>
    </form>
  )
}

const UNKNOWN = 'inconnu'

/** Null: not known. */
const LINES: { label: string; tell: (each: Compared) => string | null }[] = [
  { label: 'Relevé sur', tell: ({ records }) => records.map(({ source }) => source).join(', ') },
  {
    label: 'Date limite',
    tell: ({ facts }) => (facts.deadline ? longMoment(facts.deadline) : null),
  },
  { label: 'Lieu', tell: ({ facts }) => facts.place?.name ?? null },
  { label: 'Montant', tell: ({ facts }) => (facts.amount ? amountText(facts.amount) : null) },
  {
    label: 'Lots',
    tell: ({ facts }) => {
      const count = facts.lots?.length ?? facts.lotCount
      return count ? plural(count, 'lot', 'lots') : null
    },
  },
  { label: 'Référence', tell: ({ facts }) => facts.reference ?? facts.boampId ?? null },
  { label: 'Parution', tell: ({ publishedAt }) => shortDate(publishedAt) },
]

function Together({ whole, base }: { whole: Compared; base: string }) {
  return (
    <>
      <h3>
        <a href={whole.path}>{whole.title}</a>
      </h3>
      <ul>
        {whole.records.map(({ id, source, object }) => (
          <li>
            <form method="post" action={`${base}/separation`}>
              <p>
                {source} : {object ?? 'objet non précisé'}
              </p>
              <input type="hidden" name="consultation" value={whole.reference} />
              <input type="hidden" name="releve" value={String(id)} />
              <SubmitLine quiet>
                Séparer
                <span class="unseen">
                  {' '}
                  ce que dit {source} de « {whole.title} »
                </span>
              </SubmitLine>
            </form>
          </li>
        ))}
      </ul>
    </>
  )
}
