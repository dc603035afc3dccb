import { parseArgs } from 'node:util'
import { readFile } from 'node:fs/promises'
import { extname, resolve } from 'node:path'

type Read = {
  ok: true
  positionals: string[]
  values: Record<string, string | boolean | undefined>
}

/** The arguments of a command; an unknown option or a wrong number of words is answered by the usage. */
export function readArguments(
  args: string[],
  options: Record<string, { type: 'string' | 'boolean' }>,
  words: number,
  usage: string,
): Read | { ok: false; sentence: string } {
  try {
    const { positionals, values } = parseArgs({
      args,
      options,
      allowPositionals: true,
      strict: true,
    })
    if (positionals.length === words)
      return { ok: true, positionals, values: values as Read['values'] }
  } catch {
    // An unknown option: the usage says which there are.
  }
  return { ok: false, sentence: `Arguments refusés. Usage :\n${usage}` }
}

/** The text of a JSON or CSV file named on the command line. */
export async function readTable(
  path: string,
  cwd: string,
): Promise<{ ok: true; text: string; format: 'json' | 'csv' } | { ok: false; sentence: string }> {
  const extension = extname(path).toLowerCase()
  if (extension !== '.json' && extension !== '.csv')
    return { ok: false, sentence: `« ${path} » : un fichier .json ou .csv est attendu.` }
  try {
    const text = await readFile(resolve(cwd, path), 'utf8')
    return { ok: true, text, format: extension === '.json' ? 'json' : 'csv' }
  } catch {
    return {
      ok: false,
      sentence: `« ${path} » ne peut pas être lu : vérifiez son chemin et ses droits.`,
    }
  }
}
