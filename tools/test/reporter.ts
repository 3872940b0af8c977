import path from 'node:path'
import type { TestEvent } from 'node:test/reporters'

type File = {
  passed: number
  skipped: string[]
  failures: string[]
  /** What tests measured and want to be read. */
  notes: string[]
  output: string
  tookMs: number
}

/**
 * One line for each test file, in full only what failed, was skipped or was measured, and the closing lines
 * of Node's runner. What tests printed is shown when their file failed. What failed is said again at the very
 * end: of a long log that is kept in part, this is the part that is kept.
 */
export default async function* report(source: AsyncIterable<TestEvent>): AsyncGenerator<string> {
  const files = new Map<string, File>()
  /** Processes of several files of which one failed; what they printed is told at the end. */
  const failed = new Set<string>()
  const again: string[] = []
  let current = ''
  const close = function* (): Generator<string> {
    const file = files.get(current)
    if (file) yield* lines(current, file)
    for (const one of file?.failures ?? []) again.push(`✖ ${current}\n    ✖ ${one}\n`)
    files.delete(current)
  }
  for await (const { type, data } of source) {
    if (!data) continue
    const name =
      'file' in data && typeof data.file === 'string' ? path.relative(process.cwd(), data.file) : ''
    if (type === 'test:stdout' || type === 'test:stderr') fileOf(files, name).output += data.message
    if (type === 'test:diagnostic' && name !== '') fileOf(files, name).notes.push(data.message)
    if (type === 'test:diagnostic' && name === '') {
      yield* close()
      current = ''
      yield `ℹ ${data.message}\n`
    }
    if (type !== 'test:pass' && type !== 'test:fail') continue
    const whole = isWhole(data)
    const next = whole ? path.relative(process.cwd(), data.name) : name
    if (next !== current) {
      yield* close()
      current = next
    }
    if (whole) {
      if (finish(fileOf(files, current), data)) failed.add(name)
      continue
    }
    note(fileOf(files, name), type, data)
    if (data.nesting === 0) fileOf(files, name).tookMs += data.details.duration_ms
  }
  yield* close()
  for (const one of failed) yield* outputOf(one, files.get(one))
  yield* again
}

type Result = Extract<TestEvent, { type: 'test:pass' | 'test:fail' }>['data']

/** Is it the suite of a whole file, that shares its process with others? */
function isWhole({ nesting, details, name }: Result): boolean {
  return nesting === 0 && details.type === 'suite' && path.isAbsolute(name)
}

/** A suite that failed though none of its tests did could not be read. */
function finish(file: File, data: Result): boolean {
  file.tookMs = data.details.duration_ms
  const isFailed = 'error' in data.details
  if (isFailed && file.failures.length === 0) file.failures.push(`${data.name}\n${errorText(data)}`)
  return isFailed
}

function note(file: File, type: 'test:pass' | 'test:fail', data: Result): void {
  // A suite is the sum of its tests; its own failure is theirs.
  if (data.details.type === 'suite') return
  if (data.skip !== undefined)
    file.skipped.push(`${data.name}${data.skip === true ? '' : `  # ${data.skip}`}`)
  else if (type === 'test:pass' || data.todo !== undefined) file.passed += 1
  else file.failures.push(`${data.name}\n${errorText(data)}`)
}

function errorText(data: Result): string {
  const { error } = data.details as { error?: Error & { cause?: unknown } }
  return chainOf(error?.cause ?? error)
    .join('\ncause: ')
    .replaceAll(/^/gm, '      ')
}

/** An error and what caused it: a property says what failed in its cause alone. */
function chainOf(cause: unknown): string[] {
  if (!(cause instanceof Error)) return [String(cause)]
  const own = cause.stack ?? cause.message
  return cause.cause === undefined ? [own] : [own, ...chainOf(cause.cause)]
}

function* lines(name: string, file: File): Generator<string> {
  const tookSeconds = (file.tookMs / 1000).toFixed(1)
  const failed = file.failures.length
  yield `${failed === 0 ? '✔' : '✖'} ${name}  ${file.passed}/${file.passed + failed}  (${tookSeconds} s)\n`
  for (const one of file.notes) yield `    ℹ ${one}\n`
  for (const one of file.skipped) yield `    ﹣ ${one}\n`
  for (const one of file.failures) yield `    ✖ ${one}\n`
  if (failed > 0) yield* outputOf('', file)
}

function* outputOf(name: string, file: File | undefined): Generator<string> {
  const output = file?.output.trim() ?? ''
  if (output !== '') yield `    ── output ${name} ──\n${output.slice(-8000)}\n`
}

function fileOf(files: Map<string, File>, name: string): File {
  const found = files.get(name)
  if (found) return found
  const made: File = {
    passed: 0,
    skipped: [],
    failures: [],
    notes: [],
    output: '',
    tookMs: 0,
  }
  files.set(name, made)
  return made
}
