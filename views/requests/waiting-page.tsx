import type { WaitingRequest } from '../../src/requests/route-by-hand.ts'
import { longMoment } from '../format.ts'
import { InnerPage } from '../layout/inner-page.tsx'
import type { Frame } from '../layout/layout.tsx'
import { type FormError, SubmitLine } from '../shared/form.tsx'
import { KIND_LABELS } from '../words/requests.ts'

interface WaitingPageProps {
  frame: Frame
  waiting: WaitingRequest[]
  partners: { id: number; name: string }[]
  errors: FormError[]
  done: boolean
}

/** Requests that nobody can read yet, for an administrator of the guichet, who does not read them either. */
export function WaitingPage({ frame, waiting, partners, errors, done }: WaitingPageProps) {
  return (
    <InnerPage
      frame={frame}
      title="Saisines sans correspondant"
      back={{ href: '/espace/administration', label: 'Administration du guichet' }}
      errors={errors}
      done={done ? 'La saisine est confiée : ses personnes désignées sont prévenues.' : null}
    >
      <p>
        Aucune règle n’a trouvé qui répond, ou personne n’est désigné chez le partenaire trouvé.
        Vous voyez ce qu’il faut pour orienter, et rien de ce qui est demandé.
      </p>
      {waiting.length === 0 ? (
        <p>Aucune saisine n’attend de correspondant.</p>
      ) : (
        waiting.map(({ reference, kind, commune, departement, receivedAt, partner }) => (
          <section class="note" aria-labelledby={reference}>
            <h2 id={reference}>{reference}</h2>
            <p>
              {KIND_LABELS[kind]},{' '}
              {[commune, departement && `département ${departement}`].filter(Boolean).join(', ') ||
                'territoire non reconnu'}
              , reçue le {longMoment(receivedAt)}
              {partner && `. Chez ${partner}, où personne n’est désigné pour la lire`}.
            </p>
            <form method="post" class="entry" novalidate>
              <input type="hidden" name="reference" value={reference} />
              <p class="form-field">
                <label for={`vers-${reference}`}>Confier à</label>
                <select id={`vers-${reference}`} name="vers">
                  <option value="">Choisir un partenaire</option>
                  {partners.map(({ id, name }) => (
                    <option value={String(id)}>{name}</option>
                  ))}
                </select>
              </p>
              <SubmitLine quiet>Confier</SubmitLine>
            </form>
          </section>
        ))
      )}
    </InnerPage>
  )
}
