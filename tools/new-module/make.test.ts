import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { fileURLToPath } from 'node:url'
import { houseOf, readHouse } from '../tidy/house.ts'
import { faultLine, judge } from '../tidy/judge.ts'
import { rules } from '../tidy/rules.ts'
import { makeRoom, refusals } from './make.ts'
import { wire, withDependency, withPages, withServerRoom } from './wire.ts'

const house = fileURLToPath(new URL('../../', import.meta.url))
const names = { name: 'harbour', titleZh: '港口', titleEn: 'Harbour' }
const wired = [
  'apps/server/modules.ts',
  'apps/web/modules.ts',
  'apps/server/package.json',
  'apps/web/package.json',
]

describe('a new room', () => {
  let root = ''

  before(() => {
    root = mkdtempSync(join(tmpdir(), 'ronghe-new-module-'))
    symlinkSync(join(house, 'node_modules'), join(root, 'node_modules'))
    for (const path of [...wired, 'biome.json', 'tsconfig.json', 'package.json']) {
      mkdirSync(dirname(join(root, path)), { recursive: true })
      cpSync(join(house, path), join(root, path))
    }
    makeRoom(root, names)
    wire(root, names.name)
    const formatted = run('node_modules/.bin/biome', [
      'check',
      '--write',
      '--vcs-enabled=false',
      'modules',
      'apps',
    ])
    assert.equal(formatted.status, 0, formatted.said)
  })

  after(() => rmSync(root, { recursive: true, force: true }))

  it('keeps the house rules', () => {
    const texts = Object.fromEntries(readHouse(house).files.map(({ path, text }) => [path, text]))
    const added = Object.fromEntries(readHouse(root).files.map(({ path, text }) => [path, text]))
    const faults = judge(houseOf({ ...texts, ...added }), rules).filter(({ path }) =>
      path.startsWith('modules/harbour/'),
    )
    assert.deepEqual(faults.map(faultLine), [])
  })

  it('has nothing left of the room it was made from', () => {
    for (const { path, text } of readHouse(root).files.filter(({ path }) => path.startsWith('modules/'))) {
      assert.doesNotMatch(`${path}${text}`, /roomname|Room title|房间名/)
    }
    const words = JSON.parse(readFileSync(join(root, 'modules/harbour/i18n/zh.json'), 'utf8')) as Record<
      string,
      string
    >
    assert.equal(words['harbour.page.notes'], '港口')
  })

  it('compiles', () => {
    const config = { extends: './tsconfig.json', include: ['modules'], exclude: [] }
    writeFileSync(join(root, 'tsconfig.room.json'), JSON.stringify(config))
    const checked = run('node_modules/.bin/tsc', ['--noEmit', '-p', 'tsconfig.room.json'])
    const about = checked.said.split('\n').filter((line) => line.startsWith('modules/'))
    assert.deepEqual(about, [])
  })

  it('starts, and its test passes', () => {
    const tested = run(process.execPath, ['--test', 'modules/harbour/service.test.ts'])
    assert.equal(tested.status, 0, tested.said)
    assert.match(tested.said, /pass 9\b/)
  })

  it('is given to server and shell', () => {
    assert.match(readFileSync(join(root, 'apps/server/modules.ts'), 'utf8'), /harbourModule,?\s*\]/)
    assert.match(readFileSync(join(root, 'apps/web/modules.ts'), 'utf8'), /harbour\]/)
    for (const path of ['apps/server/package.json', 'apps/web/package.json']) {
      assert.match(readFileSync(join(root, path), 'utf8'), /"@ronghe\/harbour": "\*"/)
    }
  })

  it('is not made twice', () => {
    assert.throws(() => makeRoom(root, names), /modules\/harbour exists/)
  })

  function run(program: string, args: readonly string[]): { status: number | null; said: string } {
    const { NODE_TEST_CONTEXT: _, ...env } = process.env
    const path = program.startsWith('/') ? program : join(root, program)
    const done = spawnSync(process.execPath === path ? path : realProgram(path), args, {
      cwd: root,
      env,
      encoding: 'utf8',
    })
    return { status: done.status, said: `${done.stdout}${done.stderr}` }
  }
})

function realProgram(path: string): string {
  assert.ok(existsSync(path), `${path} is not installed`)
  return path
}

describe('names', () => {
  it('are refused with the reason', () => {
    assert.deepEqual(refusals('/nowhere', names), [])
    assert.match(refusals('/nowhere', { ...names, name: 'Harbour-1' })[0] ?? '', /lower-case/)
    assert.match(refusals('/nowhere', { ...names, name: 'kit' })[0] ?? '', /taken/)
    assert.match(refusals('/nowhere', { ...names, titleZh: 'Harbour' })[0] ?? '', /Chinese title/)
    assert.match(refusals('/nowhere', { ...names, titleEn: 'a "b"' })[0] ?? '', /English title/)
  })
})

describe('wiring', () => {
  it('adds to a list of one line, of many and to an empty one', () => {
    assert.equal(
      withPages('export const modules: readonly WebModule[] = [a, b]\n', 'c'),
      "import * as c from '@ronghe/c/web'\nexport const modules: readonly WebModule[] = [a, b, c]\n",
    )
    assert.match(
      withServerRoom('export const modules: M[] = [\n  aModule,\n] as M\n', 'c') ?? '',
      /aModule, cModule\n\]/,
    )
    assert.match(withServerRoom('export const modules = []\n', 'c') ?? '', /\[cModule\]/)
  })

  it('leaves alone what it does not know', () => {
    assert.equal(withServerRoom('export const rooms = []\n', 'c'), null)
    assert.equal(withDependency('{}', 'c'), null)
  })

  it('keeps the dependencies in order', () => {
    const text = withDependency('{ "dependencies": { "react": "1", "@ronghe/kit": "*" } }', 'harbour') ?? ''
    const { dependencies } = JSON.parse(text) as { dependencies: object }
    assert.deepEqual(Object.keys(dependencies), ['@ronghe/harbour', '@ronghe/kit', 'react'])
  })
})
