import { type Browser, chromium } from 'playwright-core'

/** A real Chromium, the machine's own where CHROMIUM_PATH names one. One for a test file; close it in afterAll. */
export async function openBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env['CHROMIUM_PATH'] ?? (await packagedChromium()),
    args: ['--no-sandbox'],
  })
}

async function packagedChromium(): Promise<string> {
  const { default: packaged } = await import('@sparticuz/chromium')
  return packaged.executablePath()
}
