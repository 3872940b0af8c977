import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** Examples, schemas and API of GS1 may not be copied into the project; tests read them beside it. */
const folder = new URL('../../../../shared/data/epcis-gs1/', import.meta.url)

/** Said by tests that are left out. */
export const absent = existsSync(folder) ? false : `no ${fileURLToPath(folder)}`

export function officialFiles(below: string, ending: string): string[] {
  if (absent) return []
  return readdirSync(new URL(`${below}/`, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(ending))
    .map((name) => `${below}/${name}`)
    .sort()
}

export function officialText(path: string): string {
  return readFileSync(new URL(path.split('/').map(encodeURIComponent).join('/'), folder), 'utf8')
}
