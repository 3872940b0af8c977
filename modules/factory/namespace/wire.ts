/** What the main thread and the thread of the namespace's broker say to each other. */
export type BrokerData = { host: string; port: number }

export type Reader = { readerId: string; organisationId: string; scope: string }

export type ToBroker =
  /** Newest values; an empty payload takes the topic back. */
  | { kind: 'publish'; items: [topic: string, payload: string][] }
  | { kind: 'answer'; id: number; reader: Reader | null }
  /** Ends the connections of a reader, or of all of a firm. */
  | { kind: 'disconnect'; readerId?: string; organisationId?: string }
  | { kind: 'stop' }

export type FromBroker =
  | { kind: 'listening'; port: number }
  | { kind: 'failed'; message: string }
  | { kind: 'authenticate'; id: number; username: string; passwordHash: string }
  | { kind: 'connections'; readers: { readerId: string; organisationId: string }[] }
