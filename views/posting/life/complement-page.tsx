import type { Complement } from '../../../src/posting/complements/lacking.ts'
import type { TypedComplement } from '../../../src/posting/complements/read-complement.ts'
import { type Frame, Layout } from '../../layout/layout.tsx'
import {
  errorOf,
  ErrorSummary,
  type FormError,
  type FormOption,
  SelectField,
  SubmitButton,
  TextArea,
  TextField,
} from '../../shared/form.tsx'
import { DEED_TITLES } from '../../words/life.ts'

interface ComplementPageProps {
  frame: Frame
  partner: { name: string }
  consultation: { reference: string; title: string; path: string }
  /** Where the form is sent. */
  action: string
  /** What is not known yet; the rest is not asked. */
  lacking: Complement[]
  bands: FormOption[]
  typed: TypedComplement
  errors: FormError[]
  version: string
  /** Whether it was reached by the link of a message, which can be stopped. */
  byLink: boolean
}

/** Three fields that help firms, for a consultation that came from elsewhere; skipping them is fine. */
export function ComplementPage(props: ComplementPageProps) {
  const { frame, partner, consultation, action, lacking, bands, typed, errors, byLink } = props
  const title = DEED_TITLES.complement
  return (
    <Layout frame={frame} title={errors.length > 0 ? `Erreur : ${title}` : title}>
      <div class="prose">
        <h1>{title}</h1>
        <p>
          <a href={consultation.path}>{consultation.title}</a>, pour {partner.name}.
        </p>
        {lacking.length === 0 ? (
          <p class="note">Rien ne manque : la consultation dit déjà tout cela. Merci.</p>
        ) : (
          <>
            <p>
              L’avis est repris de votre profil d’acheteur ou du BOAMP : rien n’est à ressaisir. Ces
              précisions n’y sont pas et aident les entreprises à décider. Répondez à ce que vous
              voulez, le reste attendra.
            </p>
            <ErrorSummary errors={errors} />
            <form method="post" action={action} class="entry" novalidate>
              <input type="hidden" name="version" value={props.version} />
              {lacking.includes('amount') && (
                <SelectField
                  name="amount"
                  label="Tranche de montant (HT)"
                  optional
                  value={typed.amount}
                  options={bands}
                  none="Non communiquée"
                  error={errorOf(errors, 'amount')}
                />
              )}
              {lacking.includes('lots') && (
                <TextArea
                  name="lots"
                  label="Lots"
                  hint="« aucun », leur nombre, ou un par ligne : « 1 – Gros œuvre »."
                  optional
                  rows={3}
                  value={typed.lots}
                  error={errorOf(errors, 'lots')}
                />
              )}
              {lacking.includes('contact') && (
                <TextField
                  name="contact"
                  label="Qui appeler"
                  hint="Un service ou une personne, et un téléphone : « Commande publique, 04 68 00 00 00 »."
                  optional
                  value={typed.contact}
                  error={errorOf(errors, 'contact')}
                />
              )}
              <p class="form-actions">
                <SubmitButton>Ajouter ces précisions</SubmitButton>
                <button
                  type="submit"
                  class="button button-quiet"
                  name="action"
                  value="ne-plus-demander"
                >
                  Ne plus me demander
                </button>
              </p>
              {byLink && (
                <p>
                  <button type="submit" class="link" name="action" value="plus-de-messages">
                    Ne plus recevoir ces messages
                  </button>
                </p>
              )}
            </form>
          </>
        )}
      </div>
    </Layout>
  )
}

/** What is said once a link has done its work, or can do none. */
export function ComplementEndPage({
  frame,
  heading,
  sentence,
  path,
}: {
  frame: Frame
  heading: string
  sentence: string
  path: string | null
}) {
  return (
    <Layout frame={frame} title={heading}>
      <div class="prose">
        <h1>{heading}</h1>
        <p>{sentence}</p>
        <p>
          {path ? (
            <a href={path}>Voir la consultation</a>
          ) : (
            <a href="/espace">Espace partenaires</a>
          )}
        </p>
      </div>
    </Layout>
  )
}
