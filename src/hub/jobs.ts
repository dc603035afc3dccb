/** The kind of job that asks a callback to confirm; its key is the subscriber's id. */
export const VERIFY_JOB = 'hub-verify'
/** The kind of job that looks which topics have changed; it comes back as long as there are topics. */
export const LOOK_JOB = 'hub-look'
/** The kind of job that sends a subscriber its topic; its key is the subscriber's id. */
export const DELIVER_JOB = 'hub-deliver'
/** The kind of job that tells another hub of a topic; its key is the topic's id. */
export const PING_JOB = 'hub-ping'
