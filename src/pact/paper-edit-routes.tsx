import { sheetWords } from '../../views/shared/form-sheet.tsx'
import { commentSheet } from '../../views/pact/action-sheets.ts'
import { paperSheet } from '../../views/pact/frame-sheets.ts'
import { PaperDeskPage } from '../../views/pact/paper-desk-page.tsx'
import { renderPage } from '../../views/layout/render-page.ts'
import { pactErrors } from '../../views/words/pact-problems.ts'
import { missingPage } from '../http/errors.tsx'
import { frameOf } from '../http/frame.ts'
import type { GuichetContext, Route } from '../http/route.ts'
import { routesFor } from '../http/routes-for.ts'
import { type Acting, actingIn, handOf, keyIn } from './acting.ts'
import { commentForms } from './comments/comment-forms.ts'
import { commentsOf } from './comments/comments.ts'
import { heldBackFile } from './held-back-file.ts'
import { type PaperRead, readPaper } from './papers/list-papers.ts'
import { addPaper, addPaperVersion, publishDraft } from './papers/save-paper.ts'
import { readingFields } from '../forms/read-fields.ts'
import { sheetsFor } from '../forms/sheet.ts'

const BASE = '/espace/:partner/pacte'
const AT = `${BASE}/documents/:slug`

interface OnPaper extends PaperRead {
  acting: Acting
  base: string
}

const { page } = routesFor('edit-pact')
const sheets = sheetsFor('edit-pact', sheetWords(pactErrors))
const { sheet, button } = sheets

/** Documents of the pact, as drafts that members comment on and as published versions: any member's. */
export const paperEditRoutes: Route[] = [
  ...sheet({
    path: `${BASE}/documents/nouveau`,
    upload: true,
    load: async (c) => ({ acting: actingIn(c), made: { slug: '' } }),
    sheet: ({ acting }) => paperSheet(acting.base, null),
    async write(tx, { acting, made }, form, [documentId]) {
      const fields = readingFields(form)
      const values = {
        kind: fields.requiredChoice('paperKind', [
          'other',
          'charter',
          'guide',
          'template',
          'report',
          'practice',
        ]),
        title: fields.line('title', true),
        description: fields.text('description'),
      }
      const version = versionValues(fields, documentId)
      if (fields.problems.length > 0) return { ok: false, problems: fields.problems }
      const added = await addPaper(tx, acting.author, values, version)
      if (added.ok) made.slug = added.slug
      return added
    },
    next: ({ acting, made }) => `${acting.base}/documents/${made.slug}`,
  }),
  page(AT, showDesk),
  page(`${AT}/fichier/:number`, showFile),
  ...sheet({
    path: `${AT}/version`,
    upload: true,
    load: onPaper,
    sheet: ({ acting, paper }) => paperSheet(acting.base, paper.title),
    async write(tx, { acting, paper }, form, [documentId]) {
      const fields = readingFields(form)
      const version = versionValues(fields, documentId)
      if (fields.problems.length > 0) return { ok: false, problems: fields.problems }
      return addPaperVersion(tx, acting.author, paper.slug, version)
    },
    next: ({ base }) => base,
  }),
  button({
    path: `${AT}/publication/:number`,
    load: onPaper,
    sheet: ({ base, paper }) => ({ ...commentSheet(base, paper.title), fields: [] }),
    write: (tx, { acting, paper }, _form, _documents, c) =>
      publishDraft(tx, acting.author, { slug: paper.slug, number: keyIn(c, 'number') }),
    next: ({ base }) => base,
  }),
  ...commentForms(sheets, {
    at: AT,
    load: onPaper,
    sheet: ({ base, paper }) => commentSheet(base, paper.title),
    on: ({ paper }) => ({ paperId: paper.id }),
    isDraft: ({ versions }) => versions[0]?.draft === true,
  }),
]

function versionValues(fields: ReturnType<typeof readingFields>, documentId: string | undefined) {
  return {
    datedOn: fields.requiredDay('datedOn'),
    documentId: documentId ?? null,
    url: fields.line('url') || null,
    note: fields.line('note'),
    draft: fields.requiredChoice('readers', ['members', 'public']) === 'members',
  }
}

async function onPaper(c: GuichetContext): Promise<OnPaper | Response> {
  const acting = actingIn(c)
  const read = await readPaper(c.var.deps.db, c.req.param('slug') ?? '')
  return read
    ? { acting, ...read, base: `${acting.base}/documents/${read.paper.slug}` }
    : missingPage(c)
}

async function showFile(c: GuichetContext): Promise<Response> {
  const on = await onPaper(c)
  if (on instanceof Response) return on
  const version = on.versions.find(({ number }) => number === keyIn(c, 'number'))
  return heldBackFile(c, version?.documentId ?? null)
}

async function showDesk(c: GuichetContext): Promise<Response> {
  const on = await onPaper(c)
  if (on instanceof Response) return on
  const { acting, base, paper, versions } = on
  const props = {
    frame: await frameOf(c, c.req.path),
    paper,
    versions,
    base,
    back: acting.base,
    comments: await commentsOf(c.var.deps.db, { paperId: paper.id }),
    reader: handOf(c),
  }
  return c.html(renderPage(<PaperDeskPage {...props} />))
}
