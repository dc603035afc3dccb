import { writeFileSync } from 'node:fs'
import { architecturePicture } from './picture.ts'

/** `npm run picture`: draws the architecture anew, when the test says that the picture is not what the code says. */
writeFileSync('docs/images/architecture.svg', await architecturePicture())
