import { spawn } from 'node:child_process'
import { chmod, glob, mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { startTestPostgres } from '@ronghe/kit/db/embedded'
import { signalGroup } from '../start/process.ts'
import { buildWeb, webHash } from '../start/web.ts'
import { complain, duration, faultText, print, t } from '../start/words.ts'
import { ensureBrowser } from './browser.ts'
import { endAll } from './leftovers.ts'
import { filesFor, processesOf } from './order.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))
const endingMsMax = 10_000

await run(process.argv.slice(2)).catch((error: unknown) => {
  complain(faultText(error))
  process.exitCode = 1
})

/**
 * Runs all tests (or those whose path holds one of the words given) on one PostgreSQL. Everything temporary
 * lies in one folder that is removed; a process that a test leaves behind is named, killed, and fails the
 * run.
 */
async function run(words: readonly string[]): Promise<void> {
  const startMs = performance.now()
  const files = await testFiles(words)
  if (files.length === 0) {
    complain(t('test.none', { words: words.join(' ') }))
    process.exitCode = 1
    return
  }
  await ensureBrowser()
  // What a test proves of the disk it proves with a server of its own; this one ends with the run.
  process.env.RONGHE_TEST_FSYNC ??= 'off'
  const [{ url }] = await Promise.all([startTestPostgres(), ensurePages(files)])
  print(t('test.begin', { count: files.length, took: duration(performance.now() - startMs) }))
  const folder = await mkdtemp(path.join(os.tmpdir(), 'ronghe-run-'))
  // Tests that become another user make their own files in it.
  await chmod(folder, 0o1777)
  try {
    const isAlone = process.env.RONGHE_TEST_ALONE === '1'
    const started = await filesFor(processesOf(files, isAlone), root, folder)
    process.exitCode = await runTests(started, { TMPDIR: folder, RONGHE_TEST_POSTGRES_URL: url })
    const left = await endAll(folder, endingMsMax)
    for (const { pid, command } of left) complain(t('test.left', { pid, command }))
    if (left.length > 0) process.exitCode = 1
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5 })
  }
  print(t('test.end', { took: duration(performance.now() - startMs) }))
}

/** Pages are built once for all tests that open them: who builds takes away the files of those who read. */
async function ensurePages(files: readonly string[]): Promise<void> {
  if (!files.some((file) => /^(apps\/web|tools\/(backup|start|whole))\//.test(file))) return
  const pages = await webHash(root)
  if (pages === null) return
  if (!pages.current) {
    print(t('start.web.building'))
    await buildWeb(root, pages.hash).done
  }
  process.env.RONGHE_TEST_WEB = path.join(root, 'apps/web/built')
}

async function testFiles(words: readonly string[]): Promise<string[]> {
  const found: string[] = []
  const exclude = (name: string) => /(^|\/)(node_modules|\.git|built)$/.test(name)
  for await (const file of glob('**/*.test.{ts,tsx}', { cwd: root, exclude })) found.push(file)
  return found.filter((file) => words.length === 0 || words.some((word) => file.includes(word)))
}

function runTests(files: readonly string[], env: Record<string, string>): Promise<number> {
  const child = spawn(process.execPath, [path.join(root, 'tools/test/files.ts'), ...files], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    detached: true,
    env: { ...process.env, ...env },
  })
  const end = () => child.pid && signalGroup(child.pid, 'SIGTERM')
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, end)
  return new Promise((resolve) => {
    child.once('close', (code) => {
      for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.off(name, end)
      resolve(code ?? 1)
    })
  })
}
