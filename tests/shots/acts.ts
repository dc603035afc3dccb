import { setTimeout } from 'node:timers/promises'
import type { Browser, Page } from 'playwright-core'
import type { Looker, ServedDemonstration } from './demonstration.ts'

/** What somebody does so that a page exists which only its holder sees. */
interface Act {
  looker: Looker
  path: string
  /** Fills the form and sends it. */
  send: (page: Page) => Promise<void>
}

const PARTNER: Looker = { role: 'partner-administrator', partner: 'narbonne' }

const press = (page: Page, name: string) => page.getByRole('button', { name }).last().click()

/** Types into fields by the names under which forms send them. */
async function type(page: Page, values: Record<string, string>): Promise<void> {
  for (const [name, value] of Object.entries(values))
    await page.locator(`main [name="${name}"]`).first().fill(value)
}

const tick = (page: Page, name: string) => page.locator(`main [name="${name}"]`).last().check()
const choose = (page: Page, name: string) =>
  page.locator(`main [name="${name}"]`).selectOption({ index: 1 })

const ACTS: Act[] = [
  {
    looker: 'reader',
    path: '/pacte/formations/repondre-a-sa-premiere-consultation/sessions/6/inscription',
    async send(page) {
      await type(page, {
        entreprise: 'SARL Exemple',
        personne: 'Camille Exemple',
        courriel: 'camille@entreprise.example',
        commune: 'Narbonne',
      })
      await choose(page, 'metier')
      await tick(page, 'deja')
      await tick(page, 'accord')
      await press(page, 'M’inscrire')
    },
  },
  {
    looker: 'reader',
    path: '/rencontres/travaux-publics-les-chantiers-de-l-annee/rendez-vous?acheteur=1',
    async send(page) {
      await choose(page, 'creneau')
      await type(page, {
        entreprise: 'SARL Exemple',
        personne: 'Camille Exemple',
        courriel: 'camille@entreprise.example',
        activite: 'Électricité des bâtiments, six personnes.',
      })
      await tick(page, 'accord')
      await press(page, 'Réserver ce rendez-vous')
    },
  },
  {
    looker: 'reader',
    path: '/rencontres/alertes/nouvelle',
    async send(page) {
      await page.getByLabel('E-mail').fill('camille@entreprise.example')
      await page.getByLabel(/^J’accepte/).check()
      await press(page, 'Me prévenir')
    },
  },
  {
    looker: 'reader',
    path: '/modele/remplir',
    async send(page) {
      await page.getByLabel('Acheteur', { exact: true }).fill('Commune d’Exemple')
      await page.getByLabel('Objet').fill('Réfection du lavoir')
      await press(page, 'Faire les documents')
    },
  },
  {
    looker: 'reader',
    path: '/pacte/signaler',
    async send(page) {
      await page.getByLabel(/^Ce qui est faux/).fill('La réunion a eu lieu le 12, et non le 11.')
      await press(page, 'Envoyer')
    },
  },
  {
    looker: PARTNER,
    path: '/espace/narbonne/consultations/nouvelle',
    send: (page) => press(page, 'Petit marché'),
  },
  {
    looker: PARTNER,
    path: '/espace/narbonne/saisines/personnes',
    async send(page) {
      for (const box of await page.getByLabel(/^Traite les saisines/).all()) await box.check()
      await press(page, 'Enregistrer')
    },
  },
]

/** Does them all; answers the addresses that they led to: of the pages that followed, and of links in the mail. */
export async function addressesOfActs(
  browser: Browser,
  { origin, cookie, mail }: ServedDemonstration,
): Promise<string[]> {
  const found: string[] = []
  for (const { looker, path, send } of ACTS) {
    const context = await browser.newContext()
    const [name, value = ''] = (await cookie(looker)).split('=')
    if (name) await context.addCookies([{ name, value, url: origin }])
    const page = await context.newPage()
    page.setDefaultTimeout(10_000)
    await page.goto(origin + path)
    try {
      await send(page)
      await page.waitForLoadState()
      found.push(page.url().slice(origin.length))
    } catch (error) {
      // A form that has changed: its page goes without a picture, all others have theirs.
      process.stderr.write(`${path}: ${String(error)}\n`)
    }
    await context.close()
  }
  // Jobs look at the queue every two seconds.
  await setTimeout(5_000)
  for (const { raw } of mail.taken) {
    const text = raw.replaceAll('=\r\n', '').replaceAll('=3D', '=')
    for (const [, path = ''] of text.matchAll(/http:\/\/localhost:\d+(\/[^\s<>"]+)/g))
      found.push(path)
  }
  return [...new Set(found)]
}
