import { answerCommitment } from '../../../pact/commitments/answer-commitment.ts'
import type { Answer } from '../../../pact/commitments/schema.ts'
import { type PactStep, told } from './step.ts'

/** One letter for each of the ten commitments: kept, under way, not kept, « sans objet »; a dash: no answer. */
const ANSWERS: Record<string, [string, string]> = {
  'departement-de-l-aude': ['tttcccccnt', 'tttttccctt'],
  narbonne: ['ttctcscnct', 'ttttttcctt'],
  carcassonne: ['tcccncc-cn', 'tttcccc-ct'],
  'carcassonne-agglo': ['ntcctcnccc', 'ctcttttccc'],
  'grand-narbonne': ['tttcssnccc', 'tttttstccc'],
}

const LETTERS: Record<string, Answer> = {
  t: 'kept',
  c: 'under-way',
  n: 'not-kept',
  s: 'not-applicable',
}

const WORDS: Record<Answer, string> = {
  kept: '',
  'under-way': 'En bonne voie : les services s’organisent.',
  'not-kept': 'Pas encore : faute de moyens cette année.',
  'not-applicable': 'Aucun achat de cette sorte cette année.',
}

/** Answers of two years by every signatory: last year's, and this year's so far. */
export function commitmentSteps(): PactStep[] {
  return Object.entries(ANSWERS).flatMap(([partner, years], position) =>
    years.map((letters, index): PactStep => {
      const isLast = index === 1
      return {
        at: isLast ? -12 - position : -330 - position,
        async tell({ tx, days, partner: idOf, commitments }, author) {
          const of = author(partner)
          // Never a year to come: in the first days of January, the one that ended.
          const year = Number(days.day(-20).slice(0, 4)) - (isLast ? 0 : 1)
          for (const [rank, letter] of [...letters].entries()) {
            const commitmentId = commitments[rank]
            const answer = LETTERS[letter]
            if (commitmentId === undefined || answer === undefined) continue
            told(
              await answerCommitment(
                tx,
                of,
                { commitmentId, partnerId: idOf(partner), year },
                {
                  answer,
                  words: WORDS[answer],
                  evidence: evidenceOf(answer, days.day(isLast ? -20 : -345)),
                },
              ),
            )
          }
        },
      }
    }),
  )
}

function evidenceOf(answer: Answer, datedOn: string) {
  if (answer !== 'kept') return null
  return {
    kind: 'link' as const,
    title: 'Relevé de l’année',
    datedOn,
    url: 'https://demonstration.example/pacte/engagements.pdf',
    documentId: null,
    meetingId: null,
    measureId: null,
  }
}
