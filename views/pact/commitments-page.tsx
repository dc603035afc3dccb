import type { Measured } from '../../src/pact/commitments/measured.ts'
import type { AnswerRead, Signatory } from '../../src/pact/commitments/read-answers.ts'
import type { commitments } from '../../src/pact/commitments/schema.ts'
import { ENOUGH } from '../../src/requests/choices.ts'
import type { Delay } from '../../src/requests/figures.ts'
import { EVERYTHING, type NewsFilter } from '../../src/news/filter.ts'
import { percent, plural } from '../format.ts'
import { type Frame, Layout } from '../layout/layout.tsx'
import { ANSWER_LABELS } from '../words/pact.ts'
import { delayText } from '../words/requests.ts'
import { EvidenceList } from './evidence-list.tsx'
import { Follow, newsAlternates } from './follow.tsx'

export type CommitmentRow = typeof commitments.$inferSelect

interface CommitmentsPageProps {
  frame: Frame
  year: number
  years: number[]
  commitments: CommitmentRow[]
  signatories: Signatory[]
  answers: AnswerRead[]
  measured: Map<number, Measured>
  /** Trainings held, by partner that organised. */
  trainings: Map<number, number>
  /** How long firms waited for each partner's first answer to their requests. */
  answerDelays: Map<number, Delay>
}

/** Every signatory beside the others, in alphabetical order: what it answers for a year, and what is measured. */
export function CommitmentsPage(page: CommitmentsPageProps) {
  const { frame, year, years, commitments, signatories, answers } = page
  const answerOf = (partnerId: number, commitmentId: number) =>
    answers.find((each) => each.partnerId === partnerId && each.commitmentId === commitmentId)
  return (
    <Layout
      frame={frame}
      title={`Engagements des signataires en ${year}`}
      description="Ce que chaque signataire du pacte répond de ses engagements, avec ses justificatifs et ce qui est mesuré."
      alternates={newsAlternates(FOLLOWED, 'Engagements des signataires')}
      current="pacte"
    >
      <div class="intro">
        <p class="back">
          <a href="/pacte">Suivi du pacte</a>
        </p>
        <h1>Engagements des signataires en {year}</h1>
        <p>
          Chaque signataire répond une fois par an. Les signataires sont dans l’ordre alphabétique ;
          ce n’est pas un classement. Ce qui peut être mesuré l’est sur ce qui passe par le guichet
          (consultations, formations, demandes des entreprises) et figure à côté de la réponse.
        </p>
        {years.length > 1 && (
          <p>
            Autres années :{' '}
            {years
              .filter((each) => each !== year)
              .map((each, index) => (
                <>
                  {index > 0 && ', '}
                  <a href={`/pacte/engagements?annee=${each}`}>{each}</a>
                </>
              ))}
          </p>
        )}
      </div>
      {signatories.length === 0 && <p class="empty">Aucun signataire pour cette année.</p>}
      <div class="sections">
        {signatories.length > 0 &&
          commitments.map((commitment) => (
            <section aria-labelledby={`engagement-${commitment.id}`}>
              <h2 id={`engagement-${commitment.id}`}>
                {commitment.position}. {commitment.title}
              </h2>
              <p>{commitment.description}</p>
              <div class="stack">
                <table>
                  <caption class="unseen">
                    {commitment.title} : réponse de chaque signataire
                  </caption>
                  <thead>
                    <tr>
                      <th scope="col">Signataire</th>
                      <th scope="col">Réponse</th>
                      <th scope="col">Justificatif</th>
                      {commitment.metric !== null && <th scope="col">Mesure</th>}
                    </tr>
                  </thead>
                  <tbody>
                    {signatories.map((signatory) => {
                      const answer = answerOf(signatory.id, commitment.id)
                      return (
                        <tr>
                          <th scope="row">{signatory.shortName}</th>
                          <td data-label="Réponse">
                            {answer ? ANSWER_LABELS[answer.answer] : 'Pas encore de réponse'}
                            {answer && answer.words !== '' && ` – ${answer.words}`}
                          </td>
                          <td data-label="Justificatif">
                            {answer && answer.evidence.length > 0 ? (
                              <EvidenceList evidence={answer.evidence} />
                            ) : (
                              '–'
                            )}
                          </td>
                          {commitment.metric !== null && (
                            <td data-label="Mesure">
                              {measureText(commitment, signatory, page) ?? 'non mesuré'}
                            </td>
                          )}
                        </tr>
                      )
                    })}
                  </tbody>
                </table>
              </div>
            </section>
          ))}
      </div>
      <p>
        <a href="/espace/pacte/engagements" rel="nofollow">
          Signataires : répondre de vos engagements
        </a>
      </p>
      <Follow filter={FOLLOWED} title="Suivre les engagements" />
    </Layout>
  )
}

const FOLLOWED: NewsFilter = { ...EVERYTHING, subject: 'commitments' }

/** What is measured beside an answer, in words; null where too little is known. Under ten cases: numbers only. */
function measureText(
  { metric }: CommitmentRow,
  signatory: Signatory,
  {
    measured,
    trainings,
    answerDelays,
  }: Pick<CommitmentsPageProps, 'measured' | 'trainings' | 'answerDelays'>,
): string | null {
  const board = measured.get(signatory.id)
  if (metric === 'correspondent') return signatory.correspondent ?? 'à désigner'
  if (metric === 'trainings-held')
    return plural(trainings.get(signatory.id) ?? 0, 'formation tenue', 'formations tenues')
  if (metric === 'coverage')
    return plural(board?.consultations ?? 0, 'consultation parue', 'consultations parues')
  if (metric === 'answer-delay') return delayOf(answerDelays.get(signatory.id))
  if (!board) return null
  if (metric === 'share-with-lots') {
    const { count, of } = board.divided
    if (of === 0) return null
    return of < 10
      ? `${plural(count, 'consultation allotie', 'consultations alloties')} sur ${of}`
      : `${percent(Math.round((100 * count) / of))} des ${of} consultations dont les lots sont connus`
  }
  if (metric === 'median-response-days')
    return board.medianDays === null
      ? null
      : `${plural(board.medianDays, 'jour', 'jours')} pour répondre, par la médiane`
  if (metric === 'stated-payment-days')
    return board.payment === null
      ? null
      : `délai annoncé : ${plural(board.payment.medianDays, 'jour', 'jours')} par la médiane de ${plural(board.payment.stated, 'consultation qui le dit', 'consultations qui le disent')}`
  if (metric === 'share-with-template')
    return board.withTemplate === 0
      ? null
      : plural(
          board.withTemplate,
          'consultation établie avec le modèle',
          'consultations établies avec le modèle',
        )
  if (metric === 'freshness')
    return `${plural(board.withoutResult, 'consultation close', 'consultations closes')} depuis 90 jours sans résultat connu`
  return null
}

function delayOf(delay: Delay | undefined): string | null {
  if (!delay || delay.count === 0) return null
  const answered = plural(delay.count, 'demande répondue', 'demandes répondues')
  return delay.count < ENOUGH
    ? answered
    : `${answered}, la moitié en ${delayText(delay, ENOUGH)} ou moins`
}
