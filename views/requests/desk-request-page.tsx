import type { GivenFile } from '../../src/requests/files.ts'
import { OUTCOMES } from '../../src/requests/choices.ts'
import type { WholeRequest } from '../../src/requests/queries.ts'
import type { RelayTarget } from '../../src/requests/relay-targets.ts'
import { longDate } from '../format.ts'
import { InnerPage } from '../layout/inner-page.tsx'
import type { Frame } from '../layout/layout.tsx'
import {
  ChoiceField,
  errorOf,
  type FormError,
  labelledFields,
  SelectField,
  SubmitLine,
  TextArea,
  TextField,
} from '../shared/form.tsx'
import { DESK_LABELS } from '../words/request-problems.ts'
import { KIND_LABELS, outcomeLabel, STATE_LABELS, STEP_LABELS } from '../words/requests.ts'
import { Diagnosis } from './diagnosis.tsx'
import { DiagnosisFields } from './diagnosis-fields.tsx'
import { FilesField } from './files-field.tsx'
import { History } from './history.tsx'
import { MediationProgress } from './mediation-progress.tsx'
import { MessageList, typedIn, Unsent } from './message-list.tsx'
import { Said } from './said.tsx'
import { BodyName } from './body-name.tsx'

export const DESK_DONE = {
  accuse: 'L’accusé de réception est parti.',
  message: 'Le message est parti : l’entreprise en est prévenue par courriel.',
  relais: 'L’entreprise est priée de donner son accord. Rien n’est transmis avant sa réponse.',
  etape: 'L’étape est notée, l’entreprise prévenue.',
  fiche: 'La fiche est enregistrée.',
  demarche: 'La démarche est notée.',
  close: 'La demande est close, l’entreprise prévenue.',
} as const

/** The forms of this page, by the end of their address. */
export type DeskForm = 'messages' | 'relais' | 'fiche' | 'demarches' | 'cloture'

export interface DeskRequestPageProps {
  frame: Frame
  partner: { slug: string; name: string }
  base: string
  whole: WholeRequest
  tradeLabel: (word: string) => string
  due: Date | null
  isLate: boolean
  /** Whether the buyer meant is the partner itself. */
  isOwnBuyer: boolean
  /** To whom it can be handed on. */
  targets: RelayTarget[]
  done: keyof typeof DESK_DONE | null
  /** Which form was sent and refused, with what it held. */
  sent: DeskForm | null
  form: URLSearchParams
  errors: FormError[]
  received: GivenFile[]
  secret: string
}

/** A request as the persons named see it, and what they may do. */
export function DeskRequestPage(props: DeskRequestPageProps) {
  const { frame, partner, base, whole, tradeLabel, due, isLate, done, errors } = props
  const { request, messages, events, diagnosis, steps } = whole
  const isClosed = request.state === 'closed'
  return (
    <InnerPage
      frame={frame}
      title={request.subject ?? KIND_LABELS[request.kind]}
      back={{ href: `/espace/${partner.slug}/saisines`, label: `Saisines : ${partner.name}` }}
      // A request that was closed meanwhile has no fields to lead to.
      errors={isClosed ? errors.map((error) => ({ ...error, name: null })) : errors}
      done={done && DESK_DONE[done]}
    >
      <p>
        <strong class="tag">{KIND_LABELS[request.kind]}</strong>{' '}
        <strong class="tag">
          {request.outcome
            ? outcomeLabel(request.outcome, request.kind)
            : STATE_LABELS[request.state]}
        </strong>{' '}
        {isLate && <strong class="tag tag-last-day">En retard</strong>} {request.reference}, reçue
        le {longDate(request.receivedAt)}
      </p>
      <p class="lead">{turnText(request, due)}</p>
      {request.erasedAt !== null && (
        <p class="note">
          Ce qui disait qui l’a faite et ce qui s’est dit a été effacé le{' '}
          {longDate(request.erasedAt)}.
        </p>
      )}
      {request.kind === 'difficulty' && (
        <p class="note">
          Dossier confidentiel : lu par {whole.readers.join(', ')} et par l’entreprise, par personne
          d’autre.
        </p>
      )}
      <Said whole={whole} tradeLabel={tradeLabel} />
      {!isClosed && request.acknowledgedAt === null && (
        <form method="post" action={`${base}/accuse`}>
          <SubmitLine>Accuser réception</SubmitLine>
        </form>
      )}
      <section aria-labelledby="echanges">
        <h2 id="echanges">Échanges</h2>
        <MessageList
          messages={messages}
          firm={request.firm ?? 'L’entreprise'}
          files={`${base}/pieces`}
        />
      </section>
      {isClosed ? <Unsent text={typedIn(props.form)} /> : <WriteForm {...props} />}
      <MediationProgress request={request} />
      {!isClosed && <MediationForm {...props} />}
      <Diagnosis diagnosis={diagnosis} steps={steps} />
      {!isClosed && <CaseForms {...props} />}
      <Relays relays={whole.relays} />
      {!isClosed && <RelayForm {...props} />}
      {!isClosed && <CloseForm {...props} />}
      <History events={events} />
    </InnerPage>
  )
}

function turnText(
  { state, turn, acknowledgedAt }: WholeRequest['request'],
  due: Date | null,
): string {
  if (state === 'closed') return 'Cette demande est close.'
  const day = due && longDate(new Date(due.getTime() - 1))
  if (acknowledgedAt === null) return `À prendre en charge au plus tard le ${day}.`
  return turn === 'partner'
    ? `Réponse attendue de vous au plus tard le ${day}.`
    : 'C’est à l’entreprise d’écrire. Sans suite à donner, vous pouvez clore.'
}

/** What a refused form held; nothing where another was sent. */
function held({ sent, form, errors }: DeskRequestPageProps, which: DeskForm) {
  const own = sent === which
  const shown = own ? { form, errors } : { form: new URLSearchParams(), errors: [] }
  const field = labelledFields(DESK_LABELS, shown.form, shown.errors)
  return {
    field,
    value: (name: string) => field(name).value,
    error: (name: string) => field(name).error,
    own,
  }
}

function WriteForm(props: DeskRequestPageProps) {
  const { base, received, secret } = props
  const { field, value, error } = held(props, 'messages')
  return (
    <form
      method="post"
      action={`${base}/messages`}
      enctype="multipart/form-data"
      class="entry"
      novalidate
    >
      <h3>Écrire à l’entreprise</h3>
      <input type="hidden" name="demande" value={secret} />
      <TextArea {...field('message')} rows={6} hint="Votre nom est montré à l’entreprise." />
      <ChoiceField
        name="portee"
        label="Ce message"
        options={[
          { value: 'reponse', label: 'répond à la demande' },
          { value: 'precision', label: 'demande ou donne une précision' },
        ]}
        values={[value('portee')]}
        error={error('portee')}
      />
      <FilesField received={received} error={error('fichier')} />
      <SubmitLine>Envoyer</SubmitLine>
    </form>
  )
}

function MediationForm({ base, whole: { request }, isOwnBuyer, errors }: DeskRequestPageProps) {
  if (request.kind !== 'mediation' || request.mediationStep === 'proposal') return null
  const next = request.mediationStep === 'asked' ? 'buyer-heard' : 'proposal'
  const mustAsk = next === 'buyer-heard' && !request.mayNameFirm && !isOwnBuyer
  return (
    <form method="post" action={`${base}/mediation`}>
      <input type="hidden" name="etape" value={next} />
      {mustAsk && (
        <p class="note">
          L’entreprise n’a pas accepté que son nom soit donné à l’acheteur : demandez-le-lui dans un
          message. Elle l’accepte sur sa page privée.
        </p>
      )}
      {errorOf(errors, 'etape') && <p class="field-error">{errorOf(errors, 'etape')}</p>}
      <p>
        <button type="submit" class="button button-quiet" id="champ-etape">
          Noter : {STEP_LABELS[next].toLowerCase()}
        </button>
      </p>
    </form>
  )
}

function CaseForms(props: DeskRequestPageProps) {
  const { base, whole, errors } = props
  const { diagnosis } = whole
  if (!diagnosis) return null
  const sheet = held(props, 'fiche')
  const deeds = held(props, 'demarches')
  const stands = new URLSearchParams({
    emplois: diagnosis.jobs === null ? '' : String(diagnosis.jobs),
    industriel: diagnosis.industrial,
    financier: diagnosis.financial,
    social: diagnosis.social,
  })
  return (
    <>
      <details open={sheet.own}>
        <summary>Compléter la fiche</summary>
        <form method="post" action={`${base}/fiche`} class="entry" novalidate>
          <input type="hidden" name="version" value={String(diagnosis.version)} />
          <DiagnosisFields
            form={sheet.own ? props.form : stands}
            errors={sheet.own ? errors : []}
            labels={DESK_LABELS}
          />
          <SubmitLine>Enregistrer la fiche</SubmitLine>
        </form>
      </details>
      <details open={deeds.own}>
        <summary>Noter une démarche</summary>
        <form method="post" action={`${base}/demarches`} class="entry" novalidate>
          <TextField
            {...deeds.field('jour')}
            optional
            hint="Par exemple 15 décembre 2026. Vide : aujourd’hui."
          />
          <TextField
            {...deeds.field('demarche')}
            hint="Par exemple : saisine de la commission des chefs des services financiers."
          />
          <SubmitLine>Noter la démarche</SubmitLine>
        </form>
      </details>
    </>
  )
}

function Relays({ relays }: Pick<WholeRequest, 'relays'>) {
  if (relays.length === 0) return null
  return (
    <section aria-labelledby="relais">
      <h2 id="relais">Relais</h2>
      <ul>
        {relays.map(({ partner, body, bodySlug, answer, askedAt }) => (
          <li>
            {partner ?? <BodyName body={body} slug={bodySlug} />}, proposé le {longDate(askedAt)} :{' '}
            {answer === null
              ? 'l’entreprise n’a pas encore répondu'
              : answer === 'refused'
                ? 'refusé par l’entreprise'
                : partner
                  ? 'accepté par l’entreprise'
                  : 'accepté par l’entreprise : vous pouvez lui transmettre la demande'}
          </li>
        ))}
      </ul>
    </section>
  )
}

function RelayForm(props: DeskRequestPageProps) {
  const { base, targets, whole } = props
  const { field, own } = held(props, 'relais')
  if (whole.relays.some(({ answer }) => answer === null)) return null
  return (
    <details open={own}>
      <summary>Proposer un relais</summary>
      <form method="post" action={`${base}/relais`} class="entry" novalidate>
        <p>
          L’entreprise donne son accord avant que quoi que ce soit soit transmis. Vers un
          partenaire, la demande passe à ses personnes désignées et vous ne la lisez plus.
        </p>
        <SelectField
          {...field('vers')}
          none="Un autre organisme"
          options={targets
            .map((target) => ({ value: target.word, label: target.name, group: groupOf(target) }))
            .toSorted(
              (one, other) => TARGET_GROUPS.indexOf(one.group) - TARGET_GROUPS.indexOf(other.group),
            )}
        />
        <TextField
          {...field('organisme')}
          hint="S’il n’est pas dans la liste : son nom."
          optional
        />
        <TextArea {...field('motif')} hint="Montré à l’entreprise." />
        <SubmitLine>Demander l’accord de l’entreprise</SubmitLine>
      </form>
    </details>
  )
}

const TARGET_GROUPS = [
  'Indiqués par les règles pour cette demande',
  'Partenaires',
  'Autres organismes des contacts',
]

function groupOf({ advised, partnerId }: RelayTarget): string {
  return TARGET_GROUPS[advised ? 0 : partnerId === null ? 2 : 1] ?? ''
}

function CloseForm(props: DeskRequestPageProps) {
  const { base, secret, whole } = props
  const { kind } = whole.request
  const { field, value, error, own } = held(props, 'cloture')
  return (
    <details open={own}>
      <summary>Clore</summary>
      <form method="post" action={`${base}/cloture`} class="entry" novalidate>
        <input type="hidden" name="demande" value={secret} />
        <ChoiceField
          name="resultat"
          label={DESK_LABELS['resultat'] ?? ''}
          options={OUTCOMES[kind].map((outcome) => ({
            value: outcome,
            label: outcomeLabel(outcome, kind),
          }))}
          values={[value('resultat')]}
          error={error('resultat')}
        />
        {kind === 'difficulty' && (
          <TextArea
            {...field('suites')}
            hint="Confidentiel, comme le reste de la fiche."
            optional
          />
        )}
        <TextArea
          {...field('message')}
          called="dernier-message"
          label="Dernier message à l’entreprise"
          optional
        />
        <SubmitLine>Clore la demande</SubmitLine>
      </form>
    </details>
  )
}
