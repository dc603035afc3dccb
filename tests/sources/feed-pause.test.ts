import { describe, expect, it } from 'vitest'
import { parseDocument } from '../../src/sources/feed/parse.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE

async function pauseOf(channel: string, root = '<rss version="2.0">'): Promise<number | null> {
  const text = `${root}<channel><title>Avis</title>${channel}<item><title>Voirie</title></item></channel></rss>`
  const document = {
    bytes: new TextEncoder().encode(text),
    contentType: null,
    url: 'https://a.example/',
  }
  const feed = await parseDocument(document)
  if (!feed.ok) throw new Error(feed.code)
  expect(feed.items).toMatchObject([{ title: 'Voirie' }])
  return feed.askedPause
}

const SY = '<rss xmlns:s="http://purl.org/rss/1.0/modules/syndication/">'

describe('the pause that a feed asks for', () => {
  it.each([
    ['', null],
    ['<ttl>90</ttl>', 90 * MINUTE],
    ['<ttl> 60\n</ttl>', HOUR],
    ['<TTL>60</TTL>', HOUR],
    ['<ttl>0</ttl>', null],
    ['<ttl>-5</ttl>', null],
    ['<ttl>une heure</ttl>', null],
    ['<ttl>999999</ttl>', 24 * HOUR],
    ['<ttl>15</ttl><ttl>600</ttl>', 15 * MINUTE],
    ['<sy:updatePeriod>daily</sy:updatePeriod>', 24 * HOUR],
    [
      '<sy:updatePeriod> hourly </sy:updatePeriod><sy:updateFrequency>2</sy:updateFrequency>',
      30 * MINUTE,
    ],
    ['<sy:updatePeriod>weekly</sy:updatePeriod>', 24 * HOUR],
    [
      '<sy:updatePeriod>weekly</sy:updatePeriod><sy:updateFrequency>14</sy:updateFrequency>',
      12 * HOUR,
    ],
    ['<sy:updateFrequency>4</sy:updateFrequency>', 15 * MINUTE],
    ['<sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>0</sy:updateFrequency>', null],
    ['<sy:updatePeriod>toujours</sy:updatePeriod>', null],
    ['<ttl>90</ttl><sy:updatePeriod>hourly</sy:updatePeriod>', 90 * MINUTE],
    ['<ttl>30</ttl><sy:updatePeriod>hourly</sy:updatePeriod>', HOUR],
    ['<ttl>30<link>https://a.example/</link>', 30 * MINUTE],
  ])('of « %s » is %s ms', async (channel, pause) => {
    expect(await pauseOf(channel)).toBe(pause)
  })

  it('is known by its namespace, whatever the prefix', async () => {
    expect(await pauseOf('<s:updatePeriod>daily</s:updatePeriod>', SY)).toBe(24 * HOUR)
    expect(await pauseOf('<x:updatePeriod>daily</x:updatePeriod>')).toBeNull()
  })
})
