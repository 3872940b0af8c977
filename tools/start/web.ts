import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { access, mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { StartFault } from './fault.ts'

/** What the pages are built from, below the repository. */
const sources = ['apps/web', 'engines', 'kit', 'modules', 'regions', 'package-lock.json', 'tsconfig.json']
const skipped = new Set(['node_modules', 'built', 'recordings', 'sql'])
const wanted = /\.(ts|tsx|css|json|html|svg|png|woff2)$/

export type WebBuild = { built: boolean; stop(): void; done: Promise<void> }

/**
 * Are the pages built from other sources than those that lie here now (or not at all)? null: there are no
 * pages.
 */
export async function webHash(root: string): Promise<{ hash: string; current: boolean } | null> {
  const found = await access(path.join(root, 'apps/web/build.ts')).then(
    () => true,
    () => false,
  )
  if (!found) return null
  const hash = createHash('sha256')
  for (const place of (await Promise.all(sources.map((one) => filesBelow(path.join(root, one))))).flat()) {
    hash.update(`${path.relative(root, place)}\n`).update(await readFile(place))
  }
  const now = hash.digest('hex')
  const before = await readFile(noteOf(root), 'utf8').catch(() => '')
  return { hash: now, current: before === now }
}

/**
 * Builds the pages. `done` rejects with `start.web.failed` and what the builder said; a build that was
 * stopped or failed is not noted, so the next start builds again.
 */
export function buildWeb(root: string, hash: string): WebBuild {
  const child = spawn(process.execPath, [path.join(root, 'apps/web/build.ts')], {
    cwd: path.join(root, 'apps/web'),
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NODE_ENV: 'production' },
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      said = `${said}${chunk}`.slice(-8192)
    })
  }
  const done = new Promise<void>((resolve, reject) => {
    child.once('error', (error) => reject(new StartFault('start.web.failed', { said: error.message })))
    child.once('close', (code) => {
      if (code === 0) resolve()
      else reject(new StartFault('start.web.failed', { said: said.trim() }))
    })
  }).then(() => note(root, hash))
  return { built: true, done, stop: () => child.kill('SIGKILL') }
}

async function note(root: string, hash: string): Promise<void> {
  await mkdir(path.dirname(noteOf(root)), { recursive: true })
  await writeFile(noteOf(root), hash)
}

function noteOf(root: string): string {
  return path.join(root, 'apps/web/built/.sources')
}

async function filesBelow(place: string): Promise<string[]> {
  const entries = await readdir(place, { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => error)
  if (entries instanceof Error) return entries.code === 'ENOTDIR' ? [place] : []
  const found = await Promise.all(
    entries
      .filter((entry) => !skipped.has(entry.name) && !entry.name.startsWith('.'))
      .map((entry) => {
        const below = path.join(place, entry.name)
        if (entry.isDirectory()) return filesBelow(below)
        return wanted.test(entry.name) && !/\.test\.tsx?$/.test(entry.name) ? [below] : []
      }),
  )
  return found.flat().sort()
}
