import type { SourceFile } from './house.ts'
import { child, dottedName, type Node, pieces, syntaxOf, textOf } from './syntax.ts'

/** A piece of SQL in code; blanks are written `?`, so that offsets of lines stay right. */
export type SqlText = { readonly text: string; readonly line: number; readonly node: Node }

const startsLikeSql = new RegExp(
  [
    /select\b[\s\S]+\bfrom\b/,
    /insert\s+into\b|update\s+\S+\s+set\b|delete\s+from\b|truncate\s+\w/,
    /with\s+\w+[\s\S]+\bas\b[\s\S]+\bselect\b/,
    /(create|alter|drop)\s+(table|index|role|view|database|function|policy)\b/,
    /listen\s+\w+|notify\s+\w+,/,
  ]
    .map(({ source }) => `^\\s*(${source})`)
    .join('|'),
  'i',
)

/** Templates tagged `sql`, and any text that reads like a statement. */
export function sqlTexts(file: SourceFile): SqlText[] {
  const syntax = syntaxOf(file)
  const tagged = syntax.nodes('TaggedTemplateExpression').flatMap((node) => {
    const quasi = child(node, 'quasi')
    return quasi && isSqlTag(child(node, 'tag')) ? [quasi] : []
  })
  const inTags = new Set<Node>(tagged)
  const loose = syntax
    .nodes('TemplateLiteral', 'Literal')
    .filter((node) => !inTags.has(node) && startsLikeSql.test(written(node)))
  return [...tagged, ...loose].map((node) => ({ text: written(node), line: syntax.line(node.start), node }))
}

function isSqlTag(tag: Node | undefined): boolean {
  const name = dottedName(tag)
  return name !== undefined && /(^|\.)(sql|tx|transaction|pool|owner)$/.test(name)
}

function written(node: Node): string {
  return node.type === 'TemplateLiteral' ? pieces(node).join(' ? ') : (textOf(node) ?? '')
}
