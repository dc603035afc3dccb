import { inventContacts, ONE_BODY, ONE_SCHEME } from '../../support/many-contacts.ts'
import type { ListBench } from './list-bench.ts'

export const contacts: ListBench = {
  rows: 'bodies',
  pages: [
    { name: 'contacts', path: '/contacts', what: 'contacts' },
    { name: 'contacts-place', path: '/contacts?lieu=narbonne', what: 'contacts of a commune' },
    { name: 'contacts-trade', path: '/contacts?metier=electricite', what: 'contacts of a trade' },
    {
      name: 'contacts-problem',
      path: '/contacts?lieu=narbonne&probleme=innovation',
      what: 'contacts for a problem',
    },
    { name: 'contacts-body', path: `/contacts/organismes/${ONE_BODY}`, what: 'one body' },
    { name: 'contacts-schemes', path: '/contacts/aides?theme=aide', what: 'sheets of a theme' },
    { name: 'contacts-scheme', path: `/contacts/aides/${ONE_SCHEME}`, what: 'one sheet' },
  ],
  fill: inventContacts,
}
