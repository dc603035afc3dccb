import { BLOCK_KEYS, BLOCKS, TEMPLATE_DOCUMENTS } from '../../src/templates/blocks.ts'
import { longDate } from '../format.ts'
import { InnerPage } from '../layout/inner-page.tsx'
import type { Frame } from '../layout/layout.tsx'
import {
  DateField,
  errorOf,
  ErrorSummary,
  type FormError,
  SelectField,
  SubmitButton,
  TextArea,
  typedFields,
} from '../shared/form.tsx'
import { BLOCK_LABELS, DOCUMENT_LABELS, TEMPLATE_NAME } from '../words/templates.ts'

interface VersionDeskPageProps {
  frame: Frame
  partner: { slug: string; name: string }
  version: { number: number; version: number }
  /** The text as it is typed, and the dates of its adoption. */
  form: URLSearchParams
  errors: FormError[]
  /** Somebody saved meanwhile. */
  stale: boolean
  /** Words that may stand between braces. */
  values: string[]
  meetings: { id: number; startsAt: Date }[]
  saved: boolean
}

/** A version being written, and where its adoption is noted. */
export function VersionDeskPage(props: VersionDeskPageProps) {
  const { frame, partner, version, form, errors, stale, values, saved } = props
  const field = typedFields(form, errors)
  const title = `Version ${version.number}, en projet`
  const base = `/espace/${partner.slug}/modele/versions/${version.number}`
  return (
    <InnerPage
      frame={frame}
      title={errors.length > 0 || stale ? `Erreur : ${title}` : title}
      heading={title}
      back={{ href: `/espace/${partner.slug}/modele`, label: TEMPLATE_NAME }}
    >
      {saved && (
        <p class="note" role="status">
          Version enregistrée.
        </p>
      )}
      <ErrorSummary
        errors={
          stale
            ? [
                {
                  name: null,
                  text: 'Quelqu’un a enregistré cette version entre-temps. Votre saisie est ci-dessous : enregistrer de nouveau la garde.',
                },
              ]
            : errors
        }
      />
      <p>
        Écrivez pour qui n’a jamais répondu à un marché. Une ligne par paragraphe ; une ligne qui
        commence par « - » est un point d’une liste. Ce qu’un service juridique doit encore vérifier
        s’écrit « [à vérifier par le service juridique : …] » et empêche l’adoption. Les mots entre
        accolades sont remplis par le guichet, articles et seuils compris, selon les règles en
        vigueur le jour même.
      </p>
      <details>
        <summary>Les mots entre accolades</summary>
        <ul>
          {values.map((name) => (
            <li>{`{${name}}`}</li>
          ))}
        </ul>
      </details>
      <form method="post" action={base} class="entry" novalidate>
        <input type="hidden" name="version" value={String(version.version)} />
        <TextArea
          {...field('note')}
          label="Ce qui change"
          hint="En une phrase ou deux, pour la page publique."
          rows={2}
        />
        {TEMPLATE_DOCUMENTS.map((document) => (
          <section aria-labelledby={`texte-${document}`}>
            <h2 id={`texte-${document}`}>{DOCUMENT_LABELS[document]}</h2>
            {BLOCK_KEYS.filter((key) => BLOCKS[key] === document).map((key) => (
              <TextArea {...field(`block.${key}`)} label={BLOCK_LABELS[key]} rows={4} />
            ))}
          </section>
        ))}
        <TextArea
          {...field('glossary')}
          label="Glossaire"
          hint="Une ligne par mot : « mot : sens »."
          rows={12}
        />
        <p class="form-actions">
          <SubmitButton>Enregistrer</SubmitButton>
          <a href={`/modele/versions/${version.number}`}>Lire tel qu’enregistré</a>
        </p>
      </form>
      <Adoption {...props} base={base} />
    </InnerPage>
  )
}

function Adoption({
  version,
  form,
  errors,
  meetings,
  base,
}: VersionDeskPageProps & { base: string }) {
  const field = typedFields(form, errors)
  return (
    <section aria-labelledby="adoption">
      <h2 id="adoption">Adoption</h2>
      <p>
        Une fois adoptée par le comité de pilotage, cette version ne se modifie plus et sert aux
        documents dès son entrée en vigueur. Ce qui est écrit ci-dessus et n’est pas enregistré ne
        sera pas adopté.
      </p>
      <form method="post" action={`${base}/adoption`} class="entry" novalidate>
        <input type="hidden" name="version" value={String(version.version)} />
        <DateField
          name="adoptee"
          label="Adoptée le"
          error={errorOf(errors, 'adoptee')}
          {...partsIn(form, 'adoptee')}
        />
        <DateField
          name="en-vigueur"
          label="En vigueur le"
          error={errorOf(errors, 'en-vigueur')}
          {...partsIn(form, 'en-vigueur')}
        />
        <SelectField
          {...field('reunion')}
          label="Réunion du comité de pilotage"
          optional
          none="Aucune de celles-ci"
          options={meetings.map(({ id, startsAt }) => ({
            value: String(id),
            label: longDate(startsAt),
          }))}
        />
        <p class="form-actions">
          <SubmitButton>Adopter</SubmitButton>
        </p>
      </form>
    </section>
  )
}

function partsIn(form: URLSearchParams, name: string) {
  const part = (key: string) => form.get(`${name}.${key}`) ?? ''
  return { day: part('day'), month: part('month'), year: part('year') }
}
