import { hkdfSync } from 'node:crypto'
import { mkdir, open, readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'
import type { Clock } from '../clock/index.ts'
import type { Config } from './index.ts'

type Owner = { config: Config; clock: Clock }

/**
 * The server's secret: as configured, or made once and kept in the data folder for its owner alone.
 */
export async function secretOf({ config, clock }: Owner): Promise<string> {
  if (config.SECRET !== '') return config.SECRET
  const path = join(config.DATA_DIR, 'secret')
  const kept = await readFile(path, 'utf8').catch(() => '')
  if (kept.trim().length >= 32) return kept.trim()
  await mkdir(config.DATA_DIR, { recursive: true })
  const temporary = `${path}.new`
  const file = await open(temporary, 'w', 0o600)
  const secret = Buffer.from(clock.randomBytes(32)).toString('hex')
  await file.writeFile(`${secret}\n`)
  await file.sync()
  await file.close()
  await rename(temporary, path)
  return secret
}

/** A key of 32 bytes for one purpose, so that no two purposes share one (RFC 5869). */
export async function keyFor(owner: Owner, purpose: string): Promise<Buffer> {
  return Buffer.from(hkdfSync('sha256', await secretOf(owner), 'ronghe', purpose, 32))
}
