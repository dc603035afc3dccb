import type { PublishedAnswer } from '../../../src/consultations/facts.ts'
import type { Platform } from '../../../src/posting/platform.ts'
import { errorOf, FormActions, type FormError, TextArea } from '../../shared/form.tsx'
import { AnswerList } from '../../consultations/answers.tsx'
import { DEED_TITLES } from '../../words/life.ts'
import { type LifeFrame, LifePage, VersionField } from './life-page.tsx'
import { PlatformNote } from './platform-note.tsx'

interface AnswerPageProps extends LifeFrame {
  platform: Platform | null
  answers: PublishedAnswer[]
  typed: { question: string; answer: string }
  errors: FormError[]
}

/** One question and its answer, for all firms at once. */
export function AnswerPage(props: AnswerPageProps) {
  const { base, consultation, platform, answers, typed, errors } = props
  return (
    <LifePage
      {...props}
      title={DEED_TITLES.reponses}
      lead="Toutes les entreprises lisent la question et la réponse, sur la page et dans les flux. Ne nommez personne."
    >
      {platform ? (
        <PlatformNote platform={platform} />
      ) : (
        <form method="post" action={`${base}/reponses`} class="entry" novalidate>
          <VersionField consultation={consultation} />
          <TextArea
            name="question"
            label="Question posée"
            hint="Sans rien qui dise qui la pose."
            value={typed.question}
            error={errorOf(errors, 'question')}
          />
          <TextArea
            name="reponse"
            label="Votre réponse"
            value={typed.answer}
            rows={6}
            error={errorOf(errors, 'reponse')}
          />
          <FormActions back={base} label="Publier la réponse" />
        </form>
      )}
      {answers.length > 0 && (
        <section aria-labelledby="deja">
          <h2 id="deja">Déjà publiées</h2>
          <AnswerList answers={answers} />
        </section>
      )}
    </LifePage>
  )
}
