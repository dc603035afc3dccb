import { InnerPage } from '../layout/inner-page.tsx'
import type { Frame } from '../layout/layout.tsx'
import { type FormError, labelledFields, SubmitLine, TextField } from '../shared/form.tsx'
import { Trap } from '../shared/private-fields.tsx'
import { LINK_LABELS } from '../words/request-problems.ts'
import { ASK_TITLE } from '../words/requests.ts'

interface LostLinkPageProps {
  frame: Frame
  typed: (field: string) => string
  errors: FormError[]
  sent: boolean
  mailIsOn: boolean
}

/** A new private link, to the address that the request was made with. */
export function LostLinkPage({ frame, typed, errors, sent, mailIsOn }: LostLinkPageProps) {
  const field = labelledFields(LINK_LABELS, typed, errors)
  return (
    <InnerPage
      frame={frame}
      title="Retrouver ma demande"
      current="aide"
      back={{ href: '/saisines', label: ASK_TITLE }}
      errors={errors}
      done={
        sent
          ? 'Si une demande porte cette référence et cette adresse, un nouveau lien vient d’y être envoyé.'
          : null
      }
    >
      {mailIsOn ? (
        <form method="post" class="entry" novalidate>
          <Trap />
          <TextField
            {...field('reference')}
            hint="Par exemple S-K7M-4QX : elle est dans chaque courriel."
            size={12}
          />
          <TextField {...field('courriel')} type="email" autocomplete="email" />
          <SubmitLine>Recevoir un nouveau lien</SubmitLine>
        </form>
      ) : (
        <p>
          Ce guichet n’envoie pas de courriel. Téléphonez à votre correspondant, avec la référence
          de votre demande : <a href="/contacts">contacts</a>.
        </p>
      )}
    </InnerPage>
  )
}
