// Reads a file in a thread whose memory the test limits.
import { parentPort, workerData } from 'node:worker_threads'
import { draftsOf } from './files.ts'

const { bytes, format } = workerData
const drafts = await draftsOf(bytes, format)
parentPort?.postMessage({ read: drafts.length })
