import { createHash } from 'node:crypto'
import { createServer } from 'node:net'
import { parentPort, workerData } from 'node:worker_threads'
import { Aedes, type Client } from 'aedes'
import { mayRead } from './scope.ts'
import type { BrokerData, FromBroker, Reader, ToBroker } from './wire.ts'

/** A reader that takes its messages so slowly is ended; it finds the newest values when it comes again. */
const waitingBytesMax = 4 * 1024 * 1024
const connectionsPerReaderMax = 10
const watchMs = 1000

const { host, port } = workerData as BrokerData
const readers = new WeakMap<Client, Reader>()
const clients = new Set<Client>()
const questions = new Map<number, (reader: Reader | null) => void>()
let questionNumber = 0
const tell = (told: FromBroker) => parentPort?.postMessage(told)

const broker = await Aedes.createBroker({
  concurrency: 500,
  heartbeatInterval: 30_000,
  connectTimeout: 15_000,
})

broker.authenticate = (client, username, password, done) => {
  const id = ++questionNumber
  const passwordHash = createHash('sha256')
    .update(password ?? '')
    .digest('hex')
  questions.set(id, (reader) => {
    const open = [...clients].filter((one) => readers.get(one)?.readerId === reader?.readerId).length
    if (!reader || open >= connectionsPerReaderMax) {
      return done(Object.assign(new Error('not authorized'), { returnCode: 4 }) as never, null)
    }
    readers.set(client, reader)
    done(null, true)
  })
  tell({ kind: 'authenticate', id, username: username ?? '', passwordHash })
}

/** Nobody writes here: values come from the machines alone. */
broker.authorizePublish = (_client, _packet, done) => done(new Error('read only'))

broker.authorizeSubscribe = (client, subscription, done) => {
  const reader = client && readers.get(client)
  done(null, reader && mayRead(reader.scope, subscription.topic) ? subscription : null)
}

broker.on('client', (client) => {
  clients.add(client)
  told()
})
broker.on('clientDisconnect', (client) => {
  clients.delete(client)
  told()
})

function told(): void {
  const open = [...clients].flatMap((client) => readers.get(client) ?? [])
  tell({
    kind: 'connections',
    readers: open.map(({ readerId, organisationId }) => ({ readerId, organisationId })),
  })
}

const watching = setInterval(() => {
  for (const client of clients) {
    const { writableLength = 0 } = client.conn as { writableLength?: number }
    if (writableLength > waitingBytesMax) client.close()
  }
}, watchMs)

const server = createServer(broker.handle)
server.on('error', (error) => tell({ kind: 'failed', message: error.message }))
server.listen(port, host, () => {
  const address = server.address()
  tell({ kind: 'listening', port: typeof address === 'object' && address ? address.port : port })
})

parentPort?.on('message', (message: ToBroker) => {
  if (message.kind === 'stop') return void stop()
  if (message.kind === 'answer') {
    questions.get(message.id)?.(message.reader)
    questions.delete(message.id)
    return
  }
  if (message.kind === 'disconnect') {
    for (const client of clients) {
      const reader = readers.get(client)
      if (reader?.readerId === message.readerId || reader?.organisationId === message.organisationId)
        client.close()
    }
    return
  }
  for (const [topic, payload] of message.items) {
    const packet = { cmd: 'publish' as const, topic, payload, qos: 0 as const, retain: true, dup: false }
    broker.publish(packet, () => {})
  }
})

async function stop(): Promise<void> {
  clearInterval(watching)
  server.close()
  await new Promise<void>((resolve) => broker.close(() => resolve()))
  parentPort?.close()
}
