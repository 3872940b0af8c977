import { codeFiles, type Finding, isProduct, type Rule, type SourceFile } from '../house.ts'
import { finding, syntaxOf, textOf } from '../syntax.ts'

// Each with a character class, so that this file does not find itself.
const marks = /\b(T[O]DO|F[I]XME|X[X]X|H[A]CK)\b/
const standIns =
  /^(?:.*[a-z0-9_])?(m[o]ck|st[u]b)(?![a-z])|^(M[o]ck|St[u]b)(?![a-z])|[a-z](M[o]ck|St[u]b)(?![a-z])/
const spoken = /\b(not (yet )?implem[e]nted|coming s[o]on|lorem ips[u]m)\b/i

/** No work left for later, and nothing that only pretends, in code and in its comments. */
export const unfinished: Rule = {
  name: 'unfinished',
  why: 'What stands in the tree works; what does not work yet is said in the open, not left in a comment.',
  check(house) {
    const sql = house.files
      .filter(({ path }) => path.endsWith('.sql') || path.endsWith('.css'))
      .flatMap(inPlainText)
    return [
      ...codeFiles(house).flatMap((file) => [...inComments(file), ...inNames(file), ...inTexts(file)]),
      ...sql,
    ]
  },
}

function inPlainText({ path, lines }: SourceFile): Finding[] {
  return lines.flatMap((text, index) =>
    marks.test(text) ? [{ path, line: index + 1, message: text.trim() }] : [],
  )
}

function inComments(file: SourceFile): Finding[] {
  return syntaxOf(file)
    .comments.filter(
      ({ text }) => marks.test(text) || spoken.test(text) || /\b(m[o]cks?|st[u]bs?)\b/i.test(text),
    )
    .map((comment) => finding(file, comment, `comment: ${comment.text.trim().split('\n')[0]}`))
}

function inNames(file: SourceFile): Finding[] {
  return syntaxOf(file)
    .nodes('Identifier')
    .filter((node) => standIns.test(String(node.name)))
    .map((node) => finding(file, node, `${String(node.name)}: use the real thing`))
}

function inTexts(file: SourceFile): Finding[] {
  if (!isProduct(file.path)) return []
  return syntaxOf(file)
    .nodes('Literal')
    .filter((node) => marks.test(textOf(node) ?? '') || spoken.test(textOf(node) ?? ''))
    .map((node) => finding(file, node, `“${textOf(node)}”`))
}
