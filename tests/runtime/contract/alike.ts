import { describe, expect, test } from 'vitest'
import { comparable } from './differences.ts'
import type { World } from './world.ts'

const ADDRESSES = [
  '/',
  '/?type=travaux',
  '/?q=ecole',
  '/?type=inconnu',
  '/nulle-part',
  '/consultations.rss',
  '/consultations.atom',
  '/consultations.json',
  '/consultations.ics',
  '/consultations.csv',
  '/consultations/2026-0001-autrement',
  '/flux',
  '/flux.opml',
  '/acheteurs',
  '/acheteurs/narbonne',
  '/attributions',
  '/pacte',
  '/qui-aide',
  '/programmation',
  '/sources.json',
  '/plan-du-site',
  '/sitemap.xml',
  '/robots.txt',
  '/donnees',
  '/api',
  '/api/openapi.json',
  '/connexion',
  '/espace/narbonne',
  '/saisines/nouvelle',
  '/feed',
  '/donnees/consultations.csv',
  '/donnees/consultations.csv.gz',
  '/donnees/contrats.csv',
  '/donnees/titulaires.csv',
  '/donnees/decp.json',
  '/donnees/ocds.jsonl.gz',
  '/donnees/ocds/9999.jsonl.gz',
  '/%00',
  '/consultations/%F0%9F%92%A9',
]

/** The two runtimes beside one another: what one says, the other says. */
export function describeAlike(world: () => World): void {
  describe('both', () => {
    test.each(ADDRESSES)('answer %s with the same bytes and headers', async (path) => {
      const { ask } = world()
      const [node, worker] = [await ask('the Node process', path), await ask('the Workers', path)]
      expect([worker.status, comparable(worker)]).toEqual([node.status, comparable(node)])
      expect(await worker.text()).toBe(await node.text())
    })
  })
}
