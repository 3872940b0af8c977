/** A table that a piece of SQL reads or writes, or refers to by key, with its place in the text. */
export type TableUse = { name: string; offset: number; isReference: boolean }

type Token = { text: string; offset: number; kind: 'word' | 'sign' }

const listEnds = words(
  'where group order limit offset on set using returning union except intersect having window for select',
)
const skipped = words('only lateral if not exists table concurrently temporary temp unlogged recursive')
/** What `create … on table` may make. */
const onSubjects = words('index trigger policy')
const noTables = words(
  'set of skip nowait on cascade restrict no delete update insert conflict all select or schema function',
)
/** Functions of the standard whose own syntax has the word `from` between their parentheses. */
const withFrom = words('extract substring trim overlay position btrim')

/**
 * Names the tables of a piece of PostgreSQL: after from, join, into, update, table, references, and on for
 * indexes, triggers and policies. Common table expressions, functions and blanks (`?`) are no tables.
 */
export function tablesIn(sql: string): TableUse[] {
  const tokens = tokensOf(sql)
  const own = namesOfExpressions(tokens)
  const uses: TableUse[] = []
  const lists: boolean[] = [false]
  const functions: string[] = ['']
  let statement = ''
  let namesTableByOn = false
  tokens.forEach((token, index) => {
    const word = token.text
    const before = tokens[index - 1]?.text ?? ''
    if (statement === '' && token.kind === 'word') statement = word
    if (word === ';') statement = ''
    if (word === ';' || word === 'select') namesTableByOn = false
    if (onSubjects.has(word) && (statement === 'create' || statement === 'drop')) namesTableByOn = true
    if (word === 'grant' || word === 'revoke') namesTableByOn = true
    if (word === '(') {
      lists.push(false)
      functions.push(before)
    } else if (word === ')' && lists.length > 1) {
      lists.pop()
      functions.pop()
    }
    const depth = lists.length - 1
    if (listEnds.has(word) || word === ';') lists[depth] = false
    const opensList = word === 'from' && before !== 'distinct' && !withFrom.has(functions[depth] ?? '')
    if (opensList) lists[depth] = true
    const continues = word === ',' && lists[depth]
    const pointsOn = word === 'on' && namesTableByOn
    if (!opensList && !continues && !pointsOn && !leadsToTable(word, before, statement)) return
    if (pointsOn) namesTableByOn = false
    const found = tableAfter(tokens, index, opensList || continues || word === 'join')
    if (found && !own.has(found.name)) uses.push({ ...found, isReference: word === 'references' })
  })
  return uses
}

function leadsToTable(word: string, before: string, statement: string): boolean {
  if (word === 'join' || word === 'references' || word === 'truncate') return true
  if (word === 'into') return before === 'insert' || before === 'merge'
  if (word === 'update') return !words('for do on key or after before of grant').has(before) && before !== ','
  if (word === 'table') return true
  if (word === 'column') return statement === 'comment'
  return word === 'using' && (statement === 'delete' || statement === 'merge')
}

/** The name that follows; in a list of sources a name before `(` is a function. */
function tableAfter(tokens: readonly Token[], index: number, inList: boolean) {
  let place = index + 1
  while (skipped.has(tokens[place]?.text ?? '')) place += 1
  const token = tokens[place]
  if (token?.kind !== 'word' || noTables.has(token.text)) return null
  if (inList && tokens[place + 1]?.text === '(') return null
  const parts = token.text.split('.')
  const schema = parts.length > 1 ? parts[0] : undefined
  if (schema === 'information_schema' || schema === 'pg_catalog') return null
  const name = schema === 'public' ? parts[1] : parts[0]
  return name ? { name, offset: token.offset } : null
}

/** `with name as (…)`, `name (a, b) as materialized (…)`. */
function namesOfExpressions(tokens: readonly Token[]): Set<string> {
  const names = new Set<string>()
  tokens.forEach(({ text }, index) => {
    if (text !== 'as') return
    let after = index + 1
    while (['not', 'materialized'].includes(tokens[after]?.text ?? '')) after += 1
    if (tokens[after]?.text !== '(') return
    let place = index - 1
    if (tokens[place]?.text === ')') {
      while (place >= 0 && tokens[place]?.text !== '(') place -= 1
      place -= 1
    }
    const name = tokens[place]
    if (name?.kind === 'word') names.add(name.text)
  })
  return names
}

const tokenPattern = new RegExp(
  [
    /--[^\n]*|\/\*[\s\S]*?\*\//, // comments
    /e?'(?:[^']|'')*'/, // texts
    /"[^"]+"(?:\."[^"]+")?|[a-z_][\w$]*(?:\.[a-z_"][\w$"]*)*/, // names, with their schema
    /\$\w*\$|\S/, // quotes of a function's body, and signs
  ]
    .map(({ source }) => source)
    .join('|'),
  'gi',
)

function tokensOf(sql: string): Token[] {
  const tokens: Token[] = []
  for (const { 0: text, index } of sql.matchAll(tokenPattern)) {
    if (/^(--|\/\*|e?')/i.test(text)) continue
    const isWord = /^[a-z_"]/i.test(text)
    tokens.push({
      text: text.replaceAll('"', '').toLowerCase(),
      offset: index,
      kind: isWord ? 'word' : 'sign',
    })
  }
  return tokens
}

function words(text: string): Set<string> {
  return new Set(text.split(' '))
}
