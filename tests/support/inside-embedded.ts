import { openEmbedded } from '../../src/db/embedded.ts'
import type { OpenDatabase } from '../../src/db/postgres.ts'

/** Has work done inside the embedded database of a folder, which nobody else holds, and closes it. */
export async function insideEmbedded<T>(
  folder: string,
  work: (database: OpenDatabase) => Promise<T>,
): Promise<T> {
  const opened = await openEmbedded(folder)
  if (!opened.ok) throw new Error(`${folder} is held by process ${opened.heldBy}`)
  try {
    return await work(opened)
  } finally {
    await opened.close()
  }
}
