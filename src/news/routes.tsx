import { renderPage } from '../../views/layout/render-page.ts'
import { CalendarPage } from '../../views/news/calendar-page.tsx'
import { NEWS_WORDS } from '../../views/words/news.ts'
import { frameOf } from '../http/frame.ts'
import type { Route } from '../http/route.ts'
import { routesFor } from '../http/routes-for.ts'
import { actionChoices } from '../pact/actions/choices.ts'
import { askedNews } from './asked.ts'
import { datesAhead, datesMatching, datesPast } from './dates.ts'
import { newsQuery } from './filter.ts'

const { page } = routesFor('public')

const PATH = '/pacte/calendrier'
/** Dates that one page shows; calendars to subscribe to hold more. */
const MOST_AHEAD = 200
const MOST_PAST = 100

/** The pact's calendar as a page. */
export const newsRoutes: Route[] = [
  page(
    PATH,
    { title: 'Calendrier du pacte', keep: ['pact', 'trainings', 'partners'] },
    async (c) => {
      const asked = await askedNews(c, PATH, NEWS_WORDS)
      if (!asked.ok) return asked.answer
      const { filter } = asked
      const { db, now } = c.var.deps
      return c.html(
        renderPage(
          <CalendarPage
            frame={await frameOf(c, PATH + newsQuery(filter))}
            filter={filter}
            choices={await actionChoices(db)}
            ahead={await datesMatching(db, filter, now(), datesAhead(now(), MOST_AHEAD))}
            past={await datesMatching(db, filter, now(), datesPast(now(), MOST_PAST))}
            most={MOST_AHEAD}
          />,
        ),
      )
    },
  ),
]
