import type { Frame } from '../layout/layout.tsx'
import { errorOf, type FormError, TextField } from '../shared/form.tsx'
import { Trap } from '../trainings/private-fields.tsx'
import { LINK_LABELS } from '../words/request-problems.ts'
import { Sheet } from './sheet.tsx'

interface LostLinkPageProps {
  frame: Frame
  typed: (field: string) => string
  errors: FormError[]
  sent: boolean
  mailIsOn: boolean
}

/** A new private link, to the address that the request was made with. */
export function LostLinkPage({ frame, typed, errors, sent, mailIsOn }: LostLinkPageProps) {
  return (
    <Sheet
      frame={frame}
      title="Retrouver ma demande"
      current="aide"
      back={{ href: '/saisines', label: 'Saisines' }}
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
            name="reference"
            label={LINK_LABELS['reference'] ?? ''}
            hint="Par exemple S-K7M-4QX : elle est dans chaque courriel."
            size={12}
            value={typed('reference')}
            error={errorOf(errors, 'reference')}
          />
          <TextField
            name="courriel"
            label={LINK_LABELS['courriel'] ?? ''}
            type="email"
            autocomplete="email"
            value={typed('courriel')}
            error={errorOf(errors, 'courriel')}
          />
          <p>
            <button type="submit" class="button">
              Recevoir un nouveau lien
            </button>
          </p>
        </form>
      ) : (
        <p>
          Ce guichet n’envoie pas de courriel. Téléphonez à votre correspondant, avec la référence
          de votre demande : <a href="/contacts">contacts</a>.
        </p>
      )}
    </Sheet>
  )
}
