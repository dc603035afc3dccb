import type { PublishedAnswer } from '../../src/consultations/facts.ts'
import { longDate } from '../format.ts'

/** What was asked and answered for all firms, the newest first; absent while nothing was. */
export function Answers({ answers }: { answers: PublishedAnswer[] | undefined }) {
  if (!answers?.length) return null
  return (
    <section aria-labelledby="questions">
      <h2 id="questions">Questions et réponses</h2>
      <AnswerList answers={answers} />
    </section>
  )
}

/** The same without a heading. */
export function AnswerList({ answers }: { answers: PublishedAnswer[] }) {
  return (
    <dl class="facts">
      {answers.toReversed().map(({ question, answer, on }) => (
        <div>
          <dt class="as-written">{question}</dt>
          <dd>
            <span class="as-written">{answer}</span>
            <span class="hint"> Publiée le {longDate(on)}</span>
          </dd>
        </div>
      ))}
    </dl>
  )
}
