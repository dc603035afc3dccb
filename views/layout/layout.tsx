import type { Child } from 'hono/jsx'
import type { Accessibility } from '../../src/http/accessibility.ts'
import { type Alternate, alternatesOf } from '../feeds/alternates.ts'
import { ACCESSIBILITY_LABELS } from '../words/accessibility.ts'
import { ASK_TITLE } from '../words/requests.ts'
import { Mark } from './mark.tsx'
import { Shared, shortened } from './shared.tsx'
import { type Thing, ThingFacts } from './thing.tsx'

/** What every page gets from the program rather than from its own reading. */
export interface Frame {
  /** Canonical path of this page, with its query string. */
  path: string
  /** Public origin without a trailing slash. */
  baseUrl: string
  /** Address of a file of views/assets by its name, hash included. */
  assets: (name: string) => string
  /** What a browser checks such a file against before it runs it. */
  integrity: (name: string) => string | undefined
  /** Name of the body that answers for this instance. */
  operator: string
  /** Where to reach it: an e-mail or web address; null until the operator gives one. */
  contact: string | null
  /** Where the source of this program stands; null until the operator gives it. */
  sourceCode: string | null
  /** The board holds invented consultations. */
  demonstration: boolean
  /** How far it respects the RGAA; null: not known here, because the database was not read. */
  accessibility: Accessibility | null
  /** Alerts by mail can be asked for here. */
  alerts: boolean
  /** Who is signed in, on pages of the partners' area only: public ones carry nothing personal. */
  agent?: { name: string }
}

export type Section =
  | 'consultations'
  | 'programmation'
  | 'attributions'
  | 'acheteurs'
  | 'rencontres'
  | 'aide'
  | 'pacte'
  | 'flux'

interface LayoutProps {
  frame: Frame
  title: string
  /** What search engines and messengers show under the title, a sentence or two; absent: what the service is. */
  description?: string
  /** Address of the picture that messengers show, without the host; absent: that of the service. */
  picture?: string
  /** What the page is about, for machines (schema.org). */
  thing?: Thing
  /** Feeds that tell what this page tells; absent: those of everything. */
  alternates?: Alternate[]
  /** Where the page stands in the menu. */
  current?: Section
  children: Child
}

/** The whole document around a page's own content. */
export function Layout({
  frame,
  title,
  description = `${title}. ${PRESENTATION}`,
  picture,
  thing,
  alternates = EVERYTHING,
  current,
  children,
}: LayoutProps) {
  return (
    <html lang="fr">
      <head>
        <meta charset="utf-8" />
        <title>{`${title} – Guichet`}</title>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="description" content={shortened(description)} />
        {!frame.agent && (
          <Shared frame={frame} title={title} description={description} picture={picture} />
        )}
        <meta name="htmx-config" content={HTMX_CONFIG} />
        <link rel="canonical" href={frame.baseUrl + frame.path} />
        <link rel="icon" href={frame.assets('favicon.svg')} type="image/svg+xml" />
        <link rel="apple-touch-icon" href={frame.assets('icon-180.png')} />
        <link rel="stylesheet" href={frame.assets('guichet.css')} />
        {alternates.map(({ type, title, href }) => (
          <link rel="alternate" type={type} title={title} href={href} />
        ))}
        <script src={frame.assets('guichet.js')} integrity={frame.integrity('guichet.js')} defer />
      </head>
      <body>
        <a class="skip" href="#contenu">
          Aller au contenu
        </a>
        <Header current={current} />
        {frame.agent && <AgentLine name={frame.agent.name} />}
        {frame.demonstration && <DemonstrationNotice />}
        <main
          id="contenu"
          tabindex={-1}
          itemscope={thing !== undefined}
          itemtype={thing && `https://schema.org/${thing.type}`}
        >
          {children}
          {thing && <ThingFacts thing={thing} />}
        </main>
        <Footer frame={frame} />
      </body>
    </html>
  )
}

const PRESENTATION =
  'Guichet rassemble les consultations des acheteurs publics de l’Aude, sur une page et dans un fil.'

const EVERYTHING = alternatesOf({}, 'Consultations des acheteurs publics de l’Aude')

/** « open » belongs to the visitor: a swap neither folds nor unfolds what they chose. */
const HTMX_CONFIG = JSON.stringify({
  includeIndicatorCSS: false,
  morphIgnore: ['data-htmx-powered', 'open'],
})

const MENU: { section: Section; label: string; href: string }[] = [
  { section: 'consultations', label: 'Consultations', href: '/' },
  { section: 'programmation', label: 'Achats à venir', href: '/programmation' },
  { section: 'attributions', label: 'Attributions', href: '/attributions' },
  { section: 'acheteurs', label: 'Acheteurs', href: '/acheteurs' },
  { section: 'rencontres', label: 'Rencontres', href: '/rencontres' },
  { section: 'aide', label: 'Aide', href: '/contacts' },
  { section: 'pacte', label: 'Pacte', href: '/pacte' },
  { section: 'flux', label: 'S’abonner', href: '/flux' },
]

function Header({ current }: { current: Section | undefined }) {
  return (
    <header class="deck">
      <div class="deck-inner">
        <a class="brand" href="/">
          <Mark />
          <span>
            <span class="brand-name">Guichet</span>
            <span class="brand-line">Les consultations des acheteurs publics de l’Aude</span>
          </span>
        </a>
        <nav aria-label="Menu principal">
          <ul>
            {MENU.map(({ section, label, href }) => (
              <li>
                <a href={href} aria-current={section === current ? 'true' : undefined}>
                  {label}
                </a>
              </li>
            ))}
          </ul>
        </nav>
      </div>
    </header>
  )
}

function AgentLine({ name }: { name: string }) {
  return (
    <nav class="agent-line" aria-label="Votre session">
      <p>
        Connecté : <a href="/espace/compte">{name}</a>
      </p>
      <p>
        <a href="/espace">Espace partenaires</a>
      </p>
      <form method="post" action="/deconnexion">
        <button type="submit" class="link">
          Se déconnecter
        </button>
      </form>
    </nav>
  )
}

function DemonstrationNotice() {
  return (
    <p class="demonstration">
      <strong>Démonstration.</strong> Les consultations, les dates et les montants montrés ici sont
      inventés : aucune offre n’est à remettre.
    </p>
  )
}

const FOOTER_LINKS = [
  { label: 'Comment répondre', href: '/documents/guides/repondre' },
  { label: 'Se grouper', href: '/documents/guides/se-grouper' },
  { label: 'Les mots expliqués', href: '/glossaire' },
  { label: ASK_TITLE, href: '/saisines/nouvelle' },
  { label: 'Mentions légales', href: '/mentions-legales' },
  { label: 'Données personnelles', href: '/donnees-personnelles' },
  { label: 'Plan du site', href: '/plan-du-site' },
  { label: 'État des sources', href: '/sources' },
  { label: 'Données ouvertes', href: '/donnees' },
  { label: 'Espace partenaires', href: '/espace' },
]

function Footer({ frame }: { frame: Frame }) {
  return (
    <footer class="foot">
      <nav aria-label="Pied de page">
        <ul>
          <li>
            <a href="/accessibilite">
              {frame.accessibility ? ACCESSIBILITY_LABELS[frame.accessibility] : 'Accessibilité'}
            </a>
          </li>
          {FOOTER_LINKS.map(({ label, href }) => (
            <li>
              <a href={href}>{label}</a>
            </li>
          ))}
          <li>
            <a href={frame.sourceCode ?? '/mentions-legales#code-source'}>Code source</a>
          </li>
        </ul>
      </nav>
      <p>
        Service proposé par {frame.operator}. Seuls l’avis et le dossier publiés par l’acheteur font
        foi.
      </p>
    </footer>
  )
}
