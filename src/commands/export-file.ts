import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { unlink } from 'node:fs/promises'
import { resolve } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { type CommandContext, type CommandResult, done, refused } from './command.ts'

/**
 * Writes pages of whole lines to a new file, compressed where its name ends in `.gz`, or (« - ») shows them. What could not
 * be written to its end is removed.
 */
export async function writePages(
  path: string,
  pages: AsyncIterable<string>,
  { cwd, say }: CommandContext,
): Promise<CommandResult> {
  if (path === '-') {
    for await (const page of pages) if (page !== '') say(page.replace(/\n$/, ''))
    return done
  }
  const target = resolve(cwd, path)
  const file = createWriteStream(target, { flags: 'wx' })
  try {
    await once(file, 'open')
  } catch {
    return refused(
      `« ${path} » ne peut pas être créé : il existe déjà, ou son dossier est introuvable ou protégé.`,
    )
  }
  try {
    const source = Readable.from(pages)
    if (path.toLowerCase().endsWith('.gz')) await pipeline(source, createGzip(), file)
    else await pipeline(source, file)
  } catch (error) {
    await unlink(target).catch(() => {})
    throw error
  }
  say(`Fichier écrit : ${path}`)
  return done
}
