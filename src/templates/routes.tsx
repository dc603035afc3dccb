import { templateDocument } from '../../views/office/consultation-template.ts'
import { renderPage } from '../../views/layout/render-page.ts'
import type { FormError } from '../../views/shared/form.tsx'
import { DeclaredPage, DeclarePage } from '../../views/templates/declare-page.tsx'
import { TemplatePage } from '../../views/templates/template-page.tsx'
import { VersionPage } from '../../views/templates/version-page.tsx'
import { PREPARING } from '../../views/words/made-documents.ts'
import { templateErrors } from '../../views/words/template-problems.ts'
import { formOf } from '../auth/guard.ts'
import { missingPage } from '../http/errors.tsx'
import { frameOf } from '../http/frame.ts'
import type { GuichetContext, Route } from '../http/route.ts'
import { routesFor } from '../http/routes-for.ts'
import { madeWeights, sendMadeDocument } from '../office/made-documents.ts'
import { parisDay } from '../rules/calendar.ts'
import { loadRules } from '../rules/load-rules.ts'
import { TEMPLATE_DOCUMENTS } from './blocks.ts'
import { blankName, MEDIA_TYPES, TEMPLATE_FILES, templateFile } from './files.ts'
import { fillingOf } from './filling.ts'
import { writeFile } from './make-files.ts'
import { isTrapped } from '../forms/trap.ts'
import { readBuyer } from './read-buyer.ts'
import { NOTHING_KNOWN } from './template-facts.ts'
import { declareUse, useFigures } from './uses.ts'
import { listVersions, templateToUse, templateVersion } from './versions.ts'

const { page, data, write } = routesFor('public')

/** The shared model for everyone: what it is, its text, its blank documents, and saying that one uses it. */
export const templateRoutes: Route[] = [
  page(
    '/modele',
    { title: 'Modèle commun de consultation', keep: ['templates', 'partners', 'pact'] },
    showTemplate,
  ),
  page(
    '/modele/versions/:number',
    { keep: ['templates', 'pact'], example: '/modele/versions/1' },
    showVersion,
  ),
  data(
    '/modele/vierges/:file',
    { example: '/modele/vierges/lettre-de-consultation.docx' },
    sendBlank,
  ),
  page(
    '/modele/declaration',
    { title: 'Nous utilisons le modèle commun', example: '/modele/declaration' },
    (c) => declarePage(c, new URLSearchParams(), []),
  ),
  write('/modele/declaration', { limit: 'registration' }, declare),
  page('/modele/declaration/notee', { example: '/modele/declaration/notee' }, async (c) => {
    return c.html(renderPage(<DeclaredPage frame={await frameOf(c, '/modele/declaration')} />))
  }),
]

/** Files of the model that exist blank: the summary says nothing without a consultation. */
const BLANK_FILES = TEMPLATE_FILES.filter(({ document }) => document !== 'summary')

async function showTemplate(c: GuichetContext): Promise<Response> {
  const { db, now, office } = c.var.deps
  const day = parisDay(now())
  const version = await templateToUse(db, day)
  const versions = await listVersions(db, day)
  const current = versions.find(({ number }) => number === version?.number)
  if (!version || !current) return missingPage(c)
  const name = (file: (typeof BLANK_FILES)[number]) => blankName(version.number, file)
  const weights = await madeWeights(db, BLANK_FILES.map(name))
  const page = {
    frame: await frameOf(c, '/modele'),
    current,
    versions,
    glossary: version.glossary,
    figures: await useFigures(db),
    blanks: BLANK_FILES.map((file) => ({ ...file, weight: weights.get(name(file)) ?? null })),
    ready: office !== undefined,
    limit: fillingOf(NOTHING_KNOWN, await loadRules(db), day).rules['shared-model']?.value ?? null,
  }
  return c.html(renderPage(<TemplatePage {...page} />))
}

async function showVersion(c: GuichetContext): Promise<Response> {
  const { db, now } = c.var.deps
  const at = now()
  const [number] = /^[1-9]\d{0,5}$/.exec(c.req.param('number') ?? '') ?? []
  const version = number === undefined ? null : await templateVersion(db, Number(number))
  const listed = (await listVersions(db, parisDay(at))).find(
    (each) => each.number === version?.number,
  )
  if (!version || !listed) return missingPage(c)
  const filling = fillingOf(NOTHING_KNOWN, await loadRules(db), parisDay(at))
  const page = {
    frame: await frameOf(c, `/modele/versions/${version.number}`),
    version: listed,
    documents: TEMPLATE_DOCUMENTS.filter((document) => document !== 'summary').map((document) => ({
      document,
      content: templateDocument(document, filling, version, at),
    })),
  }
  return c.html(renderPage(<VersionPage {...page} />))
}

async function sendBlank(c: GuichetContext): Promise<Response> {
  const { db, now, office } = c.var.deps
  const file = templateFile(c.req.param('file') ?? '')
  const version = await templateToUse(db, parisDay(now()))
  if (!file || file.document === 'summary' || !version) return missingPage(c)
  const told = {
    'content-type': MEDIA_TYPES[file.format],
    'content-disposition': `attachment; filename="${file.name}"`,
  }
  const sent = await sendMadeDocument(c, blankName(version.number, file), told)
  if (sent) return sent
  if (!office) return c.text(PREPARING, 404)
  const basis = {
    facts: NOTHING_KNOWN,
    version,
    rules: await loadRules(db),
    at: now(),
    describe: templateDocument,
  }
  return c.body(await writeFile(office, basis, file), 200, told)
}

async function declarePage(
  c: GuichetContext,
  form: URLSearchParams,
  errors: FormError[],
): Promise<Response> {
  const frame = await frameOf(c, '/modele/declaration')
  const html = renderPage(<DeclarePage frame={frame} form={form} errors={errors} />)
  return c.html(html, errors.length > 0 ? 422 : 200)
}

async function declare(c: GuichetContext): Promise<Response> {
  const { db, now, versions } = c.var.deps
  const form = formOf(c)
  const read = readBuyer(form, 'with-siret')
  if (!read.ok) return declarePage(c, form, templateErrors(read.problems))
  const version = await templateToUse(db, parisDay(now()))
  if (!version) return missingPage(c)
  if (!isTrapped(form)) {
    const { name: organisation, siret } = read.buyer
    await db.transaction((tx) =>
      declareUse(tx, { partnerId: null, organisation, siret }, version.number, now()),
    )
    await versions.refresh()
  }
  return c.redirect('/modele/declaration/notee', 303)
}
