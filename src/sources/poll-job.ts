/** The kind of job that looks at one source; its key is the source's id. */
export const POLL_JOB = 'poll'
