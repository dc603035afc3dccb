import { SubmitButton } from '../../shared/form.tsx'
import { DEED_TITLES } from '../../words/life.ts'
import { type LifeFrame, LifePage } from './life-page.tsx'

/** Starting a consultation again: a draft that is filled with what it said. */
export function RelaunchPage(props: LifeFrame & { refusal: string | null }) {
  const { base, refusal } = props
  return (
    <LifePage
      {...props}
      errors={[]}
      title={DEED_TITLES.relance}
      lead="Un nouveau brouillon reprend ce que disait la consultation, sans ses dates. Une fois publié, chacune des deux mène à l’autre."
    >
      {refusal ? (
        <p class="note">{refusal}</p>
      ) : (
        <form method="post" action={`${base}/relance`} class="form-actions">
          <SubmitButton>Commencer le brouillon</SubmitButton>
          <a href={base}>Annuler</a>
        </form>
      )}
    </LifePage>
  )
}
