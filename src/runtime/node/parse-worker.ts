import { parentPort } from 'node:worker_threads'
import type { DocumentToParse, ProcedureParts } from '../../sources/kind.ts'
import { kindNamed, mergeRecords } from '../../sources/read-document.ts'

/** What the thread behind parse-thread.ts is asked, one at a time. */
export type Task =
  { kind: string; document: DocumentToParse } | { kind: string; procedures: ProcedureParts[] }

/** What it answers: that the document's shape is known, then what came of it, or the error. */
export type Told<T> = 'parsed' | T | Error

parentPort?.on('message', (task: Task) => {
  void answerTo(task)
    .catch((error: unknown) => (error instanceof Error ? error : new Error(String(error))))
    .then((answer) => parentPort?.postMessage(answer))
})
parentPort?.postMessage('ready')

async function answerTo(task: Task) {
  if ('procedures' in task) return mergeRecords(task.kind, task.procedures)
  return kindNamed(task.kind).read(task.document, () => parentPort?.postMessage('parsed'))
}
