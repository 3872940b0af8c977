import type { XmlAttribute, XmlHandler, XmlName } from './read.ts'

/** An element with all that is in it. */
export type XmlNode = {
  readonly name: XmlName
  readonly attributes: readonly XmlAttribute[]
  readonly namespaces: Readonly<Record<string, string>>
  readonly children: XmlNode[]
  text: string
}

/**
 * Builds a tree and lets go of every element that `take` says it has used, so that a document of any length
 * is held one event at a time.
 */
export function treeBuilder(take: (node: XmlNode, path: readonly XmlNode[]) => boolean) {
  const path: XmlNode[] = []
  let root: XmlNode | null = null
  const handler: XmlHandler = {
    open(name, attributes, namespaces) {
      const node: XmlNode = { name, attributes, namespaces, children: [], text: '' }
      path[path.length - 1]?.children.push(node)
      root ??= node
      path.push(node)
    },
    text(text) {
      const node = path[path.length - 1]
      if (node) node.text += text
    },
    close() {
      const node = path.pop()!
      if (take(node, path)) path[path.length - 1]?.children.pop()
    },
  }
  return { handler, root: () => root }
}

/** The text without the space around it. */
export function textOf(node: XmlNode | undefined): string {
  return node?.text.trim() ?? ''
}

export function childOf(node: XmlNode, local: string): XmlNode | undefined {
  return node.children.find(({ name }) => name.local === local)
}

export function attributeOf(node: XmlNode, local: string): string | undefined {
  return node.attributes.find((one) => one.local === local && one.prefix === '')?.value
}
