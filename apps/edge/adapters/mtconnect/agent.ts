import { messageOf, ReasonError } from '../../reason.ts'
import {
  type AgentError,
  type DataItem,
  dataItemsOf,
  parseDocument,
  type Streams,
  streamsOf,
} from './documents.ts'
import { boundaryOf, Multipart } from './multipart.ts'

const documentBytesMax = 64 * 1024 * 1024

/** The agent no longer has what was asked for: its buffer went on, or it is another instance. */
export class OutOfRange extends ReasonError {}

/** The requests of an MTConnect agent (Part 1, protocol) as typed answers. Every fault is a `ReasonError`. */
export class Agent {
  readonly #url: string

  /** `url` may name one device of several: `http://agent:5000/Mazak01`. */
  constructor(url: string) {
    this.#url = url.replace(/\/+$/, '')
  }

  /** Data items of the one device that the URL names. */
  async probe(signal: AbortSignal): Promise<DataItem[]> {
    const root = readRoot(await this.#text('/probe', signal))
    const devices = dataItemsOf(root)
    const [first] = devices
    if (!first) throw new ReasonError('edge.mtconnect.noDevice')
    if (devices.length > 1) {
      const names = devices.map((found) => found.device).join(', ')
      throw new ReasonError('edge.mtconnect.severalDevices', { names })
    }
    return first.items
  }

  /** Newest values, or those that held at a sequence number. */
  async current(signal: AbortSignal, at?: number): Promise<Streams> {
    return streamsOf(readRoot(await this.#text(at === undefined ? '/current' : `/current?at=${at}`, signal)))
  }

  async sample(from: number, count: number, signal: AbortSignal): Promise<Streams> {
    return streamsOf(readRoot(await this.#text(`/sample?from=${from}&count=${count}`, signal)))
  }

  /**
   * The stream of samples from a sequence number on: each document as it comes, heartbeats (documents
   * without items) included. Ends when the agent ends it; one document alone means that the agent does not
   * stream.
   */
  async *stream(
    query: { from: number; count: number; intervalMs: number; heartbeatMs: number },
    signal: AbortSignal,
  ): AsyncGenerator<{ streams: Streams; isStreaming: boolean }> {
    const { from, count, intervalMs, heartbeatMs } = query
    const path = `/sample?from=${from}&count=${count}&interval=${intervalMs}&heartbeat=${heartbeatMs}`
    const response = await this.#fetch(path, signal)
    const boundary = boundaryOf(response.headers.get('content-type') ?? '')
    if (boundary === undefined || !response.body) {
      yield { streams: streamsOf(readRoot(await response.text())), isStreaming: false }
      return
    }
    const multipart = new Multipart(boundary, documentBytesMax)
    try {
      for await (const bytes of response.body) {
        for (const body of multipart.push(bytes)) {
          yield { streams: streamsOf(readRoot(body.toString('utf8'))), isStreaming: true }
        }
      }
    } catch (error) {
      throw asReason(error)
    }
  }

  async #text(path: string, signal: AbortSignal): Promise<string> {
    const response = await this.#fetch(path, signal)
    try {
      return await response.text()
    } catch (error) {
      throw asReason(error)
    }
  }

  async #fetch(path: string, signal: AbortSignal): Promise<Response> {
    try {
      return await fetch(`${this.#url}${path}`, {
        signal,
        headers: { accept: 'application/xml, text/xml, */*' },
      })
    } catch (error) {
      throw asReason(error)
    }
  }
}

/**
 * Errors come with HTTP 4xx from new agents and with 200 from old ones: the document decides, not the
 * status.
 */
function readRoot(xml: string) {
  const parsed = parse(xml)
  if ('error' in parsed) throw agentFault(parsed.error)
  return parsed.root
}

function parse(xml: string) {
  try {
    return parseDocument(xml)
  } catch (error) {
    throw new ReasonError('edge.mtconnect.unreadable', { message: messageOf(error).slice(0, 200) })
  }
}

function agentFault(error: AgentError): ReasonError {
  if (error.code === 'OUT_OF_RANGE' || error.code === 'OutOfRange')
    return new OutOfRange('edge.mtconnect.outOfRange')
  return new ReasonError('edge.mtconnect.agentError', { code: error.code, text: error.text })
}

function asReason(error: unknown): ReasonError {
  return error instanceof ReasonError
    ? error
    : new ReasonError('edge.mtconnect.unreachable', { message: messageOf(error) })
}
