import type * as z from 'zod'
import { batchWrittenSchema, listSchema, statedSchema, writtenSchema } from './answer-schema.ts'
import { batchSchema } from './batch-schema.ts'
import { consultationSchema } from './consultation-schema.ts'
import {
  AWARD_EXAMPLE,
  BATCH_EXAMPLE,
  CANCELLATION_EXAMPLE,
  CONSULTATION_EXAMPLE,
  OCDS_EXAMPLE,
} from './examples.ts'
import { packageSchema } from './ocds/package-schema.ts'
import { awardSchema, cancellationSchema } from './outcome-schema.ts'
import type { ProblemKind } from './refusal.ts'

/** Where the API stands. */
export const API_ROOT = '/api/v1'

const ONE = 1024 * 1024
const MANY = 5 * ONE

interface ApiOperation {
  method: 'get' | 'put' | 'post'
  /** Below API_ROOT, as Hono has it. */
  path: string
  summary: string
  /** Facts that neither the schemas nor the problems say. */
  description: string
  body?: { schema: z.ZodType; example: unknown; most: number }
  answers: Partial<Record<200 | 201, z.ZodType>>
  problems: ProblemKind[]
  /** Takes If-Match, and answers with an ETag. */
  conditional?: boolean
}

const EVERY: ProblemKind[] = ['token', 'scope', 'method', 'rate', 'unavailable']
const BODY: ProblemKind[] = [...EVERY, 'json', 'size', 'media-type', 'invalid', 'state']

/** Every call, under its operation id: the law of the routes, of the OpenAPI document and of its page. */
export const OPERATIONS = {
  putConsultation: {
    method: 'put',
    path: '/consultations/:externalId',
    summary: 'Announce a consultation, or change it',
    description:
      'States all that is announced: a field that is left out is no longer stated. The same body again changes nothing and makes no notice; so do differences of case, accents and spaces only. What has become of the consultation stays.',
    body: { schema: consultationSchema, example: CONSULTATION_EXAMPLE, most: ONE },
    answers: { 200: writtenSchema, 201: writtenSchema },
    problems: [...BODY, 'checks', 'precondition'],
    conditional: true,
  },
  getConsultation: {
    method: 'get',
    path: '/consultations/:externalId',
    summary: 'Read what was stated of a consultation',
    description: 'Only what this partner’s programs have stated.',
    answers: { 200: statedSchema },
    problems: [...EVERY, 'not-found'],
    conditional: true,
  },
  listConsultations: {
    method: 'get',
    path: '/consultations',
    summary: 'List the partner’s own consultations',
    description: 'The oldest first, in pages; `next` leads to the page after.',
    answers: { 200: listSchema },
    problems: [...EVERY, 'query'],
  },
  cancelConsultation: {
    method: 'post',
    path: '/consultations/:externalId/cancel',
    summary: 'Cancel a consultation or some of its lots',
    description: 'Withdrawn, abandoned with its ground, or unsuccessful.',
    body: { schema: cancellationSchema, example: CANCELLATION_EXAMPLE, most: ONE },
    answers: { 200: writtenSchema },
    problems: [...BODY, 'not-found', 'precondition'],
    conditional: true,
  },
  awardConsultation: {
    method: 'post',
    path: '/consultations/:externalId/award',
    summary: 'Tell who has obtained a consultation or its lots',
    description: 'Once the deadline has passed. Said again with other values, it is a correction.',
    body: { schema: awardSchema, example: AWARD_EXAMPLE, most: ONE },
    answers: { 200: writtenSchema },
    problems: [...BODY, 'not-found', 'precondition'],
    conditional: true,
  },
  writeBatch: {
    method: 'post',
    path: '/consultations/batch',
    summary: 'Write up to 1 000 operations, all or nothing',
    description:
      'In one transaction. Several operations about one consultation are done one after the other; faults are told by row.',
    body: { schema: batchSchema, example: BATCH_EXAMPLE, most: MANY },
    answers: { 200: batchWrittenSchema },
    problems: [...BODY, 'checks'],
  },
  takeOcds: {
    method: 'post',
    path: '/ocds',
    summary: 'Take a release package or a record package of OCDS 1.1, all or nothing',
    description:
      'Each release becomes an announcement, a cancellation or awards, under its ocid as external id. What is not understood is told in `unread`.',
    body: { schema: packageSchema, example: OCDS_EXAMPLE, most: MANY },
    answers: { 200: batchWrittenSchema },
    problems: [...BODY, 'checks'],
  },
} as const satisfies Record<string, ApiOperation>

export type OperationId = keyof typeof OPERATIONS
