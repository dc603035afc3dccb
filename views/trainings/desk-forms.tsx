import type { TrainingChoices } from '../../src/trainings/read-training.ts'
import { InnerPage } from '../layout/inner-page.tsx'
import {
  ChoiceField,
  DateField,
  errorOf,
  FormActions,
  type FormError,
  SelectField,
  TextArea,
  TextField,
  typedFields,
} from '../shared/form.tsx'
import { SESSION_LABELS, TRAINING_LABELS } from '../words/training-problems.ts'
import type { DeskFrame } from './desk-pages.tsx'

interface DeskFormProps extends DeskFrame {
  back: { href: string; label: string }
  title: string
  /** What was typed, or stands. */
  typed: URLSearchParams
  errors: FormError[]
  /** Version that was read; null for what is new. */
  version: number | null
}

const HINTS: Partial<Record<string, string>> = {
  besoin:
    'Ce à quoi la formation répond, et d’où cela vient (diagnostic, analyse, groupe de travail).',
  cout: 'Ce qu’elle coûte, et qui paie.',
  prix: 'Par exemple : gratuit.',
  accueil: 'Accessibilité du lieu, adaptations possibles, personne à contacter.',
  duree: 'Par exemple : une demi-journée.',
}

/** A training, to add or to change. */
export function TrainingFormPage(props: DeskFormProps & { choices: TrainingChoices }) {
  const { typed, errors, version, choices } = props
  const field = typedFields(typed, errors)
  const text = (name: string, optional = true) => (
    <TextArea
      {...field(name)}
      label={TRAINING_LABELS[name] ?? name}
      {...(HINTS[name] ? { hint: HINTS[name] } : {})}
      optional={optional}
    />
  )
  return (
    <InnerPage {...props}>
      <form method="post" class="entry" novalidate>
        {version !== null && <input type="hidden" name="version" value={String(version)} />}
        <TextField
          {...field('titre')}
          label="Titre"
          hint="Par exemple : Répondre à sa première consultation"
        />
        <ChoiceField
          name="etape"
          label="Étape, tant qu’aucune session n’est programmée"
          options={[
            { value: 'besoin', label: 'Besoin', hint: 'recensé, rien n’est encore préparé' },
            { value: 'conception', label: 'Conception', hint: 'le programme se prépare' },
          ]}
          values={[typed.get('etape') ?? '']}
          error={errorOf(errors, 'etape')}
        />
        {text('besoin', false)}
        {text('objectifs')}
        {text('programme')}
        {text('public')}
        {text('prerequis')}
        {text('duree')}
        {text('formateurs')}
        {text('cout')}
        {text('prix')}
        {text('accueil')}
        {choices.axes.length > 0 && (
          <SelectField
            {...field('axe')}
            label="Axe du pacte"
            optional
            none="Aucun"
            options={choices.axes.map(({ id, title }) => ({ value: String(id), label: title }))}
          />
        )}
        {choices.groups.length > 0 && (
          <SelectField
            {...field('groupe')}
            label="Groupe de travail dont elle est issue"
            optional
            none="Aucun"
            options={choices.groups.map(({ id, title }) => ({ value: String(id), label: title }))}
          />
        )}
        {choices.actions.length > 0 && (
          <SelectField
            {...field('action')}
            label="Action du pacte"
            optional
            none="Aucune"
            options={choices.actions.map(({ id, title }) => ({ value: String(id), label: title }))}
          />
        )}
        <ChoiceField
          name="avec"
          label="Organisée avec"
          optional
          several
          options={choices.partners.map(({ id, name }) => ({ value: String(id), label: name }))}
          values={typed.getAll('avec')}
          error={errorOf(errors, 'avec')}
        />
        <FormActions label="Enregistrer" back={props.back.href} />
      </form>
    </InnerPage>
  )
}

interface SessionFormProps extends DeskFormProps {
  /** What is asked: when, where and for how many, why. */
  asks: ('dates' | 'place' | 'reason')[]
  lead: string
  action: string
}

/** A session: to programme, to change, to postpone or to cancel. */
export function SessionFormPage(props: SessionFormProps) {
  const { typed, errors, version, asks, lead, action } = props
  const field = typedFields(typed, errors)
  return (
    <InnerPage {...props}>
      <p>{lead}</p>
      <form method="post" class="entry" novalidate>
        {version !== null && <input type="hidden" name="version" value={String(version)} />}
        {asks.includes('dates') && <Dates typed={typed} errors={errors} />}
        {asks.includes('place') && <Place typed={typed} errors={errors} />}
        {asks.includes('reason') && (
          <TextField
            {...field('motif')}
            label="Motif"
            hint="Publié, et dit à toutes les personnes inscrites."
          />
        )}
        <FormActions label={action} back={props.back.href} />
      </form>
    </InnerPage>
  )
}

type Fields = Pick<DeskFormProps, 'typed' | 'errors'>

function Dates({ typed, errors }: Fields) {
  const date = (name: string, hint: string, withTime: boolean, optional = false) => (
    <DateField
      name={name}
      label={SESSION_LABELS[name] ?? name}
      hint={hint}
      optional={optional}
      day={typed.get(`${name}.day`) ?? ''}
      month={typed.get(`${name}.month`) ?? ''}
      year={typed.get(`${name}.year`) ?? ''}
      {...(withTime ? { time: typed.get(`${name}.time`) ?? '' } : {})}
      {...(errorOf(errors, name) ? { error: errorOf(errors, name) } : {})}
    />
  )
  return (
    <>
      {date('debut', 'Par exemple : 24 février 2027, 9 h 30', true)}
      {date('fin', 'L’heure seule suffit si la session finit le même jour.', true)}
      {date(
        'decision',
        'Jour où vous décidez si la session a lieu, selon le nombre d’inscrits.',
        false,
        true,
      )}
    </>
  )
}

function Place({ typed, errors }: Fields) {
  const field = typedFields(typed, errors)
  return (
    <>
      <TextField
        {...field('lieu')}
        label="Lieu"
        hint="Salle, rue et commune. Laissez vide si la session est à distance."
      />
      <TextField
        {...field('lien')}
        label="Lien de visioconférence"
        optional
        hint="Donné aux seules personnes inscrites."
        type="url"
      />
      <TextField
        {...field('places')}
        label="Nombre de places"
        hint="De 1 à 1 000. Au-delà, les inscrits sont en liste d’attente."
        inputmode="numeric"
        size={5}
      />
      <TextField
        {...field('minimum')}
        label="Minimum d’inscrits"
        hint="0 si la session a lieu dans tous les cas."
        inputmode="numeric"
        size={5}
      />
    </>
  )
}
