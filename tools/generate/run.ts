import { mkdir, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { configTable } from '@ronghe/kit/config'
import { drawing } from '../tidy/drawing.ts'
import { readHouse } from '../tidy/house.ts'

/**
 * Prints what follows from the code into `docs/generated`: the drawing of the house and the table of
 * settings.
 */
const folder = fileURLToPath(new URL('../../docs/generated/', import.meta.url))
await mkdir(folder, { recursive: true })
await writeFile(`${folder}house.md`, drawing(readHouse(fileURLToPath(new URL('../../', import.meta.url)))))
console.log('docs/generated/house.md')
await writeFile(
  `${folder}config.md`,
  `# Settings\n\nEnvironment variables; empty means not set.\n\n${configTable()}\n`,
)
console.log('docs/generated/config.md')
