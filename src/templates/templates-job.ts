import { templateDocument as describe } from '../../views/office/consultation-template.ts'
import type { Deps } from '../deps.ts'
import type { JobHandler } from '../jobs/tick.ts'
import type { Office } from '../office/block.ts'
import { makeDocument } from '../office/made-documents.ts'
import { parisDay } from '../rules/calendar.ts'
import { loadRules } from '../rules/load-rules.ts'
import type { Rule } from '../rules/rule.ts'
import { blankName, TEMPLATE_FILES } from './files.ts'
import { fillingOf } from './filling.ts'
import { documentOf, writeFiles } from './make-files.ts'
import { eraseOldOrders, keepFiles, wantedOrders } from './orders.ts'
import { NOTHING_KNOWN } from './template-facts.ts'
import { templateToUse, templateVersion } from './versions.ts'

/** The kind of job that erases old orders and, where documents can be written, makes those that are wanted. */
export const TEMPLATES_JOB = 'templates'
/** Who asks for documents on a runtime that writes none waits for the next turn. */
const EVERY_SECONDS = 20

/**
 * Erases what buyers asked for some days ago; makes the blank documents again where their text or the law's rules
 * changed, and the files of orders that wait for them.
 */
export function templatesJob(
  deps: Pick<Deps, 'db' | 'now'> & { office?: Office | undefined },
): JobHandler {
  const { db, now, office } = deps
  return async () => {
    await eraseOldOrders(db, now())
    if (office) {
      const rules = await loadRules(db)
      await makeBlankFiles(deps, office, rules)
      for (const order of await wantedOrders(db)) {
        const version = await templateVersion(db, order.templateNumber)
        if (!version) continue
        const { facts, createdAt: at } = order
        const files = await writeFiles(office, { facts, version, rules, at, describe })
        await db.transaction((tx) => keepFiles(tx, order.id, files, now()))
      }
    }
    return { againAfterSeconds: EVERY_SECONDS }
  }
}

async function makeBlankFiles(
  { db, now }: Pick<Deps, 'db' | 'now'>,
  office: Office,
  rules: Rule[],
): Promise<void> {
  const version = await templateToUse(db, parisDay(now()))
  if (!version) return
  const at = now()
  const quoted = fillingOf(NOTHING_KNOWN, rules, parisDay(at)).rules
  const basis = `${version.number}.${version.version} ${JSON.stringify(quoted)}`
  for (const file of TEMPLATE_FILES) {
    if (file.document === 'summary') continue
    const made = { name: blankName(version.number, file), basis, now: at }
    await makeDocument(
      db,
      made,
      async () => documentOf({ facts: NOTHING_KNOWN, version, rules, at, describe }, file.document),
      office[file.format],
    )
  }
}
