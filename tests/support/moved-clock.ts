import { readFileSync, writeFileSync } from 'node:fs'

/** Variables for a process whose wall clock is off by the milliseconds that this file holds at any time. */
export function movedClock(file: string): Record<string, string> {
  writeFileSync(file, '0')
  return { CLOCK_FILE: file, NODE_OPTIONS: `--import ${import.meta.url}` }
}

// In such a process this is the first thing that it loads.
const file = process.env['CLOCK_FILE']
if (file !== undefined) {
  const RealDate = Date
  const now = () => RealDate.now() + Number(readFileSync(file, 'utf8'))
  globalThis.Date = new Proxy(RealDate, {
    construct: (target, given, newTarget) =>
      Reflect.construct(target, given.length === 0 ? [now()] : given, newTarget),
    get: (target, name) => (name === 'now' ? now : Reflect.get(target, name)),
  })
}
