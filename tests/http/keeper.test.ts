import { describe, expect, test } from 'vitest'
import {
  answerOf,
  createKeeper,
  identityOf,
  keptForms,
  type Rendering,
} from '../../src/http/keeper.ts'
import { compress } from '../../src/runtime/node/compress.ts'

describe('the keeper', () => {
  const rendering = (bytes: number): Rendering => ({
    status: 200,
    headers: {},
    etag: 'x',
    length: bytes,
    forms: { identity: new Uint8Array(bytes) },
    versions: '1',
    endsAt: 10,
    route: '/',
    trueUntil: 10,
    renderedAt: 0,
  })
  const keptOf = (keep: ReturnType<typeof createKeeper>, names: string[]) =>
    names.filter((name) => keep.last(name) !== null)

  test('keeps what is large compressed alone, and gives it in any form', async () => {
    const identity = new TextEncoder().encode('Réfection de la voirie. '.repeat(30_000))
    const large: Rendering = {
      ...rendering(0),
      length: identity.length,
      forms: keptForms(identity, await compress(identity)),
    }
    expect(large.forms.identity).toBeUndefined()
    expect(await identityOf(large)).toEqual(identity)
    const asked = { ifNoneMatch: undefined, ifModifiedSince: undefined }
    const plain = answerOf(large, { ...asked, acceptEncoding: undefined }, 5)
    expect(plain.headers).toMatchObject({ etag: '"x"', 'content-length': String(identity.length) })
    expect(new Uint8Array(await new Response(plain.body).arrayBuffer())).toEqual(identity)
    const packed = answerOf(large, { ...asked, acceptEncoding: 'br' }, 5)
    expect([packed.headers['content-encoding'], packed.body]).toEqual(['br', large.forms.br])
    const keep = createKeeper(identity.length)
    keep.keep('a', 'board', large)
    keep.keep('b', 'board', large)
    expect(keptOf(keep, ['a', 'b'])).toEqual(['a', 'b'])
  })

  test('never holds more than it may, and lets go first of what was used longest ago', () => {
    const keep = createKeeper(1000)
    for (const name of ['a', 'b', 'c']) keep.keep(name, 'board', rendering(300))
    expect(keep.fresh('a', () => '1', 5)).not.toBeNull()
    keep.keep('d', 'board', rendering(300))
    expect(keptOf(keep, ['a', 'b', 'c', 'd'])).toEqual(['a', 'c', 'd'])
    keep.keep('e', 'board', rendering(1001))
    expect(keptOf(keep, ['a', 'c', 'd', 'e'])).toEqual(['a', 'c', 'd'])
    keep.keep('a', 'board', rendering(900))
    expect(keptOf(keep, ['a', 'c', 'd'])).toEqual(['a'])
    const counted = { hits: 1, misses: 0, evictions: 3, renderings: 1, bytes: 900 }
    expect(keep.counts()).toEqual(counted)
  })

  test('gives out nothing of another version or past its end', () => {
    const keep = createKeeper(1000)
    keep.keep('a', 'board', rendering(10))
    expect(keep.fresh('a', () => '2', 5)).toBeNull()
    expect(keep.fresh('a', () => '1', 10)).toBeNull()
    expect(keep.fresh('a', () => '1', 9)).not.toBeNull()
  })
})
