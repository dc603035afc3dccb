import type { Frame } from '../layout/layout.tsx'
import { SubmitLine } from '../shared/form.tsx'
import { AlertForm, type AlertFormProps } from './alert-form.tsx'
import { Sheet } from './sheet.tsx'

interface AlertsPageProps {
  frame: Frame
  /** What can be followed: « Consultations », its word, and where its criteria are chosen. */
  subjects: { title: string; path: string; criteria: string }[]
}

/** What alerts by mail are, and where each begins. */
export function AlertsPage({ frame, subjects }: AlertsPageProps) {
  return (
    <Sheet frame={frame} title="Alertes par e-mail">
      <p class="lead">
        Pour qui n’utilise pas de lecteur de flux : ce que vous suivez arrive par courriel, dès la
        parution, chaque jour ou chaque semaine. Sans compte.
      </p>
      {!frame.alerts && <Off />}
      <ul>
        {subjects.map(({ title, path, criteria }) => (
          <li>
            <strong>{title}</strong> : <a href={criteria}>choisir ses critères</a>
            {frame.alerts && (
              <>
                , ou <a href={path}>tout recevoir</a>
              </>
            )}
          </li>
        ))}
      </ul>
      <h2>Comment cela marche</h2>
      <ul>
        <li>
          Vous donnez une adresse et un rythme ; un message vous demande de confirmer. Sans
          confirmation sous sept jours, l’adresse est effacée.
        </li>
        <li>
          Vous ne recevez un message que s’il y a du nouveau. Une date limite reportée ou avancée
          est annoncée en premier.
        </li>
        <li>
          Chaque message porte un lien pour changer de rythme et un autre pour arrêter : l’adresse
          est alors effacée aussitôt.
        </li>
        <li>
          Aucun traceur : personne ne sait si vous avez ouvert un message ni où vous avez cliqué.
        </li>
        <li>
          Une alerte ne garde ni l’échéance (« sous 14 jours ») ni le tri : vous recevez chaque
          consultation dès sa parution, comme dans les <a href="/flux">flux</a>.
        </li>
        <li>
          Si votre messagerie refuse nos messages, les envois s’arrêtent. Le lien de vos derniers
          messages permet de reprendre pendant trente jours.
        </li>
      </ul>
    </Sheet>
  )
}

interface AskAlertPageProps extends AlertFormProps {
  frame: Frame
  words: string
  page: string
}

/** One thing to follow by mail, with its form. */
export function AskAlertPage({ frame, words, page, ...form }: AskAlertPageProps) {
  return (
    <Sheet frame={frame} title="Recevoir par e-mail">
      <p class="lead">
        <a href={page}>{words}</a>
      </p>
      {frame.alerts ? <AlertForm {...form} /> : <Off />}
      <p>
        <a href="/alertes">Comment marchent les alertes par e-mail</a>
      </p>
    </Sheet>
  )
}

/** The answer to whoever asked, whatever came of it: nobody learns here which addresses are known. */
export function AskedPage({ frame }: { frame: Frame }) {
  return (
    <Sheet frame={frame} title="Regardez vos messages">
      <p class="lead" role="status">
        Un message vient de partir vers cette adresse : ouvrez le lien qu’il contient pour
        confirmer.
      </p>
      <p>
        S’il n’arrive pas en quelques minutes, regardez dans les indésirables et vérifiez l’adresse.
        Une messagerie qui a déjà refusé nos messages n’en reçoit plus, et une adresse en reçoit peu
        le même jour pour confirmer : réessayez demain, ou prenez un <a href="/flux">flux</a>.
      </p>
      <p>
        <a href="/">Retour aux consultations</a>
      </p>
    </Sheet>
  )
}

/** A private address that leads nowhere, or nowhere any more. */
export function GoneAlertPage({ frame }: { frame: Frame }) {
  return (
    <Sheet frame={frame} title="Cette alerte n’existe pas, ou plus">
      <p>
        Elle a été arrêtée, ou n’a pas été confirmée à temps : l’adresse est effacée et aucun
        message ne part. Vous pouvez en demander une autre depuis <a href="/flux">S’abonner</a>.
      </p>
    </Sheet>
  )
}

/** After the end. */
export function StoppedPage({ frame }: { frame: Frame }) {
  return (
    <Sheet frame={frame} title="L’alerte est arrêtée">
      <p class="lead" role="status">
        Vous ne recevrez plus de message, et votre adresse est effacée.
      </p>
      <p>
        Pour continuer sans adresse : les <a href="/flux">flux</a> et l’agenda disent la même chose.
      </p>
    </Sheet>
  )
}

/** Where a mail program's link leads: a button stops, looking at the page does not. */
export function StopPage({ frame, words }: { frame: Frame; words: string }) {
  return (
    <Sheet frame={frame} title="Arrêter cette alerte ?">
      <p class="lead">{words}</p>
      <form method="post">
        <SubmitLine>Arrêter et effacer mon adresse</SubmitLine>
      </form>
      <p>
        <a href={frame.path.replace(/\/arret$/, '')}>Garder l’alerte, ou changer de rythme</a>
      </p>
    </Sheet>
  )
}

function Off() {
  return (
    <p class="note">
      Ce guichet n’envoie pas de courriel pour l’instant. Les <a href="/flux">flux</a> et l’agenda
      disent la même chose, sans adresse.
    </p>
  )
}
