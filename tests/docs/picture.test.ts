import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { architecturePicture } from './picture.ts'

test('the picture of the architecture is what the code imports (npm run picture draws it anew)', async () => {
  expect(readFileSync('docs/images/architecture.svg', 'utf8')).toBe(await architecturePicture())
})
