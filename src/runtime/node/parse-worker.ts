import { parentPort } from 'node:worker_threads'
import type { DocumentToParse } from '../../sources/kind.ts'
import { parseDocument } from '../../sources/parse.ts'

// The thread behind parse-thread.ts: one document in, one answer out, in order.
parentPort?.on('message', (document: DocumentToParse) => {
  void parseDocument(document).then((parsed) => parentPort?.postMessage(parsed))
})
parentPort?.postMessage('ready')
