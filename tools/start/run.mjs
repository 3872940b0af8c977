// The first program of every npm script. It runs on the Node that the machine has (20 or newer), sees to it
// that the dependencies are installed, and hands over to Node 24 of node_modules, which runs TypeScript as it
// is.
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { accessSync, constants, existsSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../../', import.meta.url)).replace(/[/\\]$/, '')
const modules = path.join(root, 'node_modules')
const programs = {
  start: 'tools/start/start.ts',
  test: 'tools/test/run.ts',
  check: 'tools/check/run.ts',
  edge: 'apps/edge/main.ts',
  bench: 'bench/run.ts',
  backup: 'tools/backup/run.ts',
  restore: 'tools/restore/run.ts',
  administrator: 'tools/administrator/run.ts',
  'audit-verify': 'tools/audit-verify/run.ts',
  'evidence-verify': 'tools/evidence-verify/run.ts',
  'trace-verify': 'tools/trace-verify/run.ts',
  'pack-verify': 'tools/pack-verify/run.ts',
  'new-module': 'tools/new-module/run.ts',
  generate: 'tools/generate/run.ts',
}
const majorNeeded = 24

main(process.argv[2] ?? '', process.argv.slice(3))

/** @param {string} command @param {string[]} args */
function main(command, args) {
  const file = Object.hasOwn(programs, command)
    ? programs[/** @type {keyof typeof programs} */ (command)]
    : ''
  if (file === '' || !existsSync(path.join(root, file))) {
    const known = Object.values(programs).filter((one) => existsSync(path.join(root, one)))
    const names = Object.entries(programs).filter(([, one]) => known.includes(one))
    return fail('run.command.unknown', { command, commands: names.map(([name]) => name).join(', ') })
  }
  if (!installed() && !install()) return
  const node = nodeProgram()
  if (node !== null) handOver(node, path.join(root, file), args, command === 'start')
}

/** Are the packages of package-lock.json those in node_modules? Asked by hash, and only once in full. */
function installed() {
  const lockText = readFileSync(path.join(root, 'package-lock.json'), 'utf8')
  const hash = createHash('sha256').update(lockText).digest('hex')
  const note = path.join(modules, '.ronghe-installed')
  if (readOr(note, '') === hash) return true
  const wanted = JSON.parse(lockText).packages
  const present = JSON.parse(readOr(path.join(modules, '.package-lock.json'), '{"packages":{}}')).packages
  for (const [place, one] of Object.entries(wanted)) {
    if (place === '' || !place.includes('node_modules/')) continue
    const there = present[place]
    // A package for another platform is optional and not there.
    if (there === undefined && (one.optional || one.devOptional)) continue
    if (there === undefined || there.version !== one.version) return false
    if (!existsSync(path.join(root, place))) return false
  }
  writeQuietly(note, hash)
  return true
}

function install() {
  const isFirst = !existsSync(path.join(modules, '.package-lock.json'))
  say(isFirst ? 'run.install.first' : 'run.install.changed')
  const startMs = performance.now()
  const quiet = ['--no-audit', '--no-fund', '--loglevel=error']
  const done = npm(['install', '--no-save', ...quiet])
  if (done !== 0) return fail('run.install.failed', { code: done })
  say('run.install.done', { took: `${((performance.now() - startMs) / 1000).toFixed(1)} s` })
  // Asked in full, so that the next start need not.
  if (!installed()) return fail('run.install.incomplete')
  return true
}

/**
 * The Node 24 to run on. Its program comes by an install script, which some settings of npm keep from
 * running.
 */
function nodeProgram() {
  const program = path.join(modules, 'node/bin/node')
  if (isProgram(program)) return program
  if (Number(process.versions.node.split('.')[0]) >= majorNeeded) return process.execPath
  say('run.node.missing', { program })
  npm(['rebuild', 'node', '--loglevel=error'])
  if (isProgram(program)) return program
  const script = path.join(modules, 'node/installArchSpecificPackage.js')
  if (existsSync(script))
    spawnSync(process.execPath, [script], { cwd: path.dirname(script), stdio: 'inherit' })
  if (isProgram(program)) return program
  fail('run.node.failed', { program, mine: process.versions.node })
  return null
}

/** @param {string} node @param {string} file @param {string[]} args @param {boolean} isSupervised */
function handOver(node, file, args, isSupervised) {
  const child = spawn(node, [file, ...args], {
    // The channel tells the supervisor when this program is gone, however it went.
    stdio: isSupervised ? ['inherit', 'inherit', 'inherit', 'ipc'] : 'inherit',
    env: {
      ...process.env,
      PATH: `${path.dirname(node)}${path.delimiter}${process.env.PATH ?? ''}`,
      NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? path.join(modules, '.cache/node'),
      RONGHE_START_MS_BEFORE: String(Math.round(performance.now())),
    },
  })
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(name, () => child.kill(name))
  child.once('error', (error) => fail('run.node.failed', { program: node, mine: error.message }))
  child.once('exit', (code, signal) => process.exit(code ?? 128 + signalNumber(signal)))
  endWithNpm(child)
}

/** A shell between npm and us may die of a signal without passing it on; then our parent is another one. */
function endWithNpm(child) {
  if (!process.env.npm_lifecycle_event) return
  const parent = process.ppid
  setInterval(() => {
    if (process.ppid !== parent) child.kill('SIGTERM')
  }, 1000).unref()
}

/** @param {string | null} signal */
function signalNumber(signal) {
  return { SIGHUP: 1, SIGINT: 2, SIGQUIT: 3, SIGKILL: 9, SIGTERM: 15 }[signal ?? ''] ?? 1
}

/** @param {string[]} args */
function npm(args) {
  // npm's own program runs on the Node that runs us; outside of npm scripts it is found by name.
  const inside = process.env.npm_execpath
  const [program, first] = inside?.endsWith('.js') ? [process.execPath, [inside]] : ['npm', []]
  const done = spawnSync(program, [...first, ...args], { cwd: root, stdio: 'inherit' })
  return done.status ?? done.error?.message ?? String(done.signal)
}

/** @param {string} file */
function isProgram(file) {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** @param {string} file @param {string} otherwise */
function readOr(file, otherwise) {
  return existsSync(file) ? readFileSync(file, 'utf8') : otherwise
}

/** @param {string} file @param {string} text */
function writeQuietly(file, text) {
  try {
    writeFileSync(file, text)
  } catch {
    // A node_modules of somebody else works as well; the question is asked in full each time.
  }
}

/** @param {string} key @param {Record<string, string | number>} [values] */
function words(key, values = {}) {
  const asked = process.env.RONGHE_LANGUAGE
  const locales = asked === 'zh' || asked === 'en' ? [asked] : ['zh', 'en']
  return locales
    .map(
      (locale) => JSON.parse(readFileSync(path.join(root, `tools/start/i18n/${locale}.json`), 'utf8'))[key],
    )
    .map((text) => text.replace(/\{\{(\w+)\}\}/g, (_, name) => String(values[name])))
    .join('\n')
}

/** @param {string} key @param {Record<string, string | number>} [values] */
function say(key, values) {
  process.stdout.write(`${words(key, values)}\n`)
}

/** @param {string} key @param {Record<string, string | number>} [values] */
function fail(key, values) {
  process.stderr.write(`${words(key, values)}\n`)
  process.exitCode = 1
  return false
}
