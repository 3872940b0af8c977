import { createServer, type Socket } from 'node:net'
import { Aedes } from 'aedes'
import mqtt, { type MqttClient } from 'mqtt'

export type TestBroker = {
  readonly url: string
  readonly port: number
  publish(topic: string, payload: string | Uint8Array, retain?: boolean): Promise<void>
  /** A client of its own, as a machine would be. */
  client(): Promise<MqttClient>
  cut(): void
  stop(): Promise<void>
}

/** A broker beside the machines: somebody else's, with a password. */
export async function startBroker(port = 0): Promise<TestBroker> {
  const broker = await Aedes.createBroker({
    authenticate: (_client, username, given, done) => {
      if (username === 'plant' && given?.toString() === 'secret') done(null, true)
      else done(Object.assign(new Error('refused'), { returnCode: 5 as never }), null)
    },
  })
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    broker.handle(socket)
  })
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  const at = (server.address() as { port: number }).port
  const url = `mqtt://127.0.0.1:${at}`
  const clients: MqttClient[] = []
  return {
    url,
    port: at,
    publish: (topic, payload, retain = false) =>
      new Promise((resolve, reject) => {
        const packet = { cmd: 'publish' as const, dup: false, qos: 1 as const, retain, topic }
        broker.publish({ ...packet, payload: Buffer.from(payload) }, (error) =>
          error ? reject(error) : resolve(),
        )
      }),
    async client() {
      const client = await mqtt.connectAsync(url, { username: 'plant', password: 'secret' })
      clients.push(client)
      return client
    },
    cut() {
      for (const socket of sockets) socket.destroy()
    },
    async stop() {
      for (const client of clients) client.end(true)
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      await new Promise<void>((resolve) => broker.close(() => resolve()))
      for (const socket of sockets) socket.destroy()
      await closed
    },
  }
}
