/**
 * What keeps the embedded PostgreSQL from starting, and what its words need; the words are `fault.<code>`.
 */
export type EmbeddedFaults = {
  'database.platform.unknown': { platform: string }
  'database.binary.missing': { package: string }
  'database.binary.unusable': { program: string; reason: string }
  'database.binary.unreachable': { native: string; shelters: string }
  'database.library.missing': { library: string }
  'database.place.foreign': { place: string; uid: number }
  'database.place.unreachable': { place: string; uid: number }
  'database.place.lost': { place: string; note: string }
  'database.place.shared': { place: string; other: string }
  'database.place.none': { dataDirectory: string; shelters: string }
  'database.socket.unsafe': { directory: string }
  'database.version.other': { cluster: string; found: string; needed: string }
  'database.account.unknown': { uid: number }
  'database.disk.full': { cluster: string }
  'database.create.failed': { cluster: string; reason: string }
  'database.start.failed': { cluster: string; reason: string }
  'database.backup.incomplete': { first: string; last: string }
  'database.restore.occupied': { cluster: string }
  'database.connect.failed': { reason: string }
}

/** A start that did not succeed, said by a code that has words and tells what to do. */
export class EmbeddedFault<Code extends keyof EmbeddedFaults = keyof EmbeddedFaults> extends Error {
  readonly code: Code
  readonly values: EmbeddedFaults[Code]

  constructor(code: Code, values: EmbeddedFaults[Code]) {
    super(`${code} ${JSON.stringify(values)}`)
    this.name = 'EmbeddedFault'
    this.code = code
    this.values = values
  }
}
