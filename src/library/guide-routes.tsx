import type { FC } from 'hono/jsx'
import { AnswerGuidePage } from '../../views/library/answer-guide-page.tsx'
import { GroupingGuidePage } from '../../views/library/grouping-guide-page.tsx'
import { GlossaryPage } from '../../views/library/glossary-page.tsx'
import { GLOSSARY_TITLE } from '../../views/words/glossary.ts'
import type { Frame } from '../../views/layout/layout.tsx'
import { renderPage } from '../../views/layout/render-page.ts'
import { frameOf } from '../http/frame.ts'
import type { Route } from '../http/route.ts'
import { routesFor } from '../http/routes-for.ts'
import { parisDay } from '../rules/calendar.ts'
import { loadRules } from '../rules/load-rules.ts'
import { type GuideFigures, guideFigures } from './guide-figures.ts'

const { page } = routesFor('public')

/** Guides for firms that this site writes itself, with the figures of the day. */
export const guideRoutes: Route[] = [
  guide(
    '/documents/guides/repondre',
    'Guide : comment répondre à une consultation',
    AnswerGuidePage,
  ),
  guide('/documents/guides/se-grouper', 'Guide : se grouper pour répondre', GroupingGuidePage),
  page('/glossaire', { title: GLOSSARY_TITLE, keep: ['partners'] }, async (c) =>
    c.html(renderPage(<GlossaryPage frame={await frameOf(c, '/glossaire')} />)),
  ),
]

function guide(
  path: string,
  title: string,
  Page: FC<{ frame: Frame; figures: GuideFigures }>,
): Route {
  return page(path, { title, keep: ['partners'] }, async (c) => {
    const { db, now } = c.var.deps
    const figures = guideFigures(await loadRules(db), parisDay(now()))
    return c.html(renderPage(<Page frame={await frameOf(c, path)} figures={figures} />))
  })
}
