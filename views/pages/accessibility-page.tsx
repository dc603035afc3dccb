import { Contact } from '../shared/contact.tsx'
import { type Frame, Layout } from '../layout/layout.tsx'

/** The declaration in the form that the decree 2019-768 imposes; honest until an audit says otherwise. */
export function AccessibilityPage({ frame }: { frame: Frame }) {
  return (
    <Layout frame={frame} title="Accessibilité : non conforme">
      <div class="prose">
        <h1>Déclaration d’accessibilité</h1>
        <p>
          L’éditeur de ce service ({frame.operator}) s’engage à le rendre accessible, conformément à
          l’article 47 de la loi n° 2005-102 du 11 février 2005. Cette déclaration s’applique à
          Guichet ({frame.baseUrl}).
        </p>
        <h2>État de conformité</h2>
        <p>
          <strong>Accessibilité : non conforme.</strong> Guichet n’est pas encore conforme au
          référentiel général d’amélioration de l’accessibilité (RGAA), parce qu’aucun audit n’a
          encore été mené. Les pages sont construites et vérifiées automatiquement selon les règles
          WCAG 2.2 de niveau AA.
        </p>
        <h2>Contenus non accessibles</h2>
        <p>
          Ils seront recensés par l’audit. Les dossiers de consultation et les profils d’acheteur
          vers lesquels Guichet renvoie relèvent de leurs propres éditeurs.
        </p>
        <h2>Établissement de cette déclaration</h2>
        <p>
          Technologies : HTML, CSS, SVG ; JavaScript en complément, toutes les pages fonctionnant
          sans lui. Vérification : outil automatique axe-core, en clair et en sombre, et parcours au
          clavier.
        </p>
        <h2>Retour d’information et contact</h2>
        <p>
          Si un contenu ou un service vous est inaccessible, dites-le à l’éditeur :{' '}
          <Contact frame={frame} />. Une autre manière d’y accéder vous sera proposée.
        </p>
        <h2>Voies de recours</h2>
        <p>
          Si vous avez signalé un défaut d’accessibilité et n’avez pas reçu de réponse
          satisfaisante, vous pouvez :
        </p>
        <ul>
          <li>
            écrire au{' '}
            <a href="https://formulaire.defenseurdesdroits.fr/" rel="external">
              Défenseur des droits
            </a>{' '}
            ;
          </li>
          <li>
            contacter son{' '}
            <a href="https://www.defenseurdesdroits.fr/saisir/delegues" rel="external">
              délégué dans votre département
            </a>{' '}
            ;
          </li>
          <li>
            envoyer un courrier, gratuitement et sans timbre : Défenseur des droits, Libre réponse
            71120, 75342 Paris CEDEX 07.
          </li>
        </ul>
        <h2>Schéma pluriannuel et plan d’actions</h2>
        <p>Le schéma pluriannuel et le plan d’actions de l’année seront publiés ici.</p>
      </div>
    </Layout>
  )
}
