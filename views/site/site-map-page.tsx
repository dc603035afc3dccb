import { type Frame, Layout } from '../layout/layout.tsx'

interface MappedTitle {
  path: string
  title: string
}

interface SiteMapPageProps {
  frame: Frame
  /** Out of the table of routes: every page that has a title. */
  pages: MappedTitle[]
}

/** The second way through the site: every page, under the part that it belongs to. */
export function SiteMapPage({ frame, pages }: SiteMapPageProps) {
  const parts = Map.groupBy(pages, ({ path }) => partOf(path))
  return (
    <Layout
      frame={frame}
      title="Plan du site"
      description="Toutes les pages de Guichet en une liste : consultations, achats à venir, rencontres, pacte, aide, données ouvertes."
    >
      <div class="prose">
        <h1>Plan du site</h1>
        {PARTS.map(({ title }) => (
          <Part title={title} pages={parts.get(title) ?? []} />
        ))}
      </div>
    </Layout>
  )
}

function Part({ title, pages }: { title: string; pages: MappedTitle[] }) {
  if (pages.length === 0) return null
  return (
    <>
      <h2>{title}</h2>
      <ul>
        {pages.map((page) => (
          <li>
            <a href={page.path}>{page.title}</a>
          </li>
        ))}
      </ul>
    </>
  )
}

const SERVICE = 'Ce service'

/** As the menu has them; what begins like none of these is about the service itself. */
const PARTS: { title: string; begins?: RegExp }[] = [
  { title: 'Consultations', begins: /^\/($|attributions|acheteurs|flux|alertes|avis)/ },
  { title: 'Achats à venir et rencontres', begins: /^\/(programmation|rencontres)/ },
  { title: 'Aide', begins: /^\/(contacts|documents|saisines|modele|glossaire)/ },
  { title: 'Pacte', begins: /^\/(pacte|analyses)/ },
  { title: 'Données et formats', begins: /^\/(donnees(\/|$)|sources|api)/ },
  { title: SERVICE },
]

function partOf(path: string): string {
  return PARTS.find(({ begins }) => begins?.test(path))?.title ?? SERVICE
}
