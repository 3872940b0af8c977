import { type FrameworkNode, isLeaf } from './model.ts'

/** A node and the path to it in the file. */
export type Placed = { node: FrameworkNode; path: string }

/** All nodes with their paths, parents first. */
export function nodesOf(node: FrameworkNode, path: string): Placed[] {
  const below = isLeaf(node) ? [] : node.children
  return [{ node, path }, ...below.flatMap((child, index) => nodesOf(child, `${path}/children/${index}`))]
}
