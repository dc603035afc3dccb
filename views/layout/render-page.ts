import type { JSX } from 'hono/jsx/jsx-runtime'
import { typeset } from './typeset.ts'

/** The page as a whole HTML document. Pages are made of synchronous components only. */
export function renderPage(page: JSX.Element): string {
  return typeset(`<!doctype html>\n${page.toString()}`)
}
