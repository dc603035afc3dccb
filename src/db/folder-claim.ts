import { mkdirSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

/** `release` gives the folder back; `heldBy` is the process that has it. */
export type FolderClaim = { ok: true; release(): void } | { ok: false; heldBy: number }

/** Folders that this process holds: its own id in a claim says nothing about that. */
const held = new Set<string>()

/**
 * Takes a data folder for this process alone, and makes it where there is none. Each process writes a claim of its
 * own (`lock-PID`) and then looks for others, so that two can never both hold it, and what a killed process left is
 * simply removed. Two that start at the same instant may both step back: they try again.
 */
export async function claimFolder(folder: string): Promise<FolderClaim> {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const path = realpathSync(folder)
  if (held.has(path)) return { ok: false, heldBy: process.pid }
  held.add(path)
  const own = join(path, claimName(process.pid))
  let heldBy = process.pid
  for (let attempt = 0; attempt < 4; attempt++) {
    if (attempt > 0) await pause(50 + Math.random() * 200)
    writeFileSync(own, birthOf(process.pid))
    const other = otherClaim(path)
    if (other === null) return { ok: true, release: () => release(path) }
    rmSync(own, { force: true })
    heldBy = other
  }
  held.delete(path)
  return { ok: false, heldBy }
}

function release(path: string): void {
  rmSync(join(path, claimName(process.pid)), { force: true })
  held.delete(path)
}

/** The living process that also claims the folder; claims of dead ones are removed. */
function otherClaim(path: string): number | null {
  for (const name of readdirSync(path)) {
    const pid = Number(/^lock-(\d+)$/.exec(name)?.[1] ?? process.pid)
    if (pid === process.pid) continue
    if (isAlive(pid, readClaim(join(path, name)))) return pid
    rmSync(join(path, name), { force: true })
  }
  return null
}

function claimName(pid: number): string {
  return `lock-${pid}`
}

function readClaim(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

function isAlive(pid: number, birth: string): boolean {
  try {
    process.kill(pid, 0)
  } catch (error) {
    // EPERM: it lives, under another user.
    if (!(error instanceof Error && 'code' in error && error.code === 'EPERM')) return false
  }
  const now = birthOf(pid)
  return now !== 'dead' && (birth === '' || now === '' || birth === now)
}

/**
 * When a process began, where the system tells: after a restart its number may belong to another. `dead`: killed, but
 * its parent has not asked how it ended, as in containers whose first process never does.
 */
function birthOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const [state, ...fields] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return state === 'Z' || state === 'X' ? 'dead' : (fields[18] ?? '')
  } catch {
    return ''
  }
}
