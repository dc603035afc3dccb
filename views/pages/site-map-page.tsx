import { type Frame, Layout } from '../layout/layout.tsx'

interface SiteMapPageProps {
  frame: Frame
  /** Out of the table of routes: every page that has a title. */
  pages: { path: string; title: string }[]
}

/** The second way through the site: every page in one list. */
export function SiteMapPage({ frame, pages }: SiteMapPageProps) {
  return (
    <Layout frame={frame} title="Plan du site">
      <div class="prose">
        <h1>Plan du site</h1>
        <ul>
          {pages.map(({ path, title }) => (
            <li>
              <a href={path}>{title}</a>
            </li>
          ))}
        </ul>
      </div>
    </Layout>
  )
}
