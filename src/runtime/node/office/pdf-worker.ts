import { parentPort, workerData } from 'node:worker_threads'
import type { OfficeDocument } from '../../../office/block.ts'
import { writePdf } from './write-pdf.ts'

/** The thread behind office.ts: writes the one document that it is given. */
const bytes = await writePdf(workerData as OfficeDocument)
parentPort?.postMessage(bytes, [bytes.buffer])
