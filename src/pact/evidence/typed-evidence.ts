import type { PactProblem } from '../problem.ts'
import { readingFields } from '../../forms/read-fields.ts'
import type { EvidenceValues } from './add-evidence.ts'

/** What a form says of evidence; `documentId`: the file that came with it. */
export function readEvidence(
  form: URLSearchParams,
  documentId: string | null,
): { values: EvidenceValues; councilId: number | null; problems: PactProblem[] } {
  const fields = readingFields(form)
  const kind = fields.requiredChoice('kind', ['link', 'document', 'minutes', 'figure'])
  const url = fields.line('url')
  const values = {
    kind,
    title: fields.line('title', true),
    datedOn: fields.requiredDay('datedOn'),
    url: url === '' ? null : url,
    documentId,
    meetingId: fields.key('meeting'),
    measureId: fields.key('measure'),
  }
  return { values, councilId: fields.key('council'), problems: fields.problems }
}
