import { html } from 'hono/html'
import type { Route } from '../../src/http/route.ts'
import type { Sight } from './who-sees.ts'
import { SCHEMES, WIDTHS } from './pictures.ts'

/** A sight with the files of its pictures. */
export interface Pictured {
  sight: Sight
  files: string[]
}

/** One page that shows all pictures side by side, and names the pages that have none. */
export function gallery(pictured: Pictured[], without: Route[]) {
  const views = WIDTHS.flatMap((width) => SCHEMES.map((scheme) => `${width} ${scheme}`))
  return html`<!doctype html>
    <html lang="en">
      <meta charset="utf-8" />
      <title>Guichet: every page</title>
      <style>
        body {
          font: 16px system-ui;
          margin: 1rem;
        }
        h2 {
          font-size: 1rem;
          margin: 2rem 0 0.5rem;
        }
        div {
          display: grid;
          grid-template-columns: 3fr 3fr 1fr 1fr;
          gap: 0.5rem;
        }
        img {
          width: 100%;
          height: 40rem;
          object-fit: cover;
          object-position: top;
          border: 1px solid #888;
        }
      </style>
      <h1>
        ${pictured.length} sights, ${new Set(pictured.map(({ sight }) => sight.route)).size} pages
      </h1>
      ${pictured.map(
        ({ sight, files }) =>
          html`<h2>${sight.path} · ${sight.names.join(', ')}</h2>
            <div>
              ${files.map(
                (file, place) =>
                  html`<a href="${file}"
                    ><img src="${file}" alt="${views[place] ?? ''}" loading="lazy"
                  /></a>`,
              )}
            </div>`,
      )}
      <h1>${without.length} pages without a picture</h1>
      <ul>
        ${without.map(({ path }) => html`<li>${path}</li>`)}
      </ul>
    </html>`
}
