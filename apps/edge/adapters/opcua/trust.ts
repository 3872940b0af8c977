import { X509Certificate } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync } from 'node:fs'
import { basename, join } from 'node:path'
import { ReasonError } from '../../reason.ts'

export type Certificate = {
  /** SHA-1 of the certificate, as OPC UA tools show it (OPC 10000-6, 6.2). */
  thumbprint: string
  subject: string
  issuer: string
  validFrom: string
  validTo: string
  isTrusted: boolean
}

const folders = { trusted: join('pki', 'trusted', 'certs'), rejected: join('pki', 'rejected') }

/** Certificates of OPC UA servers this edge met or trusts, and its own, which servers must trust. */
export function listCertificates(directory: string): {
  own: (Omit<Certificate, 'isTrusted'> & { pem: string })[]
  rows: Certificate[]
} {
  const own = found(join(directory, 'pki', 'own', 'certs')).map(({ certificate }) => ({
    ...describe(certificate),
    pem: certificate.toString(),
  }))
  const rows = new Map<string, Certificate>()
  for (const isTrusted of [true, false]) {
    for (const { certificate } of found(join(directory, folders[isTrusted ? 'trusted' : 'rejected']))) {
      const described = describe(certificate)
      if (!rows.has(described.thumbprint)) rows.set(described.thumbprint, { ...described, isTrusted })
    }
  }
  return { own, rows: [...rows.values()] }
}

/** Moves a certificate between trusted and rejected; the next attempt to connect counts by it. */
export function trustCertificate(directory: string, thumbprint: string, trusted: boolean): Certificate {
  const from = join(directory, folders[trusted ? 'rejected' : 'trusted'])
  const to = join(directory, folders[trusted ? 'trusted' : 'rejected'])
  const file = found(from).find(({ certificate }) => thumbprintOf(certificate) === thumbprint)
  if (!file) throw new ReasonError('edge.opcua.noCertificate', { thumbprint })
  mkdirSync(to, { recursive: true })
  renameSync(file.path, join(to, basename(file.path)))
  return { ...describe(file.certificate), isTrusted: trusted }
}

function found(folder: string): { path: string; certificate: X509Certificate }[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .filter((name) => /\.(pem|der|crt|cer)$/i.test(name))
    .flatMap((name) => {
      const path = join(folder, name)
      try {
        return [{ path, certificate: new X509Certificate(readFileSync(path)) }]
      } catch {
        return []
      }
    })
}

function describe(certificate: X509Certificate): Omit<Certificate, 'isTrusted'> {
  return {
    thumbprint: thumbprintOf(certificate),
    subject: certificate.subject.replaceAll('\n', ', '),
    issuer: certificate.issuer.replaceAll('\n', ', '),
    validFrom: new Date(certificate.validFrom).toISOString(),
    validTo: new Date(certificate.validTo).toISOString(),
  }
}

function thumbprintOf(certificate: X509Certificate): string {
  return certificate.fingerprint.replaceAll(':', '').toUpperCase()
}
