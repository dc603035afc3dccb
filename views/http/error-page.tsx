import type { Child } from 'hono/jsx'
import { type Frame, Layout } from '../layout/layout.tsx'

export type ErrorStatus = 403 | 404 | 405 | 413 | 414 | 415 | 500 | 503

/** What went wrong in plain words, and the way on. */
export function ErrorPage({
  frame,
  status,
  reference,
}: {
  frame: Frame
  status: ErrorStatus
  /** What the log calls this request, for whoever asks the operator about it. */
  reference?: string
}) {
  const { title, body } = TEXTS[status]
  return (
    <Layout frame={frame} title={title}>
      <div class="prose">
        <h1>{title}</h1>
        {body}
        {reference === undefined ? null : (
          <p>
            Si vous nous en parlez, citez cette référence : <code>{reference}</code>
          </p>
        )}
        {status === 404 ? <SearchBox /> : null}
        <p>
          <a href="/">Voir toutes les consultations en cours</a>
          {status === 404 && (
            <>
              {' · '}
              <a href="/plan-du-site">Plan du site</a>
            </>
          )}
        </p>
      </div>
    </Layout>
  )
}

const TEXTS: Record<ErrorStatus, { title: string; body: Child }> = {
  403: {
    title: 'Formulaire refusé',
    body: (
      <p>
        Ce formulaire a été envoyé depuis un autre site, ou votre navigateur ne dit pas d’où il
        vient. Rien n’a été enregistré. Rouvrez la page sur ce site et recommencez.
      </p>
    ),
  },
  405: {
    title: 'Cette adresse ne se demande pas ainsi',
    body: (
      <p>
        Elle existe, mais elle attend soit une simple visite, soit l’envoi d’un formulaire. Rien n’a
        été enregistré. Repartez de la page d’où vous veniez.
      </p>
    ),
  },
  413: {
    title: 'Envoi trop volumineux',
    body: (
      <p>
        Le formulaire dépasse la taille acceptée. Rien n’a été enregistré. Revenez en arrière :
        votre navigateur garde ce que vous avez saisi ; raccourcissez les textes les plus longs.
      </p>
    ),
  },
  414: {
    title: 'Adresse trop longue',
    body: (
      <p>
        Aucune page de ce site n’a d’adresse de plus de 8 000 caractères. Raccourcissez les mots
        cherchés, ou repartez de la liste.
      </p>
    ),
  },
  415: {
    title: 'Envoi illisible',
    body: <p>Cette adresse attend un formulaire de ce site. Rien n’a été enregistré.</p>,
  },
  404: {
    title: 'Page introuvable',
    body: (
      <p>
        L’adresse a peut-être été mal recopiée. Les consultations terminées gardent leur page :
        cherchez-la par son objet, son acheteur ou sa référence.
      </p>
    ),
  },
  500: {
    title: 'Le service a rencontré un défaut',
    body: (
      <p>
        Votre demande n’a pas pu aboutir. Le défaut est de notre côté et il a été consigné. Vous
        pouvez recommencer dans quelques minutes.
      </p>
    ),
  },
  503: {
    title: 'Le service est momentanément indisponible',
    body: (
      <p>
        Les consultations n’ont pas pu être lues. Recommencez dans quelques minutes. Si une date
        limite presse, allez directement sur le profil d’acheteur de l’acheteur concerné.
      </p>
    ),
  },
}

function SearchBox() {
  return (
    <form class="filter" role="search" action="/" method="get">
      <input type="hidden" name="etat" value="toutes" />
      <label for="recherche">Rechercher une consultation</label>
      <div class="filter-line">
        <input id="recherche" name="q" type="search" maxlength={200} />
        <button type="submit" class="button">
          Rechercher
        </button>
      </div>
    </form>
  )
}
