import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

export type Received = { headers: Record<string, string | string[] | undefined>; body: string }

/** A subscriber’s end: keeps what it is sent and answers as it is told. */
export async function receiver() {
  const received: Received[] = []
  let status = 200
  const server = createServer((request, response) => {
    const pieces: Buffer[] = []
    request.on('data', (piece: Buffer) => pieces.push(piece))
    request.on('end', () => {
      if (status < 300)
        received.push({ headers: request.headers, body: Buffer.concat(pieces).toString('utf8') })
      response.writeHead(status, status === 302 ? { location: 'http://127.0.0.1:1/' } : {}).end()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/events`,
    received,
    answer(next: number): void {
      status = next
    },
    close: () => new Promise<void>((resolve) => void server.close(() => resolve())),
  }
}

type Document = {
  epcisBody: {
    queryResults: {
      queryName: string
      subscriptionID: string
      resultsBody: { eventList: { eventID: string }[] }
    }
  }
}

/** Ids of the events in what was sent. */
export function idsIn(bodies: readonly string[]): string[] {
  return bodies.flatMap((body) => {
    const { queryResults } = (JSON.parse(body) as Document).epcisBody
    return queryResults.resultsBody.eventList.map(({ eventID }) => eventID)
  })
}
