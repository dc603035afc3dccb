import { THEMES } from '../../src/requests/choices.ts'
import type { GivenFile } from '../../src/requests/files.ts'
import type { RequestKind } from '../../src/requests/schema.ts'
import { InnerPage } from '../layout/inner-page.tsx'
import type { Frame } from '../layout/layout.tsx'
import {
  ChoiceField,
  errorOf,
  type FormError,
  type FormOption,
  labelledFields,
  SelectField,
  SubmitLine,
  TextArea,
  TextField,
} from '../shared/form.tsx'
import { ConsentField, Trap } from '../shared/private-fields.tsx'
import { REQUEST_LABELS } from '../words/request-problems.ts'
import {
  CHOOSE_TITLE,
  KIND_HINTS,
  KIND_TITLES,
  KIND_WORDS,
  THEME_LABELS,
} from '../words/requests.ts'
import { DiagnosisFields } from './diagnosis-fields.tsx'
import { FilesField } from './files-field.tsx'
import { type HelperShown, HelperList } from './helper-list.tsx'

interface RequestFormPageProps {
  frame: Frame
  kind: RequestKind
  /** What was typed. */
  form: URLSearchParams
  errors: FormError[]
  received: GivenFile[]
  /** Buyers that are partners, to choose among. */
  buyers: FormOption[]
  trades: FormOption[]
  /** Leads to the request that the form makes, however often it is sent. */
  secret: string
  /** Bodies for a firm in difficulty of the head count and the place that it gave; null: it gave none. */
  helpers: HelperShown[] | null
  /** How long what is kept of it is kept. */
  keptMonths: number
}

/** What a firm asks without an account: what its kind needs, and nothing else. */
export function RequestFormPage(props: RequestFormPageProps) {
  const { frame, kind, form, errors, received, buyers, trades, secret, helpers, keptMonths } = props
  const text = labelledFields(REQUEST_LABELS, form, errors)
  const isDifficulty = kind === 'difficulty'
  return (
    <InnerPage
      frame={frame}
      title={KIND_TITLES[kind]}
      current="aide"
      back={{ href: '/saisines/nouvelle', label: CHOOSE_TITLE }}
      errors={errors}
    >
      <p class="lead">{KIND_HINTS[kind]}</p>
      {isDifficulty && <Orientation form={form} helpers={helpers} />}
      {isDifficulty && <h2>Demande confidentielle</h2>}
      <form
        method="post"
        action="/saisines/nouvelle"
        enctype="multipart/form-data"
        class="entry"
        novalidate
      >
        <p class="quiet">Tous les champs sont obligatoires, sauf mention (facultatif).</p>
        <input type="hidden" name="nature" value={KIND_WORDS[kind]} />
        <input type="hidden" name="demande" value={secret} />
        <Trap />
        {!isDifficulty && (
          <>
            <SelectField
              {...text('acheteur')}
              optional={kind !== 'mediation'}
              none={kind === 'mediation' ? 'Un autre acheteur' : 'Aucun, ou un autre acheteur'}
              options={buyers}
              hint={
                kind === 'mediation'
                  ? 'La collectivité ou l’organisme avec lequel vous avez un désaccord.'
                  : 'La collectivité ou l’organisme concerné, s’il y en a un.'
              }
            />
            <TextField {...text('autre')} optional hint="S’il n’est pas dans la liste : son nom." />
            <TextField
              {...text('reference')}
              optional
              hint="Son numéro ou son intitulé, par exemple 2026-0042."
            />
            <SelectField
              {...text('theme')}
              none="Choisir un sujet"
              options={THEMES.map((theme) => ({ value: theme, label: THEME_LABELS[theme] }))}
            />
            <TextField
              {...text('objet')}
              hint="Par exemple : facture impayée depuis 60 jours."
              maxlength={150}
            />
          </>
        )}
        {isDifficulty && (
          <TextField
            {...text('effectif')}
            hint="Nombre de salariés de l’entreprise : il décide à qui votre demande est confiée."
            inputmode="numeric"
            size={8}
          />
        )}
        <TextArea
          {...text('message')}
          rows={8}
          hint={
            isDifficulty
              ? 'Dites en quelques phrases ce qui arrive, et ce qui presse.'
              : 'Les faits, les dates, ce que vous avez déjà tenté, ce que vous attendez.'
          }
        />
        {isDifficulty && <DiagnosisFields form={form} errors={errors} labels={REQUEST_LABELS} />}
        <FilesField received={received} error={errorOf(errors, 'fichier')} />
        <h2>Qui demande</h2>
        <TextField {...text('entreprise')} autocomplete="organization" />
        <TextField
          {...text('siret')}
          optional
          hint="14 chiffres, par exemple 123 456 782 00010"
          inputmode="numeric"
          size={20}
        />
        <TextField {...text('personne')} autocomplete="name" />
        <TextField
          {...text('courriel')}
          type="email"
          autocomplete="email"
          hint="Pour vous prévenir qu’une réponse est là. Les courriels ne disent rien de votre demande."
        />
        <TextField {...text('telephone')} type="tel" optional autocomplete="tel" size={20} />
        <TextField
          {...text('commune')}
          hint="Celle de l’entreprise, ou son code postal : par exemple Lézignan-Corbières."
          autocomplete="address-level2"
        />
        {(kind === 'orientation' || kind === 'innovation') && (
          <SelectField {...text('metier')} optional none="Non précisé" options={trades} />
        )}
        {kind === 'mediation' && (
          <ChoiceField
            name="nommer"
            label={REQUEST_LABELS['nommer'] ?? ''}
            hint="Le correspondant PME d’un acheteur partenaire lit votre demande. Un acheteur qui n’en a pas n’est entendu qu’avec votre accord, que vous pourrez donner plus tard."
            options={[
              { value: 'oui', label: 'Le nom de mon entreprise peut lui être donné' },
              { value: 'non', label: 'Pas pour l’instant' },
            ]}
            values={[form.get('nommer') ?? 'non']}
          />
        )}
        <ConsentField
          label={consentText(isDifficulty, keptMonths)}
          checked={form.get('accord') === 'oui'}
          error={errorOf(errors, 'accord')}
        />
        <SubmitLine>
          {kind === 'mediation' ? 'Saisir le correspondant PME' : 'Envoyer la demande'}
        </SubmitLine>
      </form>
    </InnerPage>
  )
}

function consentText(isDifficulty: boolean, keptMonths: number): string {
  const who = isDifficulty
    ? 'les personnes désignées pour les entreprises en difficulté, et elles seules'
    : 'les personnes désignées pour y répondre, et elles seules'
  return `J’accepte que ces informations soient lues par ${who}. Elles sont effacées ${keptMonths} mois après la fin de la demande ; seuls des nombres sont gardés.`
}

/** Asked and answered without giving a name: a head count and a place are enough to be oriented. */
function Orientation({ form, helpers }: { form: URLSearchParams; helpers: HelperShown[] | null }) {
  return (
    <section aria-labelledby="qui">
      <h2 id="qui">Qui vous aide, aujourd’hui</h2>
      <p>
        Selon l’effectif et le département, ce n’est pas le même organisme. Ceci n’enregistre rien.
      </p>
      <form method="get" action="/saisines/nouvelle" class="entry">
        <input type="hidden" name="nature" value={KIND_WORDS.difficulty} />
        <TextField
          name="salaries"
          label="Effectif"
          hint="Nombre de salariés"
          inputmode="numeric"
          size={8}
          value={form.get('salaries') ?? form.get('effectif') ?? ''}
        />
        <TextField
          name="ou"
          label="Commune ou département"
          hint="Par exemple Carcassonne, ou Aude"
          value={form.get('ou') ?? form.get('commune') ?? ''}
        />
        <SubmitLine quiet>Voir qui m’aide</SubmitLine>
      </form>
      {helpers && <HelperList helpers={helpers} />}
    </section>
  )
}
