import type { GivenFile } from '../../src/requests/files.ts'
import type { WholeRequest } from '../../src/requests/queries.ts'
import { longDate, longMoment } from '../format.ts'
import { InnerPage } from '../layout/inner-page.tsx'
import type { Frame } from '../layout/layout.tsx'
import {
  errorOf,
  FieldGroup,
  fieldId,
  type FormError,
  SubmitLine,
  TextArea,
  typedFields,
} from '../shared/form.tsx'
import { Trap } from '../shared/private-fields.tsx'
import { ASK_TITLE, outcomeLabel } from '../words/requests.ts'
import { BodyName } from './body-name.tsx'
import { Diagnosis } from './diagnosis.tsx'
import { FilesField } from './files-field.tsx'
import { type HelperShown, HelperList } from './helper-list.tsx'
import { History } from './history.tsx'
import { MediationProgress } from './mediation-progress.tsx'
import { MessageList, Paragraphs, Unsent } from './message-list.tsx'
import { Said } from './said.tsx'

export const FOLLOW_DONE = {
  recue: 'Votre demande est bien arrivée.',
  message: 'Votre message est parti.',
  oui: 'Votre accord est donné.',
  non: 'Votre refus est noté : rien n’est transmis.',
  nom: 'Votre accord est donné : l’acheteur peut être entendu.',
  retiree: 'Votre demande est retirée.',
  rouverte: 'Votre demande est rouverte.',
} as const

export interface FollowPageProps {
  frame: Frame
  /** Path of this page. */
  path: string
  whole: WholeRequest
  tradeLabel: (word: string) => string
  helpers: HelperShown[]
  /** When something is due from the correspondent; null: it is the firm's turn, or over. */
  due: Date | null
  /** When it ends if the firm, whose turn it is, says nothing; null: it is not its turn. */
  quietEnd: Date | null
  /** Until when it may be opened again; null: it may not. */
  reopenUntil: Date | null
  keptMonths: number
  mailIsOn: boolean
  done: keyof typeof FOLLOW_DONE | null
  /** What was typed, what is wrong with it, what it brought. */
  form: URLSearchParams
  errors: FormError[]
  received: GivenFile[]
  secret: string
}

/** What a firm's private link shows: where its request is, who reads it, what was said, and what it may do. */
export function FollowPage(props: FollowPageProps) {
  const { frame, path, whole, tradeLabel, helpers, due, keptMonths, mailIsOn, done, errors } = props
  const { request, partner, readers, messages, events, diagnosis, steps } = whole
  const isClosed = request.state === 'closed'
  const isOwnBuyer = whole.buyer !== null && whole.buyer.partnerId === request.partnerId
  const waiting = isClosed ? undefined : whole.relays.find(({ answer }) => answer === null)
  return (
    <InnerPage
      frame={frame}
      title={`Votre demande ${request.reference}`}
      current="aide"
      back={{ href: '/saisines', label: ASK_TITLE }}
      errors={errors}
      done={done && FOLLOW_DONE[done]}
    >
      <p class="lead">{statusText(whole)}</p>
      {request.subject && <p>« {request.subject} »</p>}
      {due && <p>{dueText(request, due)}</p>}
      {props.quietEnd && (
        <p class="quiet">
          Si rien ne bouge d’ici le {longDate(props.quietEnd)}, elle sera close ; vous pourrez la
          rouvrir pendant trente jours.
        </p>
      )}
      {done === 'recue' && <KeepAddress frame={frame} path={path} mailIsOn={mailIsOn} />}
      {waiting && <RelayQuestion relay={waiting} path={path} />}
      <MediationProgress request={request} />
      {partner && (
        <section aria-labelledby="qui">
          <h2 id="qui">Qui vous répond</h2>
          <p>
            {partner.name}
            {partner.correspondent &&
              ` – correspondant PME : ${[partner.correspondent, partner.function].filter(Boolean).join(', ')}`}
            {partner.phones?.map((phone) => (
              <>
                {' '}
                <a href={`tel:${phone.replaceAll(/[^+\d]/g, '')}`}>{phone}</a>
              </>
            ))}
          </p>
          <p class="quiet">
            {readers.length > 0
              ? `Peuvent lire cette demande : ${readers.join(', ')}. Personne d’autre.`
              : 'Personne n’est encore désigné pour la lire : le guichet le rappelle à cet organisme.'}
          </p>
        </section>
      )}
      {helpers.length > 0 && (
        <section aria-labelledby="organismes">
          <h2 id="organismes">Organismes qui peuvent vous aider</h2>
          <HelperList helpers={helpers} />
        </section>
      )}
      <section aria-labelledby="echanges">
        <h2 id="echanges">Échanges</h2>
        <MessageList messages={messages} firm="Vous" files={`${path}/pieces`} />
      </section>
      {!isClosed && <WriteForm {...props} />}
      <Diagnosis diagnosis={diagnosis} steps={steps} />
      <h2>Ce que vous avez indiqué</h2>
      <Said whole={whole} tradeLabel={tradeLabel} />
      {request.kind === 'mediation' && !request.mayNameFirm && !isClosed && !isOwnBuyer && (
        <form method="post" action={`${path}/nom`}>
          <SubmitLine quiet>
            Accepter que le nom de mon entreprise soit donné à l’acheteur
          </SubmitLine>
        </form>
      )}
      <History events={events} />
      <Ending {...props} />
      <Erasing {...props} />
      <p class="quiet">
        Lien privé : ne le transmettez pas. Ce qui vous concerne est effacé {keptMonths} mois après
        la fin de la demande.
      </p>
    </InnerPage>
  )
}

function statusText({ request, partner }: WholeRequest): string {
  const { state, outcome, kind, turn } = request
  if (state === 'closed')
    return `Cette demande est close${outcome ? ` : ${outcomeLabel(outcome, kind).toLowerCase()}` : ''}.`
  if (!partner)
    return 'Votre demande attend un correspondant : l’administrateur du guichet lui en cherche un. Elle ne sera pas perdue.'
  if (state === 'received') return `Votre demande est confiée à ${partner.name}.`
  if (turn === 'firm') return `${partner.name} attend de vos nouvelles, s’il y a lieu.`
  return state === 'answered'
    ? `${partner.name} vous a répondu, et lit votre dernier message.`
    : `${partner.name} s’en occupe.`
}

function dueText({ acknowledgedAt }: WholeRequest['request'], due: Date): string {
  // What is due until midnight is due on the day before.
  const day = longDate(new Date(due.getTime() - 1))
  return acknowledgedAt === null
    ? `Accusé de réception attendu au plus tard le ${day}.`
    : `Réponse attendue au plus tard le ${day}.`
}

function KeepAddress({
  frame,
  path,
  mailIsOn,
}: Pick<FollowPageProps, 'frame' | 'path' | 'mailIsOn'>) {
  return (
    <div class="note">
      <p>
        <strong>Gardez cette adresse</strong> :{' '}
        {mailIsOn
          ? 'elle vous est aussi envoyée par courriel. S’il n’arrive pas, regardez dans les indésirables.'
          : 'ce guichet n’envoie pas de courriel. Elle est le seul moyen de suivre votre demande.'}
      </p>
      <p>
        <a href={path}>{frame.baseUrl + path}</a>
      </p>
    </div>
  )
}

function RelayQuestion({ relay, path }: { relay: WholeRequest['relays'][number]; path: string }) {
  return (
    <section class="note" aria-labelledby="relais">
      <h2 id="relais">Votre accord est demandé</h2>
      <p>
        Votre correspondant propose de transmettre votre demande à{' '}
        <strong>{relay.partner ?? <BodyName body={relay.body} slug={relay.bodySlug} />}</strong>,
        votre nom compris
        {relay.partner ? ' : il ne la lira plus lui-même ensuite' : ''}.
      </p>
      <Paragraphs text={relay.reason} />
      <p>Rien n’est transmis avant votre réponse.</p>
      <form method="post" action={`${path}/relais/${relay.id}`}>
        <p>
          <button type="submit" class="button" name="accord" value="oui">
            Accepter
          </button>{' '}
          <button type="submit" class="button button-quiet" name="accord" value="non">
            Refuser
          </button>
        </p>
      </form>
    </section>
  )
}

function WriteForm({ path, form, errors, received, secret }: FollowPageProps) {
  const field = typedFields(form, errors)
  return (
    <form
      method="post"
      action={`${path}/messages`}
      enctype="multipart/form-data"
      class="entry"
      novalidate
    >
      <h3>Écrire</h3>
      <input type="hidden" name="demande" value={secret} />
      <Trap />
      <TextArea {...field('message')} label="Message" />
      <FilesField received={received} error={errorOf(errors, 'fichier')} />
      <SubmitLine>Envoyer</SubmitLine>
    </form>
  )
}

/** What it means to be forgotten, for the firm and for who handles its request, before it is asked for. */
function Erasing({ path, whole, errors }: FollowPageProps) {
  const { request, partner, relays } = whole
  const error = errorOf(errors, 'compris')
  const told = relays.flatMap(({ answer, body }) => (answer === 'accepted' && body ? body : []))
  return (
    <details open={error !== undefined}>
      <summary>Effacer tout, maintenant</summary>
      <form method="post" action={`${path}/effacement`} class="entry" novalidate>
        <p>
          Disparaissent du guichet, pour vous comme pour votre correspondant&nbsp;: votre
          entreprise, vos coordonnées, vos messages, les réponses reçues, les fichiers
          {request.kind === 'difficulty' && ', la fiche confidentielle et les démarches notées'}. Ce
          lien ne mènera plus à rien, et personne ne pourra revenir en arrière.
        </p>
        {partner && (
          <p>
            {partner.name} en est prévenu et ne pourra plus rien lire
            {request.state === 'closed' ? '' : ' ni vous répondre : votre demande est retirée'}. Ce
            que ses agents en ont gardé ailleurs (courrier, dossier) n’est pas effacé : demandez-le
            leur.
          </p>
        )}
        {told.length > 0 && (
          <p>
            De même chez {told.join(', ')}, à qui vous avez accepté que la demande soit transmise.
          </p>
        )}
        <p>
          Il reste une ligne sans nom, pour les chiffres : sa référence, sa nature
          {request.theme === null ? '' : ', son sujet'}, ses dates et son résultat. Les adresses des
          courriels déjà partis sont effacées trente jours après l’envoi ; les sauvegardes oublient
          le reste à leur remplacement.
        </p>
        <FieldGroup name="compris" label="Effacer" {...(error ? { error } : {})}>
          <p class="tick">
            <input id={fieldId('compris')} name="compris" type="checkbox" value="oui" />
            <label for={fieldId('compris')}>J’ai compris : effacer tout, sans retour</label>
          </p>
        </FieldGroup>
        <SubmitLine quiet>Effacer ma demande</SubmitLine>
      </form>
    </details>
  )
}

function Ending({ path, whole: { request }, reopenUntil, form, errors, secret }: FollowPageProps) {
  const typed = form.get('message') ?? ''
  if (request.state !== 'closed')
    return (
      <form method="post" action={`${path}/retrait`}>
        <SubmitLine quiet>C’est réglé, ou je renonce : retirer ma demande</SubmitLine>
      </form>
    )
  if (!reopenUntil) return <Unsent text={typed} />
  return (
    <form method="post" action={`${path}/reouverture`} class="entry" novalidate>
      <h2>Rouvrir ma demande</h2>
      <p>Vous pouvez la rouvrir jusqu’au {longMoment(reopenUntil)}.</p>
      <input type="hidden" name="demande" value={secret} />
      <TextArea
        name="message"
        label="Message"
        hint="Ce qui reste à régler."
        optional
        value={typed}
        error={errorOf(errors, 'message')}
      />
      <SubmitLine quiet>Rouvrir ma demande</SubmitLine>
    </form>
  )
}
