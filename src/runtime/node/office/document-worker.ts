import { parentPort, workerData } from 'node:worker_threads'
import type { OfficeDocument, OfficeFormat } from '../../../office/block.ts'

/** The thread behind office.ts: writes the one document that it is given, in the one format. */
const { format, document } = workerData as { format: OfficeFormat; document: OfficeDocument }
const bytes = await write()
parentPort?.postMessage(bytes, [bytes.buffer])

/** Only the writer that is asked for is loaded. */
async function write(): Promise<Uint8Array<ArrayBuffer>> {
  switch (format) {
    case 'pdf':
      return (await import('./write-pdf.ts')).writePdf(document)
    case 'docx':
      return (await import('./write-docx.ts')).writeDocx(document)
    case 'odt':
      return (await import('./write-odt.ts')).writeOdt(document)
  }
}
