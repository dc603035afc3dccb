import { readFile } from 'node:fs/promises'
import { parentPort } from 'node:worker_threads'
import { initWasm, Resvg } from '@resvg/resvg-wasm'

/** The thread behind draw.ts: answers each SVG with the PNG that it draws. Reads nothing that an SVG names. */
const read = (name: string) => readFile(new URL(import.meta.resolve(name)))
const [wasm, normal, bold] = await Promise.all([
  read('@resvg/resvg-wasm/index_bg.wasm'),
  read('@expo-google-fonts/source-sans-3/400Regular/SourceSans3_400Regular.ttf'),
  read('@expo-google-fonts/source-sans-3/700Bold/SourceSans3_700Bold.ttf'),
])
await initWasm(wasm)

parentPort?.on('message', (svg: string) => {
  const drawing = new Resvg(svg, {
    font: { fontBuffers: [normal, bold], defaultFontFamily: 'Source Sans 3' },
  })
  const picture = drawing.render()
  const png = new Uint8Array(picture.asPng())
  picture.free()
  drawing.free()
  parentPort?.postMessage(png, [png.buffer])
})
