import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { drawing, drawingPath } from '../tidy/drawing.ts'
import { readHouse } from '../tidy/house.ts'
import { makeRoom, type RoomNames, refusals } from './make.ts'
import { wire } from './wire.ts'

const usage = `npm run new-module -- <name> <Chinese title> <English title>
  The name is one lower-case word, as it stands in addresses and tables; README.md has an example.
  --no-install   leave package-lock.json as it is; npm install links the room later`

const root = fileURLToPath(new URL('../../', import.meta.url))
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { 'no-install': { type: 'boolean', default: false } },
})
const [name = '', titleZh = '', titleEn = ''] = positionals
process.exitCode = make({ name, titleZh, titleEn })

/** Makes the room, gives it to server and shell, formats and links it. Answers the exit code. */
function make(names: RoomNames): number {
  const found = positionals.length === 3 ? refusals(root, names) : [usage]
  if (found.length > 0) {
    for (const refusal of found) console.error(refusal)
    return 1
  }
  const made = makeRoom(root, names)
  const { changed, left } = wire(root, names.name)
  run('biome', ['check', '--write', '--log-level=error', `modules/${names.name}`, ...changed])
  writeFileSync(join(root, drawingPath), drawing(readHouse(root)))
  for (const path of [...made, ...changed, drawingPath]) console.log(path)
  for (const path of left) console.log(`${path}: has another shape than expected; add the room by hand`)
  console.log(nextSteps(names.name))
  if (values['no-install']) return 0
  return run('npm', ['install', '--no-audit', '--no-fund', '--loglevel=error'])
}

function run(program: string, args: readonly string[]): number {
  const path = `${join(root, 'node_modules/.bin')}:${process.env.PATH ?? ''}`
  const done = spawnSync(program, args, { cwd: root, stdio: 'inherit', env: { ...process.env, PATH: path } })
  return done.status ?? 1
}

function nextSteps(name: string): string {
  return `
Next:
  - give ${name}.read and ${name}.write to the roles that shall have them: modules/registry/roles.json
  - node --test modules/${name}/service.test.ts
  - npm run check
  - change notes into the room's own nouns: contract.ts first, then sql/, store.ts, service.ts, i18n/, web/`
}
