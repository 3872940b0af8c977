/** Why a text is not read. `at` counts characters from the start. */
export type SplitFault = {
  readonly code: 'syntax' | 'depth' | 'eventTooLong' | 'headTooLong'
  readonly at: number
}

export type SplitLimits = {
  readonly depthMax: number
  readonly eventLengthMax: number
  readonly headLengthMax: number
}

export const splitLimits: SplitLimits = {
  depthMax: 64,
  eventLengthMax: 16_777_216,
  headLengthMax: 16_777_216,
}

const lists = new Set(['epcisBody.eventList', 'epcisBody.queryResults.resultsBody.eventList'])

type Container = { readonly isArray: boolean; readonly path: string }

/**
 * Takes the events out of a JSON document fed in pieces: each event's text is given as it ends, and what is
 * left is the document with an empty list. Whether the texts are JSON is for a parser to say.
 */
export class JsonSplitter {
  private readonly onEvent: (text: string) => void
  private readonly limits: SplitLimits
  private readonly stack: Container[] = []
  private fault: SplitFault | null = null
  private position = 0
  private head = ''
  private event = ''
  private key = ''
  private eventDepth = -1
  private listDepth = -1
  private inString = false
  private isEscaped = false
  private isKey = false
  private expectsKey = false
  private needsComma = false
  private isDone = false

  constructor(onEvent: (text: string) => void, limits: SplitLimits = splitLimits) {
    this.onEvent = onEvent
    this.limits = limits
  }

  private fail(code: SplitFault['code'], at: number): void {
    this.fault ??= { code, at: this.position + at }
  }

  write(chunk: string): SplitFault | null {
    let from = 0
    for (let at = 0; at < chunk.length && !this.fault; at += 1) {
      if (this.inString) {
        at = this.text(chunk, at)
        continue
      }
      const code = chunk.charCodeAt(at)
      if (code === 34) this.startString(at)
      else if (code === 123 || code === 91) from = this.open(chunk, at, from)
      else if (code === 125 || code === 93) from = this.close(chunk, at, from)
      else if (code === 44) this.comma(at)
      else if (code === 58) this.expectsKey = false
      else if (this.stack.length === this.listDepth && code > 32) this.fail('syntax', at)
    }
    this.flush(chunk, from, chunk.length)
    this.position += chunk.length
    return this.fault
  }

  /** Runs to the end of the string or of the piece. */
  private text(chunk: string, start: number): number {
    for (let at = start; at < chunk.length; at += 1) {
      const code = chunk.charCodeAt(at)
      if (this.isEscaped) this.isEscaped = false
      else if (code === 92) this.isEscaped = true
      else if (code === 34) {
        if (this.isKey) this.key += chunk.slice(start, at)
        this.inString = false
        this.isKey = false
        return at
      }
    }
    if (this.isKey) this.key += chunk.slice(start)
    return chunk.length
  }

  private startString(at: number): void {
    if (this.stack.length === this.listDepth) this.fail('syntax', at)
    this.inString = true
    this.isKey = this.expectsKey
    if (this.isKey) this.key = ''
  }

  private open(chunk: string, at: number, from: number): number {
    if (this.stack.length >= this.limits.depthMax) this.fail('depth', at)
    if (this.stack.length === this.listDepth) {
      if (this.needsComma || chunk[at] === '[') this.fail('syntax', at)
      this.eventDepth = this.stack.length
      this.event = ''
      this.push(chunk[at]!)
      return at
    }
    this.push(chunk[at]!)
    if (this.eventDepth >= 0 || !this.stack.at(-1)!.isArray || !lists.has(this.stack.at(-1)!.path))
      return from
    this.listDepth = this.stack.length
    this.needsComma = false
    this.flush(chunk, from, at + 1)
    return at + 1
  }

  private push(bracket: string): void {
    const outer = this.stack.at(-1)
    const path = outer === undefined ? '' : outer.isArray ? `${outer.path}[]` : join(outer.path, this.key)
    this.stack.push({ isArray: bracket === '[', path })
    this.expectsKey = bracket === '{'
  }

  private close(chunk: string, at: number, from: number): number {
    const top = this.stack.pop()
    if (!top || top.isArray !== (chunk[at] === ']')) {
      this.fail('syntax', at)
      return from
    }
    this.expectsKey = false
    this.isDone = this.stack.length === 0
    if (this.eventDepth >= 0 && this.stack.length === this.eventDepth) {
      this.flush(chunk, from, at + 1)
      this.onEvent(this.event)
      this.eventDepth = -1
      this.needsComma = true
      return at + 1
    }
    if (this.eventDepth >= 0 || this.stack.length + 1 !== this.listDepth) return from
    this.listDepth = -1
    return at
  }

  private comma(at: number): void {
    if (this.stack.length === this.listDepth) {
      if (!this.needsComma) this.fail('syntax', at)
      this.needsComma = false
    }
    this.expectsKey = this.stack.length > 0 && !this.stack.at(-1)!.isArray
  }

  /** Puts a part of the piece where it belongs; between two events there is nothing to keep. */
  private flush(chunk: string, from: number, to: number): void {
    if (from >= to) return
    if (this.eventDepth >= 0) this.event += chunk.slice(from, to)
    else if (this.listDepth < 0 || chunk[to - 1] === '[') this.head += chunk.slice(from, to)
    if (this.event.length > this.limits.eventLengthMax) this.fail('eventTooLong', to)
    if (this.head.length > this.limits.headLengthMax) this.fail('headTooLong', to)
  }

  /** The document without its events, once no more comes. */
  end(): { head: string } | { fault: SplitFault } {
    if (!this.isDone || this.inString) this.fail('syntax', 0)
    return this.fault ? { fault: this.fault } : { head: this.head }
  }
}

function join(path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`
}
