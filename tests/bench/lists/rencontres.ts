import {
  inventRencontres,
  ONE_ORGANISER,
  ONE_RECEIVER,
  ONE_RENCONTRE,
} from '../../support/many-rencontres.ts'
import type { ListBench } from './list-bench.ts'

export const rencontres: ListBench = {
  rows: "buyers' meetings",
  pages: [
    { name: 'rencontres', path: '/rencontres', what: 'meetings to come' },
    { name: 'rencontres-past', path: '/rencontres?quand=passees', what: 'meetings that are over' },
    {
      name: 'rencontres-trade',
      path: '/rencontres?metier=nettoyage',
      what: 'meetings of a trade',
    },
    {
      name: 'rencontres-organiser',
      path: `/rencontres?organisateur=${ONE_ORGANISER}`,
      what: 'meetings of an organiser',
    },
    {
      name: 'rencontres-buyer',
      path: `/rencontres?acheteur=${ONE_RECEIVER}`,
      what: 'meetings of a buyer',
    },
    { name: 'rencontre', path: `/rencontres/${ONE_RENCONTRE}`, what: 'one meeting' },
  ],
  fill: inventRencontres,
}
