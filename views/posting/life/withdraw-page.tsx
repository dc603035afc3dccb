import { errorOf, FormActions, type FormError, TextArea } from '../../shared/form.tsx'
import { DEED_TITLES } from '../../words/life.ts'
import { type LifeFrame, LifePage, VersionField } from './life-page.tsx'

interface WithdrawPageProps extends LifeFrame {
  deed: 'retirer' | 'rouvrir'
  typed: { reason: string }
  errors: FormError[]
  /** Why it cannot be done; then no form is shown. */
  refusal: string | null
}

/** Taking back a notice that was published by mistake, or putting it back. */
export function WithdrawPage(props: WithdrawPageProps) {
  const { base, consultation, deed, typed, errors, refusal } = props
  return (
    <LifePage
      {...props}
      title={DEED_TITLES[deed]}
      lead={
        deed === 'retirer'
          ? 'Pour un avis publié par erreur seulement : il devient « Avis annulé », sa page reste avec le motif, et les flux le signalent.'
          : 'La consultation reprend là où elle s’était arrêtée, et les flux le signalent.'
      }
    >
      {deed === 'retirer' && (
        <p>
          Si vous renoncez au marché, choisissez plutôt{' '}
          <a href={`${base}/sans-suite`}>Déclarer sans suite</a>.
        </p>
      )}
      {refusal ? (
        <p class="note">{refusal}</p>
      ) : (
        <form method="post" action={`${base}/${deed}`} class="entry" novalidate>
          <VersionField consultation={consultation} />
          <TextArea
            name="motif"
            label="Motif"
            hint="Publié. Par exemple « publié deux fois »."
            value={typed.reason}
            error={errorOf(errors, 'motif')}
          />
          <FormActions back={base} label={DEED_TITLES[deed]} />
        </form>
      )}
    </LifePage>
  )
}
