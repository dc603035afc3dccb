import type { Frame } from '../../views/layout/layout.tsx'
import { readSettings, type Settings } from '../db/settings.ts'
import type { Deps } from '../deps.ts'
import { accessibilityOf } from './accessibility.ts'
import { eachMinute } from './each-minute.ts'
import type { GuichetContext } from './route.ts'

/** Fixed at the first start. */
const known = eachMinute(async (db) => {
  const settings = await readSettings(db)
  if (!settings) throw new Error('the instance settings are not fixed')
  return settings
})

/** The instance's settings, read once a minute by each process. */
export function instanceSettings(c: GuichetContext): Promise<Settings> {
  return known.current(c.var.deps)
}

/** What every page gets from the program. `path` is the page's canonical one, query string included. */
export async function frameOf(c: GuichetContext, path: string): Promise<Frame> {
  await instanceSettings(c)
  return plainFrameOf(c, path)
}

/** The same without the database, out of what this process has read of it: for pages that must stand when it is away. */
export function plainFrameOf(c: GuichetContext, path: string): Frame {
  const { deps, agent } = c.var
  const bare = { ...bareFrame(deps, path), ...(agent ? { agent: { name: agent.name } } : {}) }
  const settings = known.last(deps.keep)
  if (!settings) return bare
  const { operator, contact, sourceCode, demonstration, statements } = settings
  return {
    ...bare,
    operator,
    contact,
    sourceCode,
    demonstration,
    accessibility: accessibilityOf(statements, deps.now()),
    // A demonstration mails nothing, and shows where its messages would lead.
    alerts: bare.alerts || demonstration,
  }
}

/** The same for nobody in particular. */
export function bareFrame(
  { assets, config }: Pick<Deps, 'assets' | 'config'>,
  path: string,
): Frame {
  return {
    path,
    baseUrl: config.baseUrl,
    assets: (name) => assetPath(assets, name),
    integrity: (name) => assets.get(name)?.integrity,
    operator: 'les collectivités partenaires',
    contact: null,
    sourceCode: null,
    demonstration: false,
    accessibility: null,
    alerts: config.smtpUrl !== '',
  }
}

function assetPath(assets: Map<string, { hash: string }>, name: string): string {
  const dot = name.lastIndexOf('.')
  const hash = assets.get(name)?.hash ?? 'absent'
  return `/assets/${name.slice(0, dot)}.${hash}${name.slice(dot)}`
}
