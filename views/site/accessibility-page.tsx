import type { Child } from 'hono/jsx'
import type { Statements } from '../../src/db/settings.ts'
import { longDate, numberText } from '../format.ts'
import { type Frame, Layout } from '../layout/layout.tsx'
import { Contact } from '../shared/contact.tsx'
import { ACCESSIBILITY_LABELS } from '../words/accessibility.ts'

interface AccessibilityPageProps {
  frame: Frame
  statements: Statements
}

/** The declaration in the form that the order of 20 September 2019 imposes; honest until an audit says otherwise. */
export function AccessibilityPage({ frame, statements }: AccessibilityPageProps) {
  const state = frame.accessibility ?? 'none'
  const label = ACCESSIBILITY_LABELS[state]
  return (
    <Layout
      frame={frame}
      title={label}
      description={`Déclaration d’accessibilité de Guichet, service de ${frame.operator} : état de conformité au RGAA, contenus non accessibles, contact et voies de recours.`}
    >
      <div class="prose">
        <h1>Déclaration d’accessibilité</h1>
        <p class="lead">
          <strong>{label}.</strong>
        </p>
        <p>
          L’éditeur de ce service, {frame.operator}, s’engage à le rendre accessible, conformément à
          l’article 47 de la loi n° 2005-102 du 11 février 2005. À cette fin sont mis en œuvre :
        </p>
        <ul>
          <li>
            le <Plan href={statements.accessPlan}>schéma pluriannuel de mise en accessibilité</Plan>{' '}
            ;
          </li>
          <li>
            le <Plan href={statements.yearPlan}>plan d’actions de l’année en cours</Plan>.
          </li>
        </ul>
        <p>
          Cette déclaration s’applique à Guichet (<a href="/">{frame.baseUrl}</a>).
        </p>
        <h2>État de conformité</h2>
        <p>
          Guichet est {CONFORMITY[state]} avec le référentiel général d’amélioration de
          l’accessibilité (RGAA), version 4.1, {WHY[state]}.
        </p>
        <h3>Résultats des tests</h3>
        <Results statements={statements} isValid={state !== 'none'} />
        <h2>Contenus non accessibles</h2>
        <h3>Non-conformités</h3>
        <Sentences
          text={statements.failings}
          none={
            state === 'full'
              ? 'L’audit n’en a pas relevé.'
              : 'Elles n’ont pas encore été recensées par un audit.'
          }
        />
        <h3>Dérogations pour charge disproportionnée</h3>
        <Sentences text={statements.exemptions} none="Aucune n’est invoquée." />
        <h3>Contenus non soumis à l’obligation d’accessibilité</h3>
        <p>
          Les dossiers de consultation et les profils d’acheteur vers lesquels Guichet renvoie, et
          les documents que d’autres organismes ont établis, relèvent de leurs propres éditeurs.
        </p>
        <h2>Établissement de cette déclaration</h2>
        <p>
          {statements.auditDate === null
            ? 'Cette déclaration sera datée du premier audit. '
            : `Cette déclaration a été établie le ${longDate(statements.auditDate)}. `}
          Elle est mise à jour à chaque changement important du service, et au plus tard après trois
          ans.
        </p>
        <h3>Technologies utilisées</h3>
        <p>
          HTML, CSS et SVG ; JavaScript en complément : toutes les pages et tous les formulaires
          fonctionnent sans lui.
        </p>
        <h3>Environnement de test et outils</h3>
        <p>
          À chaque version, toutes les pages sont vérifiées dans Chromium, en clair et en sombre, en
          large et en étroit, avec l’outil axe-core (règles WCAG 2.2, niveaux A et AA), et les
          parcours sont faits au clavier. Ces vérifications automatiques ne remplacent pas un audit.
        </p>
        <h3>Pages vérifiées</h3>
        <p>
          Toutes les pages du <a href="/plan-du-site">plan du site</a>, et un exemple de chaque
          sorte de fiche.
        </p>
        <h2>Retour d’information et contact</h2>
        <p>
          Si vous n’arrivez pas à accéder à un contenu ou à un service, écrivez à{' '}
          <Contact frame={frame} /> : le contenu vous sera donné sous une autre forme, ou une autre
          manière d’y accéder vous sera indiquée.
        </p>
        <h2>Voies de recours</h2>
        <p>
          Si vous constatez un défaut d’accessibilité qui vous empêche d’accéder à un contenu ou à
          une fonctionnalité, que vous nous le signalez et que vous n’obtenez pas de réponse, vous
          pouvez saisir le Défenseur des droits :
        </p>
        <ul>
          <li>
            <a href="https://formulaire.defenseurdesdroits.fr/" rel="external">
              écrire un message au Défenseur des droits
            </a>{' '}
            ;
          </li>
          <li>
            <a href="https://www.defenseurdesdroits.fr/saisir/delegues" rel="external">
              contacter son délégué dans votre département
            </a>{' '}
            ;
          </li>
          <li>
            envoyer un courrier, gratuitement et sans timbre : Défenseur des droits, Libre réponse
            71120, 75342 Paris CEDEX 07.
          </li>
        </ul>
      </div>
    </Layout>
  )
}

const CONFORMITY = {
  none: <strong>non conforme</strong>,
  partial: (
    <>
      en <strong>conformité partielle</strong>
    </>
  ),
  full: (
    <>
      en <strong>conformité totale</strong>
    </>
  ),
}

const WHY = {
  none: 'parce qu’aucun audit en cours de validité ne montre qu’au moins la moitié des critères sont respectés',
  partial: 'en raison des non-conformités et des dérogations énumérées ci-dessous',
  full: 'dont tous les critères sont respectés',
}

function Plan({ href, children }: { href: string | null; children: Child }) {
  return href === null ? (
    <>{children} (à publier)</>
  ) : (
    <a href={href} rel="external">
      {children}
    </a>
  )
}

function Results({ statements, isValid }: { statements: Statements; isValid: boolean }) {
  const { auditDate, auditBy, auditRate } = statements
  if (auditDate === null || auditBy === null || auditRate === null)
    return <p>Aucun audit de conformité n’a encore été mené.</p>
  return (
    <p>
      L’audit de conformité réalisé par {auditBy}, daté du {longDate(auditDate)}, révèle que{' '}
      <strong>{numberText(Number(auditRate))} % des critères</strong> du RGAA version 4.1 sont
      respectés.
      {!isValid && ' Un nouvel audit est nécessaire pour se dire conforme.'}
    </p>
  )
}

function Sentences({ text, none }: { text: string | null; none: string }) {
  const sentences = (text ?? '').split('|').map((each) => each.trim())
  const said = sentences.filter((each) => each !== '')
  if (said.length === 0) return <p>{none}</p>
  return (
    <ul>
      {said.map((each) => (
        <li>{each}</li>
      ))}
    </ul>
  )
}
