import { createCipheriv, createDecipheriv } from 'node:crypto'
import { credentialsOf, type Device } from './devices.ts'

/** What a sealed password begins with: the way it was sealed, so that another can follow. */
const mark = 'sealed:1:'
const cipher = 'aes-256-gcm'
const nonceBytes = 12
const tagBytes = 16

/**
 * Devices as they are kept: passwords of machines sealed (AES-256-GCM) for the firm they belong to, so that
 * who reads the database or its backup does not read them, and none can be moved to another firm's row.
 */
export function sealDevices(
  devices: readonly Device[],
  lock: { key: Buffer; organisationId: string; randomBytes(size: number): Uint8Array },
): Device[] {
  return devices.map((device) =>
    withPassword(device, (password) => {
      if (password === '' || isSealed(password)) return password
      const nonce = Buffer.from(lock.randomBytes(nonceBytes))
      const sealing = createCipheriv(cipher, lock.key, nonce)
      sealing.setAAD(Buffer.from(lock.organisationId))
      const text = Buffer.concat([sealing.update(password, 'utf8'), sealing.final()])
      return mark + Buffer.concat([nonce, sealing.getAuthTag(), text]).toString('base64url')
    }),
  )
}

/** Devices as their edge needs them. Throws when the key is not the one they were sealed with. */
export function openDevices(
  devices: readonly Device[],
  lock: { key: Buffer; organisationId: string },
): Device[] {
  return devices.map((device) =>
    withPassword(device, (password) => {
      if (!isSealed(password)) return password
      const bytes = Buffer.from(password.slice(mark.length), 'base64url')
      const opening = createDecipheriv(cipher, lock.key, bytes.subarray(0, nonceBytes))
      opening.setAAD(Buffer.from(lock.organisationId))
      opening.setAuthTag(bytes.subarray(nonceBytes, nonceBytes + tagBytes))
      const text = bytes.subarray(nonceBytes + tagBytes)
      return Buffer.concat([opening.update(text), opening.final()]).toString('utf8')
    }),
  )
}

export function isSealed(password: string): boolean {
  return password.startsWith(mark)
}

function withPassword(device: Device, change: (password: string) => string): Device {
  const credentials = credentialsOf(device)
  if (typeof credentials?.password !== 'string') return device
  return { ...device, credentials: { ...credentials, password: change(credentials.password) } }
}
