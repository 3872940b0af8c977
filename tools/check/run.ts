import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { duration, print, t } from '../start/words.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))

/** What is checked: the words' key, and the program with its arguments. */
const checks: readonly { key: string; program: string; args: readonly string[] }[] = [
  { key: 'check.types', program: bin('tsc'), args: ['-p', root, '--noEmit'] },
  { key: 'check.style', program: bin('biome'), args: ['check', '--max-diagnostics=50', root] },
  { key: 'check.house', program: process.execPath, args: [path.join(root, 'tools/tidy/run.ts')] },
]

await run()

/** Runs all checks at once; each prints its result when it is there, and what it found when it failed. */
async function run(): Promise<void> {
  const results = await Promise.all(checks.filter(({ args }) => isThere(args)).map(runOne))
  const failed = results.filter((passed) => !passed).length
  print(t(failed === 0 ? 'check.passed' : 'check.failed', { count: results.length, failed }))
  process.exitCode = failed === 0 ? 0 : 1
}

async function runOne({ key, program, args }: (typeof checks)[number]): Promise<boolean> {
  const startMs = performance.now()
  const { code, said } = await outputOf(program, args)
  const took = duration(performance.now() - startMs)
  print(`  ${code === 0 ? '✔' : '✖'} ${t(key)}  (${took})`)
  if (code !== 0) print(said.trimEnd())
  return code === 0
}

function outputOf(program: string, args: readonly string[]): Promise<{ code: number | null; said: string }> {
  const child = spawn(program, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      said += chunk
    })
  }
  return new Promise((resolve) => {
    child.once('error', (error) => resolve({ code: null, said: error.message }))
    child.once('close', (code) => resolve({ code, said }))
  })
}

function bin(name: string): string {
  return path.join(root, 'node_modules/.bin', name)
}

function isThere(args: readonly string[]): boolean {
  const file = args.find((one) => one.endsWith('.ts'))
  return file === undefined || existsSync(file)
}
