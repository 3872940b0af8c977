import { type MessagePort, parentPort, workerData } from 'node:worker_threads'
import { openSession } from './load.ts'
import { type SeriesOptions, settingsOf } from './port.ts'
import { Store } from './store.ts'
import { type Answer, type Ask, type CallName, type Calls, movable, packFault } from './wire.ts'

/**
 * The worker that alone owns the database: it answers on every port it was given, until one tells it to
 * stop.
 */
async function start(options: SeriesOptions): Promise<void> {
  const opener = parentPort!
  try {
    const settings = settingsOf(options)
    const store = new Store(settings, await openSession(settings))
    const ports = new Set<MessagePort>()
    opener.once('message', (port: MessagePort) => serve(store, ports, port))
    opener.postMessage(null)
  } catch (error) {
    opener.postMessage(packFault(error))
  }
}

function serve(store: Store, ports: Set<MessagePort>, port: MessagePort): void {
  ports.add(port)
  port.on('close', () => ports.delete(port))
  port.on('message', async (ask: Ask) => {
    const { id } = ask
    try {
      if (ask.name === 'connect') serve(store, ports, ask.ask)
      const answer = await call(store, ask)
      port.postMessage({ id, ok: true, answer } satisfies Answer, movable(answer))
    } catch (error) {
      port.postMessage({ id, ok: false, fault: packFault(error) } satisfies Answer)
    }
    if (ask.name === 'stop') for (const each of ports) each.close()
  })
}

async function call(store: Store, ask: Ask): Promise<Calls[CallName]['answer']> {
  switch (ask.name) {
    case 'limits':
      return store.limits()
    case 'resolve':
      return store.resolve(ask.ask)
    case 'append':
      return store.append(ask.ask)
    case 'offset':
      return store.offset(ask.ask)
    case 'raw':
      return store.raw(ask.ask)
    case 'last':
      return store.last(ask.ask)
    case 'buckets':
      return store.buckets(ask.ask)
    case 'summaries':
      return store.summaries(ask.ask)
    case 'changes':
      return store.changes(ask.ask)
    case 'maintain':
      return store.maintain(ask.ask)
    case 'thin':
      return store.thin(ask.ask)
    case 'thinned':
      return store.thinned(ask.ask)
    case 'backup':
      return store.backup(ask.ask)
    case 'stats':
      return store.stats()
    case 'stop':
      return store.stop()
    case 'connect':
      return null
  }
}

await start((workerData as { options: SeriesOptions }).options)
