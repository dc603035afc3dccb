import type { Draft } from '../../src/posting/drafts.ts'
import { FOLDED_FIELDS, type FormStep, SHORT_FIELDS, STEPS } from '../../src/posting/form-steps.ts'
import { ErrorSummary, type FormError } from '../shared/form.tsx'
import { longMoment } from '../format.ts'
import { type Frame, Layout } from '../layout/layout.tsx'
import { TemplateButton } from '../templates/template-button.tsx'
import { STEP_TITLES } from '../words/posting.ts'
import { FormFields, type FormFieldsProps } from './form-fields.tsx'

interface DraftPageProps extends Omit<FormFieldsProps, 'fields'> {
  frame: Frame
  partner: { slug: string; name: string }
  draft: Draft
  /** Null: the short form. */
  step: FormStep | null
  /** What somebody else saved meanwhile, to be compared with what was typed. */
  theirs: { label: string; value: string }[] | null
}

/** The form of a consultation, whole or one of its steps. */
export function DraftPage({ frame, partner, draft, step, theirs, ...shown }: DraftPageProps) {
  const place = step ? STEPS.indexOf(step) : 0
  const heading = step ? STEP_TITLES[step.slug] : 'Petit marché'
  const title = step ? `${heading} (étape ${place + 1} sur ${STEPS.length})` : heading
  const action = `/espace/${partner.slug}/brouillons/${draft.id}${step ? `?etape=${step.slug}` : ''}`
  return (
    <Layout frame={frame} title={shown.errors.length > 0 ? `Erreur : ${title}` : title}>
      <div class="prose">
        <p class="back">
          <a href="/espace">Espace partenaires</a>
        </p>
        <h1>{title}</h1>
        <p class="quiet">
          Pour {partner.name}. Brouillon enregistré le {longMoment(draft.savedAt)} ; vous seuls le
          voyez. Tous les champs sont obligatoires, sauf mention (facultatif).
        </p>
        {step && <StepLinks partner={partner.slug} draft={draft.id} current={step} />}
        <ErrorSummary errors={shown.errors} />
        {theirs && <Theirs theirs={theirs} />}
        <form method="post" action={action} class="entry" novalidate>
          <input type="hidden" name="version" value={String(draft.version)} />
          {/* The first button is what Enter presses. */}
          <button type="submit" name="action" value="suite" class="unseen" tabindex={-1}>
            Continuer
          </button>
          <FormFields fields={step ? step.fields : SHORT_FIELDS} {...shown} />
          {!step && (
            <details open={shown.errors.some(isFolded)}>
              <summary>Plus de précisions (facultatif)</summary>
              <div class="entry">
                <FormFields fields={FOLDED_FIELDS} {...shown} />
              </div>
            </details>
          )}
          <p class="form-actions">
            <button type="submit" name="action" value="suite" class="button">
              {step && place < STEPS.length - 1 ? 'Enregistrer et continuer' : 'Vérifier'}
            </button>
            <button type="submit" name="action" value="plus-tard" class="button button-quiet">
              Enregistrer et finir plus tard
            </button>
          </p>
        </form>
        <TemplateButton base={`/espace/${partner.slug}/brouillons/${draft.id}`}>
          À partir de ce qui est enregistré : lettre de consultation, acte d’engagement, cadre de
          prix et résumé, pour les travaux de petit montant.
        </TemplateButton>
        <form method="post" action={`/espace/${partner.slug}/brouillons/${draft.id}/abandon`}>
          <button type="submit" class="link">
            Abandonner ce brouillon
          </button>
        </form>
      </div>
    </Layout>
  )
}

function isFolded({ name }: FormError): boolean {
  return FOLDED_FIELDS.some((field) => field === name)
}

function StepLinks({
  partner,
  draft,
  current,
}: {
  partner: string
  draft: string
  current: FormStep
}) {
  return (
    <nav aria-label="Étapes">
      <ol class="inline">
        {STEPS.map((step) => (
          <li>
            <a
              href={`/espace/${partner}/brouillons/${draft}?etape=${step.slug}`}
              aria-current={step === current ? 'step' : undefined}
            >
              {STEP_TITLES[step.slug]}
            </a>
          </li>
        ))}
        <li>
          <a href={`/espace/${partner}/brouillons/${draft}/verification`}>Vérification</a>
        </li>
      </ol>
    </nav>
  )
}

function Theirs({ theirs }: { theirs: { label: string; value: string }[] }) {
  return (
    <section class="note" aria-labelledby="autre-version">
      <h2 id="autre-version">Quelqu’un a modifié ce brouillon entre-temps</h2>
      <p>
        Votre saisie est dans le formulaire ci-dessous ; elle n’est pas encore enregistrée. Voici ce
        que l’autre version dit d’autre :
      </p>
      <dl class="facts">
        {theirs.map(({ label, value }) => (
          <div>
            <dt>{label}</dt>
            <dd>{value === '' ? 'vide' : value}</dd>
          </div>
        ))}
      </dl>
      <p>Enregistrer de nouveau garde votre saisie.</p>
    </section>
  )
}
