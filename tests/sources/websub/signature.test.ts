import { createHmac } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { isSignedBy, readSignature } from '../../../src/sources/websub/signature.ts'

const BODY = new TextEncoder().encode('<rss>é</rss>')

function headerOf(method: string, secret: string): string {
  return `${method}=${createHmac(method, secret).update(BODY).digest('hex')}`
}

async function isRight(header: string, secret = 'le secret'): Promise<boolean> {
  const signature = readSignature(header)
  return signature !== null && isSignedBy(secret, signature, BODY)
}

describe('the signature of a push', () => {
  test.each(['sha1', 'sha256', 'sha384', 'sha512'])(
    'is believed when it is right: %s',
    async (method) => {
      expect(await isRight(headerOf(method, 'le secret'))).toBe(true)
      expect(await isRight(headerOf(method, 'le secret').toUpperCase())).toBe(true)
      expect(await isRight(headerOf(method, 'un autre'))).toBe(false)
      const right = headerOf(method, 'le secret')
      const last = right.endsWith('0') ? '1' : '0'
      expect(await isRight(right.slice(0, -1) + last)).toBe(false)
    },
  )

  test.each([
    undefined,
    '',
    'sha256',
    'sha256=',
    `sha256=${'0'.repeat(63)}`,
    `sha256=${'g'.repeat(64)}`,
    `sha256=${'0'.repeat(128)}`,
    `md5=${'0'.repeat(32)}`,
    `constructor=${'0'.repeat(64)}`,
    '0'.repeat(64),
  ])('is none where nothing can be checked: %s', (header) => {
    expect(readSignature(header)).toBeNull()
  })
})
