import { InnerPage } from '../layout/inner-page.tsx'
import type { Frame } from '../layout/layout.tsx'
import {
  errorOf,
  FormActions,
  type FormError,
  type FormOption,
  SelectField,
  SubmitLine,
  TextField,
  typedFields,
} from '../shared/form.tsx'
import { ConsentField, Trap } from '../shared/private-fields.tsx'

const BACK = { href: '/rencontres', label: 'Rencontres' }

interface InterestPageProps {
  frame: Frame
  trades: FormOption[]
  typed: (field: string) => string
  errors: FormError[]
}

/** « Prévenez-moi des prochaines rencontres » */
export function InterestPage({ frame, trades, typed, errors }: InterestPageProps) {
  const field = typedFields(typed, errors)
  return (
    <InnerPage
      current="rencontres"
      frame={frame}
      title="Prévenez-moi des prochaines rencontres"
      back={BACK}
      errors={errors}
    >
      <p>
        Un courriel à chaque rencontre annoncée, quelques-uns par an. Vous confirmez d’abord votre
        adresse ; chaque message a un lien pour arrêter.
      </p>
      <form method="post" action="/rencontres/alertes/nouvelle" class="entry" novalidate>
        <Trap />
        <TextField {...field('courriel')} label="E-mail" type="email" autocomplete="email" />
        <SelectField
          {...field('metier')}
          label="Métier"
          optional
          none="Toutes les rencontres"
          options={trades}
        />
        <ConsentField
          label="J’accepte que cette adresse serve à me prévenir. Elle est effacée quand j’arrête, et au plus tard après deux ans."
          checked={typed('accord') === 'oui'}
          error={errorOf(errors, 'accord')}
        />
        <FormActions label="Me prévenir" back="/rencontres" />
      </form>
    </InnerPage>
  )
}

interface OwnInterestPageProps {
  frame: Frame
  path: string
  isConfirmed: boolean
  trade: string | null
  trades: FormOption[]
  done: string | null
}

/** What the private link of an alert shows: confirming it, for which trade, and ending it. */
export function OwnInterestPage(props: OwnInterestPageProps) {
  const { frame, path, isConfirmed, trade, trades, done } = props
  return (
    <InnerPage
      current="rencontres"
      frame={frame}
      title={isConfirmed ? 'Votre alerte' : 'Confirmez votre adresse'}
      back={BACK}
      done={done}
    >
      <form method="post" action={`${path}/confirmation`} class="entry" novalidate>
        <SelectField
          name="metier"
          label="Métier"
          optional
          none="Toutes les rencontres"
          options={trades}
          value={trade ?? ''}
        />
        <SubmitLine>{isConfirmed ? 'Enregistrer' : 'Confirmer : prévenez-moi'}</SubmitLine>
      </form>
      <form method="post" action={`${path}/fin`}>
        <SubmitLine quiet>{isConfirmed ? 'Ne plus me prévenir' : 'Effacer mon adresse'}</SubmitLine>
      </form>
    </InnerPage>
  )
}

/** A short answer to what was sent, with a way on. */
export function RencontreNotedPage(props: {
  frame: Frame
  title: string
  sentences: string[]
  back?: { href: string; label: string }
}) {
  const { frame, title, sentences, back = BACK } = props
  return (
    <InnerPage current="rencontres" frame={frame} title={title} back={back}>
      {sentences.map((sentence) => (
        <p>{sentence}</p>
      ))}
    </InnerPage>
  )
}
