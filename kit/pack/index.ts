import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto'
import { type ArchivePart, unzip, zipOf } from '../archive/index.ts'
import { changedRows, hashedRows, type RowFault } from './rows.ts'

/**
 * A pack: files with a manifest of their hashes, signed by Ed25519 (RFC 8032), in one ZIP archive. Whoever
 * has it can verify it offline with `sha256sum` and `openssl`, or with `npm run pack:verify`.
 */
export type PackAbout = { subject: string; madeAt: string; madeBy: string; source: string }

export type PackFault = {
  path: string
  fault: 'changed' | 'missing' | 'unlisted' | 'signature' | 'manifest' | 'otherKey'
  /** Rows of a changed list that are not as they were, counted from one, with what names them. */
  rows?: RowFault[]
}

type Manifest = PackAbout & {
  format: string
  files: { path: string; bytes: number; sha256: string; rows?: string[] }[]
}

const format = 'ronghe.pack/1'
const own = ['manifest.json', 'manifest.sig', 'public-key.pem', 'SHA256SUMS', 'VERIFY.txt']
/** PKCS #8 around a 32-byte Ed25519 seed (RFC 8410). */
const seedPrefix = Buffer.from('302e020100300506032b657004220420', 'hex')

/** The signing key that a secret of 32 bytes is the seed of. */
export function signingKey(seed: Uint8Array): KeyObject {
  if (seed.length !== 32) throw new RangeError('a seed has 32 bytes')
  const key = Buffer.concat([seedPrefix, seed])
  return createPrivateKey({ key, format: 'der', type: 'pkcs8' })
}

/** The archive; `howTo` are sentences for people that stand above the commands in VERIFY.txt. */
export function packOf(
  parts: readonly ArchivePart[],
  about: PackAbout,
  { key, howTo }: { key: KeyObject; howTo: string },
): Buffer {
  for (const { name } of parts)
    if (own.includes(name) || !isPlain(name)) throw new RangeError(`a part may not be named ${name}`)
  const files = parts.map(({ name, content }) => ({
    path: name,
    bytes: content.length,
    sha256: sha256(content),
    ...hashedRows(content),
  }))
  const manifest = text('manifest.json', `${JSON.stringify({ format, ...about, files }, null, 2)}\n`)
  const publicKey = createPublicKey(key).export({ type: 'spki', format: 'pem' }).toString()
  const sums = [...files, { path: manifest.name, sha256: sha256(manifest.content) }]
  return zipOf([
    ...parts,
    manifest,
    { name: 'manifest.sig', content: sign(null, manifest.content, key) },
    text('public-key.pem', publicKey),
    text('SHA256SUMS', sums.map((one) => `${one.sha256}  ${one.path}\n`).join('')),
    text('VERIFY.txt', `${howTo}\n\n${commands}`),
  ])
}

const commands = `sha256sum -c SHA256SUMS
openssl pkeyutl -verify -pubin -inkey public-key.pem -rawin -in manifest.json -sigfile manifest.sig
npm run pack:verify -- <pack.zip> [public-key.pem]
`

/** All that is wrong with a pack, by the file it concerns; `trusted` is the key that must have signed. */
export function verifyPack(archive: Buffer, trusted?: string): PackFault[] {
  let parts: ArchivePart[]
  try {
    parts = unzip(archive)
  } catch {
    return [{ path: '', fault: 'manifest' }]
  }
  const byName = new Map(parts.map((one) => [one.name, one.content]))
  const manifest = manifestOf(byName.get('manifest.json'))
  if (!manifest) return [{ path: 'manifest.json', fault: 'manifest' }]
  const faults: PackFault[] = []
  const pem = byName.get('public-key.pem')?.toString('utf8') ?? ''
  if (!isSigned(byName, pem)) faults.push({ path: 'manifest.json', fault: 'signature' })
  if (trusted !== undefined && plainPem(trusted) !== plainPem(pem))
    faults.push({ path: 'public-key.pem', fault: 'otherKey' })
  for (const { path, sha256: hash, rows } of manifest.files) {
    const content = byName.get(path)
    if (!content) faults.push({ path, fault: 'missing' })
    else if (sha256(content) !== hash)
      faults.push({ path, fault: 'changed', ...(rows ? changedRows(content, rows) : {}) })
  }
  const listed = new Set([...manifest.files.map((one) => one.path), ...own])
  const names = parts.map((one) => one.name)
  for (const [index, name] of names.entries())
    if (!listed.has(name) || names.indexOf(name) < index) faults.push({ path: name, fault: 'unlisted' })
  return faults
}

function manifestOf(content: Buffer | undefined): Manifest | null {
  try {
    const found = JSON.parse(content?.toString('utf8') ?? '') as Manifest
    return found.format === format && Array.isArray(found.files) ? found : null
  } catch {
    return null
  }
}

function isSigned(byName: ReadonlyMap<string, Buffer>, pem: string): boolean {
  const [manifest, signature] = [byName.get('manifest.json'), byName.get('manifest.sig')]
  if (!manifest || !signature) return false
  try {
    return verify(null, manifest, createPublicKey(pem), signature)
  } catch {
    return false
  }
}

/** Relative, without a way out of the folder into which it is unpacked. */
function isPlain(name: string): boolean {
  return /^[^/\\\0\n]+(\/[^/\\\0\n]+)*$/.test(name) && !name.split('/').includes('..')
}

function text(name: string, content: string): ArchivePart {
  return { name, content: Buffer.from(content, 'utf8') }
}

function plainPem(pem: string): string {
  return pem.replace(/\s/g, '')
}

function sha256(content: Buffer): string {
  return createHash('sha256').update(content).digest('hex')
}
