import { createHash } from 'node:crypto'
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { devicesFaults } from './config.ts'
import { ReasonError } from './reason.ts'
import type { DeviceConfig, Limits } from './schema.ts'

/** Machines as the server configured them: the version, the SHA-256 of the text, and the text (JSON). */
export type Kept = { version: number; hash: string; text: string }

export const none: Kept = { version: 0, hash: '', text: '[]' }

const name = 'devices.json'

/**
 * What the server configured last, kept so that an edge that starts without its server knows its machines.
 * A file that cannot be read counts as none: the server sends it again.
 */
export function keptDevices(directory: string): Kept {
  const path = join(directory, name)
  if (!existsSync(path)) return none
  try {
    const kept = JSON.parse(readFileSync(path, 'utf8')) as Kept
    return hashOf(kept.text) === kept.hash ? kept : none
  } catch {
    return none
  }
}

/** Written whole or not at all. */
export function keepDevices(directory: string, kept: Kept): void {
  const path = join(directory, name)
  // It may hold passwords of machines.
  const file = openSync(`${path}.new`, 'w', 0o600)
  try {
    writeSync(file, JSON.stringify(kept))
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
  renameSync(`${path}.new`, path)
}

export function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

/** The machines in a text; throws a reason where it is not the text that was meant or breaks rules. */
export function devicesIn(text: string, limits: Limits): DeviceConfig[] {
  let devices: unknown
  try {
    devices = JSON.parse(text)
  } catch {
    throw new ReasonError('edge.config.type', { type: 'array' })
  }
  if (devicesFaults(devices, limits).length > 0) throw new ReasonError('edge.config.refused')
  return devices as DeviceConfig[]
}
