import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import type { Looker, ServedDemonstration } from './demonstration.ts'

/** A picture that README or docs show, made by `npm run shots -- --docs`. */
interface DocsPicture {
  /** Its name in docs/images, without its ending. */
  file: string
  path: string
  looker?: Looker
  phone?: true
  /** A link that is followed first. */
  follow?: string
  /** What stands at its top; absent: the top of the page. */
  from?: string
}

const PUBLISHER: Looker = { role: 'publisher', partner: 'narbonne' }
const CHAMBER: Looker = { role: 'pact-editor', partner: 'cci-de-l-aude' }

const PICTURES: DocsPicture[] = [
  { file: 'tableau', path: '/' },
  {
    file: 'consultation',
    path: '/?q=Garrigues',
    follow: '.card-title a',
    phone: true,
    from: 'main',
  },
  { file: 'abonnement', path: '/flux?metier=electricite&lieu=narbonne&rayon=30', from: 'main' },
  {
    file: 'annoncer',
    path: '/espace/narbonne/consultations/nouvelle',
    looker: PUBLISHER,
    from: 'main',
  },
  { file: 'bureau-du-pacte', path: '/espace/cci-de-l-aude/pacte', looker: CHAMBER, from: 'main' },
  { file: 'administration', path: '/espace/administration', looker: 'administrator', from: 'main' },
]

const QUALITY = 0.5
/** What addresses begin with in pictures: those of a served demonstration change with its port. */
const ORIGIN = 'http://guichet.example.org'

/** Takes every picture of the documents into `folder`, as WebP; answers their names with their size in bytes. */
export async function picturesForDocs(
  browser: Browser,
  served: ServedDemonstration,
  folder: string,
): Promise<{ file: string; bytes: number }[]> {
  mkdirSync(folder, { recursive: true })
  served.nameItself(ORIGIN)
  const encoder = await browser.newPage()
  const made: { file: string; bytes: number }[] = []
  for (const picture of PICTURES) {
    const webp = await webpOf(await shotOf(picture, browser, served), encoder)
    const file = `${picture.file}.webp`
    writeFileSync(join(folder, file), webp)
    made.push({ file, bytes: webp.length })
  }
  await encoder.close()
  return made
}

async function shotOf(
  { path, looker = 'reader', phone, follow, from }: DocsPicture,
  browser: Browser,
  { origin, cookie }: ServedDemonstration,
): Promise<Buffer> {
  const viewport = phone ? { width: 360, height: 740 } : { width: 1040, height: 720 }
  const context = await browser.newContext({ viewport, reducedMotion: 'reduce' })
  const [name, value = ''] = (await cookie(looker)).split('=')
  if (name) await context.addCookies([{ name, value, url: origin }])
  const page = await context.newPage()
  await page.goto(origin + path)
  const link = follow ? await page.locator(follow).first().getAttribute('href') : null
  if (link !== null) await page.goto(origin + link)
  if (from)
    await page
      .locator(from)
      .first()
      .evaluate((part) => part.scrollIntoView())
  const shot = await page.screenshot()
  await context.close()
  return shot
}

/** The same picture as WebP, by the browser's own encoder: a fifth of a PNG. */
async function webpOf(png: Buffer, page: Page): Promise<Buffer> {
  const address = await page.evaluate(
    async ({ source, quality }) => {
      const image = new Image()
      image.src = source
      await image.decode()
      const canvas = document.createElement('canvas')
      canvas.width = image.width
      canvas.height = image.height
      canvas.getContext('2d')?.drawImage(image, 0, 0)
      return canvas.toDataURL('image/webp', quality)
    },
    { source: `data:image/png;base64,${png.toString('base64')}`, quality: QUALITY },
  )
  return Buffer.from(address.split(',')[1] ?? '', 'base64')
}
