import { Worker } from 'node:worker_threads'
import type { Office, OfficeDocument, OfficeFormat } from '../../../office/block.ts'

const HEAP_LIMIT_MB = 256
const MOST_MS = 60_000

/** Writes documents, each in a thread of its own: a long one takes a second that readers must not wait. */
export const office: Office = {
  pdf: (document) => write('pdf', document),
  docx: (document) => write('docx', document),
  odt: (document) => write('odt', document),
}

/** @throws where the document cannot be written, or takes a minute */
function write(format: OfficeFormat, document: OfficeDocument): Promise<Uint8Array<ArrayBuffer>> {
  // From sources the thread runs the .ts file (Node strips its types), from dist the .js beside this one.
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js'
  const worker = new Worker(new URL(`./document-worker.${extension}`, import.meta.url), {
    workerData: { format, document },
    resourceLimits: { maxOldGenerationSizeMb: HEAP_LIMIT_MB },
  })
  return new Promise((resolve, reject) => {
    const patience = setTimeout(() => {
      reject(new Error(`a document took more than ${MOST_MS} ms`))
      void worker.terminate()
    }, MOST_MS)
    worker.once('message', (bytes: Uint8Array<ArrayBuffer>) => resolve(bytes))
    worker.on('error', reject)
    worker.once('exit', () => {
      clearTimeout(patience)
      reject(new Error('the thread that writes documents ended'))
    })
  })
}
