import { isGenerated, type Rule, type SourceFile } from '../house.ts'

const columnsMax = 110

/** No line of code or prose is longer than 110 characters; tables, data, SQL, addresses are exempt. */
export const lineLength: Rule = {
  name: 'line-length',
  why: 'Two files stand side by side on one screen, and a change shows in few words.',
  check(house) {
    return house.files
      .filter(({ path }) => /\.(ts|tsx|mts|mjs|js|css|html|md)$/.test(path) && !isGenerated(path))
      .flatMap((file) =>
        longLines(file).map(({ line, columns }) => ({
          path: file.path,
          line,
          message: `${columns} characters, at most ${columnsMax}`,
        })),
      )
  },
}

function longLines({ path, lines }: SourceFile): { line: number; columns: number }[] {
  const isProse = path.endsWith('.md')
  const found: { line: number; columns: number }[] = []
  let inFence = false
  lines.forEach((text, index) => {
    if (isProse && text.trimStart().startsWith('```')) inFence = !inFence
    const columns = [...text].length
    if (columns <= columnsMax || isAddress(text)) return
    if (isProse && (inFence || text.trimStart().startsWith('|'))) return
    found.push({ line: index + 1, columns })
  })
  return found
}

/** A comment or a paragraph that holds an address cannot always be broken before the limit. */
function isAddress(text: string): boolean {
  const address = /https?:\/\/\S+/.exec(text)?.[0] ?? ''
  return (
    address.length > 0 &&
    text.length - address.length <= columnsMax &&
    /^\s*(\/\/|\*|#|-|\d+\.|\[)/.test(text)
  )
}
