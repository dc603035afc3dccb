import { describe, expect, it } from 'vitest'
import { messagesIn, readDeliveryReport } from '../../src/alerts/delivery-report.ts'

const ID = 'b1f2@guichet.example'

/** A report as Postfix writes one. */
function bounce({
  status = '5.1.1',
  action = 'failed',
  type = 'delivery-status',
  back = `Message-ID: <${ID}>`,
  boundary = '"9B1.1/mail.example"',
} = {}): string {
  const line = `--${boundary.replaceAll('"', '')}`
  return [
    'Return-Path: <>',
    'From: MAILER-DAEMON@mail.example (Mail Delivery System)',
    'Subject: Undelivered Mail Returned to Sender',
    `Content-Type: multipart/report; report-type=${type};`,
    `\tboundary=${boundary}`,
    '',
    'This is a MIME-encapsulated message.',
    '',
    line,
    'Content-Description: Notification',
    'Content-Type: text/plain; charset=us-ascii',
    '',
    'I’m sorry to have to inform you…',
    '',
    line,
    'Content-Type: message/delivery-status',
    '',
    'Reporting-MTA: dns; mail.example',
    'Arrival-Date: Fri, 20 Nov 2026 09:00:00 +0100',
    '',
    'Final-Recipient: rfc822; camille@elec.example',
    `Action: ${action}`,
    `Status: ${status}`,
    'Diagnostic-Code: smtp; 550 5.1.1 unknown user',
    '',
    line,
    'Content-Type: text/rfc822-headers',
    '',
    'From: Guichet <guichet@guichet.example>',
    back,
    'Subject: Narbonne',
    '',
    `${line}--`,
    '',
  ].join('\r\n')
}

describe('a report of non-delivery', () => {
  it('names the message that its address refused for good', () => {
    const read = { kind: 'bounce', messageId: ID, status: '5.1.1' }
    expect(readDeliveryReport(bounce())).toEqual(read)
    expect(readDeliveryReport(bounce({ boundary: 'simple' }))).toEqual(read)
    expect(readDeliveryReport(bounce({ back: `Message-Id:\r\n <${ID}>` }))).toEqual(read)
    expect(readDeliveryReport(bounce({ status: '5.2.2 (mailbox full)' }))).toMatchObject({
      status: '5.2.2',
    })
  })

  it('counts for nothing where it is a delay, about the sender, or without our message', () => {
    expect(readDeliveryReport(bounce({ action: 'delayed', status: '4.4.1' }))).toBeNull()
    expect(readDeliveryReport(bounce({ status: '4.2.2' }))).toBeNull()
    expect(readDeliveryReport(bounce({ status: '5.7.1' }))).toBeNull()
    expect(readDeliveryReport(bounce({ back: 'X-Nothing: here' }))).toBeNull()
    expect(readDeliveryReport(bounce().replace('multipart/report', 'multipart/mixed'))).toBeNull()
    for (const text of ['', 'Bonjour,\n\nmerci !', 'Content-Type: multipart/report', '\n\n\n'])
      expect(readDeliveryReport(text)).toBeNull()
  })

  it('is a complaint where a provider passes one on', () => {
    expect(readDeliveryReport(bounce({ type: '"feedback-report"' }))).toEqual({
      kind: 'complaint',
      messageId: ID,
    })
  })

  it('is found among the messages of a mailbox', () => {
    const mailbox = `From MAILER-DAEMON Fri Nov 20 09:00:00 2026\n${bounce()}\nFrom camille@elec.example Fri Nov 20\nSubject: Bonjour\n\nMerci\n`
    expect(messagesIn(mailbox).map(readDeliveryReport)).toEqual([
      { kind: 'bounce', messageId: ID, status: '5.1.1' },
      null,
    ])
    expect(messagesIn(bounce()).map(readDeliveryReport)).toHaveLength(1)
  })
})
