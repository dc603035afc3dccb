import { parentPort } from 'node:worker_threads'
import type { DocumentToParse, SourceItem } from '../../sources/kind.ts'
import { parseDocument } from '../../sources/parse.ts'
import { readItems } from '../../sources/read-items.ts'

/** What the thread behind parse-thread.ts is asked, one at a time; it answers what came of it, or the error. */
export type Task = { document: DocumentToParse } | { kind: string; items: SourceItem[] }

parentPort?.on('message', (task: Task) => {
  const answer =
    'document' in task ? parseDocument(task.document) : readItems(task.kind, task.items)
  void answer
    .catch((error: unknown) => (error instanceof Error ? error : new Error(String(error))))
    .then((answered) => parentPort?.postMessage(answered))
})
parentPort?.postMessage('ready')
