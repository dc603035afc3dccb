import type { Child } from 'hono/jsx'
import { SLOT_LENGTHS } from '../../src/rencontres/grid.ts'
import type { ShownPurchase } from '../../src/rencontres/queries.ts'
import { MOST_BREAKS } from '../../src/rencontres/read-attending.ts'
import { plural } from '../format.ts'
import { InnerPage } from '../layout/inner-page.tsx'
import {
  ChoiceField,
  DateField,
  errorOf,
  FormActions,
  type FormError,
  type FormOption,
  SelectField,
  SubmitLine,
  TextArea,
  TextField,
  typedFields,
} from '../shared/form.tsx'
import { quarterText } from '../words/programme.ts'
import { RENCONTRE_FIELDS } from '../words/rencontre-problems.ts'
import type { DeskFrame } from './desk-pages.tsx'

interface DeskFormProps extends DeskFrame {
  title: string
  back: { href: string; label: string }
  typed: URLSearchParams
  errors: FormError[]
  /** Version that was read; null where it does not matter. */
  version: number | null
}

function Form({ children, action, ...props }: DeskFormProps & { children: Child; action: string }) {
  const { frame, title, back, errors, version } = props
  return (
    <InnerPage current="rencontres" frame={frame} title={title} back={back} errors={errors}>
      <form method="post" class="entry" novalidate>
        {version !== null && <input type="hidden" name="version" value={String(version)} />}
        {children}
        <FormActions label={action} back={back.href} />
      </form>
    </InnerPage>
  )
}

/** A meeting, to add or to change; its day is asked where it is new. */
export function RencontreFormPage(
  props: DeskFormProps & { trades: FormOption[]; asksDay: boolean },
) {
  const { typed, errors, trades, asksDay } = props
  const field = typedFields(typed, errors)
  return (
    <Form {...props} action="Enregistrer">
      <TextField
        {...field('titre')}
        label="Titre"
        hint="Par exemple : Travaux publics, les chantiers de l’année"
      />
      <SelectField
        {...field('metier')}
        label="Métier"
        optional
        none="Tous les métiers"
        options={trades}
      />
      <TextArea
        {...field('presentation')}
        label="Présentation"
        hint="Pour qui, pour quoi, et comment se passe la journée."
        rows={6}
      />
      {asksDay ? <Day typed={typed} errors={errors} /> : <Limit typed={typed} errors={errors} />}
      <TextField
        {...field('lieu')}
        label="Lieu"
        hint={
          asksDay
            ? 'Salle, rue et commune.'
            : 'Salle, rue et commune. Un changement est dit à toutes les entreprises inscrites.'
        }
      />
      <TextArea
        {...field('acces')}
        label="Accès et accueil"
        hint="Stationnement, transports, accueil des personnes handicapées."
        optional
        rows={3}
      />
      <TextField
        {...field('contact')}
        label="Contact"
        hint="Publié : de préférence un service."
        optional
      />
    </Form>
  )
}

type Fields = Pick<DeskFormProps, 'typed' | 'errors'>

function Day(fields: Fields) {
  return (
    <>
      <DateOf {...fields} name="debut" hint="Par exemple : 24 février 2027, 9 h 30" />
      <DateOf
        {...fields}
        name="fin"
        hint="L’heure seule suffit : une rencontre tient en un jour."
      />
      <Limit {...fields} />
    </>
  )
}

function Limit(fields: Fields) {
  return (
    <DateOf
      {...fields}
      name="limite"
      hint="Jusqu’au début de la rencontre si vous n’indiquez rien."
      optional
    />
  )
}

interface DateOfProps extends Fields {
  name: string
  hint: string
  optional?: boolean
}

function DateOf({ typed, errors, name, hint, optional = false }: DateOfProps) {
  return (
    <DateField
      name={name}
      label={RENCONTRE_FIELDS[name] ?? name}
      hint={hint}
      optional={optional}
      day={typed.get(`${name}.day`) ?? ''}
      month={typed.get(`${name}.month`) ?? ''}
      year={typed.get(`${name}.year`) ?? ''}
      time={typed.get(`${name}.time`) ?? ''}
      {...(errorOf(errors, name) ? { error: errorOf(errors, name) } : {})}
    />
  )
}

/** Another day for a meeting, or that it does not take place: why, and what becomes of the appointments. */
export function DecisionPage(
  props: DeskFormProps & { lead: string; action: string; asksDay: boolean },
) {
  const { typed, errors, lead, action, asksDay } = props
  const field = typedFields(typed, errors)
  return (
    <Form {...props} action={action}>
      <p>{lead}</p>
      {asksDay && <Day typed={typed} errors={errors} />}
      {asksDay && (
        <ChoiceField
          name="decaler"
          label="Heures des rendez-vous"
          options={[
            { value: 'non', label: 'Les garder', hint: 'un rendez-vous à 14 h reste à 14 h' },
            { value: 'oui', label: 'Les décaler autant que le début de la rencontre' },
          ]}
          values={[typed.get('decaler') === 'oui' ? 'oui' : 'non']}
        />
      )}
      <TextField
        {...field('motif')}
        label="Motif"
        hint="Publié, et dit à toutes les entreprises inscrites."
      />
    </Form>
  )
}

/** A buyer at a meeting: what it comes for, when it receives firms, which planned purchases it shows. */
export function BuyerFormPage(
  props: DeskFormProps & {
    /** Buyers to choose among; null: it stands already. */
    buyers: FormOption[] | null
    purchases: ShownPurchase[]
    /** Where the buyer is taken out. */
    removal: string | null
  },
) {
  const { frame, title, back, typed, errors, buyers, purchases, removal } = props
  const field = typedFields(typed, errors)
  const clock = (name: string, hint?: string, optional = false) => (
    <TextField
      {...field(name)}
      label={RENCONTRE_FIELDS[name] ?? name}
      {...(hint ? { hint } : {})}
      optional={optional}
      size={8}
    />
  )
  return (
    <InnerPage current="rencontres" frame={frame} title={title} back={back} errors={errors}>
      <form method="post" class="entry" novalidate>
        {buyers && (
          <SelectField
            {...field('acheteur')}
            label="Acheteur"
            none="Choisir un acheteur"
            options={buyers}
          />
        )}
        <TextArea
          {...field('recherche')}
          label="Ce que l’acheteur vient présenter ou chercher"
          optional
          rows={3}
        />
        <TextField
          {...field('table')}
          label="Emplacement"
          hint="Par exemple : table 4"
          optional
          size={30}
        />
        <h2>Rendez-vous</h2>
        <p class="hint">
          Les créneaux sont faits de ces heures. Laissez vide si l’acheteur ne vient qu’à la
          plénière.
        </p>
        {clock('de', 'Par exemple : 14 h 00', true)}
        {clock('a', 'Par exemple : 17 h 30', true)}
        <ChoiceField
          name="duree"
          label="Durée d’un rendez-vous"
          options={SLOT_LENGTHS.map((length) => ({
            value: String(length),
            label: plural(length, 'minute', 'minutes'),
          }))}
          values={[typed.get('duree') || '20']}
          error={errorOf(errors, 'duree')}
        />
        {Array.from({ length: MOST_BREAKS }, (_, index) => (
          <>
            {clock(`pause${index + 1}-de`, undefined, true)}
            {clock(`pause${index + 1}-a`, undefined, true)}
          </>
        ))}
        {purchases.length > 0 && (
          <ChoiceField
            name="achat"
            label="Achats prévus à présenter"
            hint="Ceux de la programmation de l’acheteur."
            optional
            several
            options={purchases.map((purchase) => ({
              value: String(purchase.id),
              label: purchase.object,
              hint: quarterText(purchase),
            }))}
            values={typed.getAll('achat')}
          />
        )}
        {buyers && (
          <p class="hint">
            Les achats prévus de l’acheteur se choisissent ensuite, quand il est ajouté.
          </p>
        )}
        <FormActions label="Enregistrer" back={back.href} />
      </form>
      {removal && (
        <form method="post" action={removal}>
          <h2>L’acheteur ne vient pas</h2>
          <SubmitLine quiet>Retirer l’acheteur</SubmitLine>
          <p class="hint">
            Ses rendez-vous sont annulés, et les entreprises qui en avaient un sont prévenues.
          </p>
        </form>
      )}
    </InnerPage>
  )
}

/** The programme of the plenary, line by line. */
export function ProgrammePage(props: DeskFormProps & { lines: number }) {
  const { typed, errors, lines } = props
  const field = typedFields(typed, errors)
  return (
    <Form {...props} action="Enregistrer le programme">
      <p class="hint">
        Les lignes vides ne comptent pas ; elles sont rangées par heure. De l’intervenant, indiquez
        la fonction.
      </p>
      {Array.from({ length: lines }, (_, index) => {
        const number = index + 1
        const part = (word: string, label: string, size: number) => (
          <TextField {...field(`${word}${number}`)} label={label} size={size} />
        )
        return (
          <fieldset class="form-field">
            <legend>Ligne {number}</legend>
            <div class="date-parts">
              {part('heure', 'Heure', 7)}
              {part('fin', 'Fin (facultatif)', 7)}
            </div>
            {part('sujet', 'Sujet', 50)}
            {part('intervenant', 'Fonction de l’intervenant (facultatif)', 50)}
          </fieldset>
        )
      })}
    </Form>
  )
}

/** What the organiser says of a meeting that is over. */
export function OutcomeFormPage(props: DeskFormProps) {
  const { typed, errors } = props
  const field = typedFields(typed, errors)
  return (
    <Form {...props} action="Enregistrer">
      <p>
        Les chiffres de chaque acheteur viennent de son planning. Ce texte paraît à côté, sur la
        page de la rencontre.
      </p>
      <TextArea
        {...field('mot')}
        label="Bilan"
        hint="Ne nommez aucune entreprise ni personne."
        optional
        rows={6}
      />
    </Form>
  )
}
