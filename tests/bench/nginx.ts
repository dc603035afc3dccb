import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '../support/free-port.ts'
import type { ChildServer } from './child-server.ts'
import { findProgram } from './find-program.ts'
import { askRaw, type RawAnswer } from './raw-request.ts'

/** What nginx writes by itself. */
const WRITTEN_ANYWAY = new Set([
  'connection',
  'content-length',
  'content-type',
  'date',
  'etag',
  'keep-alive',
  'last-modified',
  'transfer-encoding',
])

/** Serves the bytes of an answer as a static file at `/file`, with its headers; null where nginx is not installed. */
export async function startNginx({ headers, body }: RawAnswer): Promise<ChildServer | null> {
  const program = findProgram('nginx')
  if (program === null) return null
  const folder = mkdtempSync(join(tmpdir(), 'guichet-nginx-'))
  const port = await freePort()
  const added = Object.entries(headers)
    .filter(([name]) => !WRITTEN_ANYWAY.has(name))
    .map(([name, value]) => `add_header ${name} ${quoted(String(value))};`)
  writeFileSync(join(folder, 'file'), body)
  writeFileSync(
    join(folder, 'nginx.conf'),
    `daemon off; pid nginx.pid; error_log stderr error; worker_processes 1;
    ${process.getuid?.() === 0 ? 'user root;' : ''}
    events { worker_connections 512; }
    http {
      access_log off; sendfile on; tcp_nopush on; keepalive_requests 10000000;
      client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path fastcgi;
      uwsgi_temp_path uwsgi; scgi_temp_path scgi; open_file_cache max=10;
      server {
        listen 127.0.0.1:${port};
        location = /file { root .; default_type ${quoted(String(headers['content-type']))}; ${added.join(' ')} }
      }
    }`,
  )
  const child = spawn(program, ['-p', folder, '-c', 'nginx.conf', '-e', 'stderr'], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const ended = once(child, 'exit')
  while (!(await answers(port))) {
    if (child.exitCode !== null) throw new Error('nginx did not start')
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  return {
    port,
    async stop() {
      child.kill()
      await ended
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** No variable of nginx's may come to be in it. */
function quoted(text: string): string {
  return `"${text.replaceAll(/["\\]/g, String.raw`\$&`).replaceAll('$', '')}"`
}

async function answers(port: number): Promise<boolean> {
  try {
    return (await askRaw(`http://127.0.0.1:${port}/file`)).status === 200
  } catch {
    return false
  }
}
