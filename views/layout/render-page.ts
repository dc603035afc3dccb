import type { JSX } from 'hono/jsx/jsx-runtime'

/** The page as a whole HTML document. Pages are made of synchronous components only. */
export function renderPage(page: JSX.Element): string {
  return `<!doctype html>\n${page.toString()}`
}
