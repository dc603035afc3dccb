import { pathToFileURL } from 'node:url'
import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { describe, expect, it } from 'vitest'
import type { OfficeDocument } from '../../../src/office/block.ts'
import { compiledProgram } from '../../support/compiled.ts'

const DOCUMENT: OfficeDocument = {
  title: 'Réfection de la voirie',
  subtitle: [],
  author: 'Ville de Narbonne',
  madeAt: new Date('2026-11-24T09:30:00Z'),
  blocks: [{ kind: 'paragraph', text: 'Un paragraphe.' }],
}

describe('the built program', () => {
  it.each([
    ['pdf', '%PDF'],
    ['docx', 'PK'],
    ['odt', 'PK'],
  ])('writes a document as %s in its thread', async (format, beginning) => {
    const file = pathToFileURL(`${await compiledProgram()}/document-worker.js`)
    const worker = new Worker(file, { workerData: { format, document: DOCUMENT } })
    const [bytes] = await once(worker, 'message')
    expect(new TextDecoder('latin1').decode(bytes).startsWith(beginning)).toBe(true)
  })
})
