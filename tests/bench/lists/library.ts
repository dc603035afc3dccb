import { inventItems, ONE_DOCUMENT, ONE_PRACTICE } from '../../support/many-items.ts'
import type { ListBench } from './list-bench.ts'

export const library: ListBench = {
  rows: 'documents',
  pages: [
    { name: 'library', path: '/documents', what: 'documents' },
    {
      name: 'library-filtered',
      path: '/documents?nature=guide&theme=lots',
      what: 'documents by kind and theme',
    },
    {
      name: 'library-partner',
      path: '/documents?partenaire=editeur-3',
      what: 'documents of a partner',
    },
    { name: 'library-search', path: '/documents?q=avance', what: 'documents by words' },
    { name: 'library-common', path: '/documents?q=document', what: 'documents by a common word' },
    { name: 'library-practices', path: '/documents/pratiques', what: 'good practices' },
    { name: 'library-item', path: `/documents/${ONE_DOCUMENT}`, what: 'one document' },
    {
      name: 'library-practice',
      path: `/documents/pratiques/${ONE_PRACTICE}`,
      what: 'one good practice',
    },
  ],
  fill: inventItems,
}
