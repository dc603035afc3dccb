import { Gauge, type Registry } from 'prom-client'
import type { DatabaseLoad } from '../../../db/turns.ts'

/** Tells how busy this process's connections are. */
export function measureDatabase(register: Registry, load: () => DatabaseLoad): void {
  const told = (name: string, help: string, value: (load: DatabaseLoad) => number) =>
    new Gauge({
      name,
      help,
      registers: [register],
      collect() {
        this.set(value(load()))
      },
    })
  told('guichet_database_connections', 'Connections at most', ({ connections }) => connections)
  told(
    'guichet_database_connections_in_use',
    'Connections on which something is under way',
    ({ inUse }) => inUse,
  )
  told(
    'guichet_database_waiting',
    'Statements and transactions that wait for a connection',
    ({ waiting }) => waiting,
  )
}
