import type { AnswerRead } from '../../src/pact/commitments/read-answers.ts'
import { InnerPage } from '../layout/inner-page.tsx'
import type { Frame } from '../layout/layout.tsx'
import { ANSWER_LABELS } from '../words/pact.ts'
import type { CommitmentRow } from './commitments-page.tsx'

interface AnswersDeskPageProps {
  frame: Frame
  partner: { name: string }
  base: string
  commitments: CommitmentRow[]
  years: { year: number; signed: boolean; answers: AnswerRead[] }[]
}

/** What a signatory has answered this year and the last, and what waits for it. */
export function AnswersDeskPage({
  frame,
  partner,
  base,
  commitments,
  years,
}: AnswersDeskPageProps) {
  return (
    <InnerPage
      frame={frame}
      title="Nos engagements"
      current="pacte"
      back={{ href: base, label: 'Pacte' }}
    >
      {years.every(({ signed }) => !signed) && (
        <p>
          {partner.name} n’a pas signé le pacte : seuls les signataires répondent des engagements.
        </p>
      )}
      {years.some(({ signed }) => signed) &&
        years.map(({ year, signed, answers }) => (
          <section aria-labelledby={`annee-${year}`}>
            <h2 id={`annee-${year}`}>{year}</h2>
            {!signed ? (
              <p>{partner.name} n’était pas signataire cette année-là.</p>
            ) : (
              <ol>
                {commitments.map(({ id, title }) => {
                  const answer = answers.find(({ commitmentId }) => commitmentId === id)
                  return (
                    <li>
                      <a href={`${base}/engagements/${year}/${id}`}>{title}</a> :{' '}
                      {answer ? ANSWER_LABELS[answer.answer] : 'à répondre'}
                    </li>
                  )
                })}
              </ol>
            )}
          </section>
        ))}
    </InnerPage>
  )
}
