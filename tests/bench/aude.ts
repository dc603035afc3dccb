import type { World } from '../../src/commands/generate/invent.ts'

/** What feeds and files of the benches are invented from: the towns that buy most. */
export const AUDE: World = {
  seed: 0,
  communes: [
    { name: 'Carcassonne', code: '11069' },
    { name: 'Narbonne', code: '11262' },
    { name: 'Castelnaudary', code: '11076' },
    { name: 'Lézignan-Corbières', code: '11203' },
    { name: 'Limoux', code: '11206' },
    { name: 'Coursan', code: '11106' },
    { name: 'Trèbes', code: '11397' },
    { name: 'Sigean', code: '11379' },
    { name: 'Gruissan', code: '11170' },
    { name: 'Leucate', code: '11202' },
    { name: 'Quillan', code: '11304' },
    { name: 'Bram', code: '11049' },
    { name: 'Port-la-Nouvelle', code: '11266' },
    { name: 'Fleury', code: '11145' },
    { name: 'Cuxac-d’Aude', code: '11116' },
  ],
}
