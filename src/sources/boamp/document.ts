import type { XmlElement } from '../xml-tree.ts'
import { branch, isObject, keysOf, type Node } from './tree.ts'

/** The elements that a value of the API's JSON stands for: a list is several of one name, a text one without children. */
export function elementsOf(name: string, node: Node): XmlElement[] {
  if (Array.isArray(node)) return node.flatMap((each) => elementsOf(name, each))
  const keys = keysOf(node)
  return [
    {
      name: name.slice(name.lastIndexOf(':') + 1),
      attributes: new Map(
        keys.flatMap((key) =>
          key.startsWith('@') ? [[key.slice(1), textOf(branch(node, key))] as const] : [],
        ),
      ),
      children: keys.flatMap((key) =>
        key.startsWith('@') || key.startsWith('#') || !isObject(node)
          ? []
          : elementsOf(key, node[key]),
      ),
      text: textOf(isObject(node) ? node['#text'] : node),
    },
  ]
}

function textOf(node: Node): string {
  return typeof node === 'string' || typeof node === 'number' || typeof node === 'boolean'
    ? String(node)
    : ''
}
