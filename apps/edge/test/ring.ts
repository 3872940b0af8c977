export type AgentItem = {
  id: string
  name?: string
  category: 'SAMPLE' | 'EVENT' | 'CONDITION'
  type: string
  units?: string
}
export type Said = { timeMicros?: number; level?: string; code?: string }

type Observed = { sequence: number; id: string; element: string; text: string; time: string; code: string }

const groups = { SAMPLE: 'Samples', EVENT: 'Events', CONDITION: 'Condition' } as const

/** An MTConnect agent's buffer of observations, and its documents. */
export class Ring {
  readonly #items: readonly AgentItem[]
  readonly #size: number
  #instance = 1
  #next = 1
  #observed: Observed[] = []
  /** The newest observation of each item that has left the buffer: what held when it begins. */
  #before = new Map<string, Observed>()

  constructor(items: readonly AgentItem[], size: number) {
    this.#items = items
    this.#size = size
  }

  get firstSequence(): number {
    return this.#observed[0]?.sequence ?? this.#next
  }

  get nextSequence(): number {
    return this.#next
  }

  isOutside(sequence: number): boolean {
    return sequence < this.firstSequence || sequence > this.#next
  }

  add(id: string, text: string, more: Said = {}): number {
    const time = isoOf(more.timeMicros ?? Date.now() * 1000)
    const sequence = this.#next++
    this.#observed.push({ sequence, id, element: more.level ?? 'Value', text, time, code: more.code ?? '' })
    while (this.#observed.length > this.#size) {
      const gone = this.#observed.shift()!
      this.#before.set(gone.id, gone)
    }
    return sequence
  }

  restart(): void {
    this.#instance++
    this.#next = 1
    this.#observed = []
    this.#before.clear()
  }

  probe(): string {
    const list = this.#items.map(({ id, name, category, type, units }) => {
      const more = `${name ? ` name="${name}"` : ''}${units ? ` units="${units}"` : ''}`
      return `<DataItem id="${id}" category="${category}" type="${type}"${more}/>`
    })
    const device = `<Device id="d" name="M1" uuid="m1"><DataItems>${list.join('')}</DataItems></Device>`
    return document('Devices', `<Header instanceId="${this.#instance}"/>`, `<Devices>${device}</Devices>`)
  }

  current(at = this.#next): string {
    const newest = new Map(this.#before)
    for (const observed of this.#observed) if (observed.sequence <= at) newest.set(observed.id, observed)
    return this.#streams([...newest.values()], this.#next)
  }

  sample(from: number, count: number): string {
    const list = this.#observed.filter((observed) => observed.sequence >= from).slice(0, count)
    return this.#streams(list, (list.at(-1)?.sequence ?? from - 1) + 1)
  }

  #streams(list: readonly Observed[], nextSequence: number): string {
    const component = Object.entries(groups).map(([category, group]) => {
      const ids = this.#items.filter((item) => item.category === category).map(({ id }) => id)
      const inside = list.filter(({ id }) => ids.includes(id)).map(element)
      return inside.length === 0 ? '' : `<${group}>${inside.join('')}</${group}>`
    })
    const inner = component.join('')
    const stream = `<ComponentStream component="Device" componentId="d">${inner}</ComponentStream>`
    const body = `<Streams><DeviceStream name="M1" uuid="m1">${stream}</DeviceStream></Streams>`
    const sequences = `firstSequence="${this.firstSequence}" lastSequence="${this.#next - 1}"`
    const header =
      `<Header creationTime="${new Date().toISOString()}" instanceId="${this.#instance}" ` +
      `bufferSize="${this.#size}" ${sequences} nextSequence="${nextSequence}"/>`
    return document('Streams', header, body)
  }
}

export function errorDocument(code: string): string {
  return document('Error', '<Header/>', `<Errors><Error errorCode="${code}">${code}</Error></Errors>`)
}

function document(type: string, header: string, body: string): string {
  const name = `MTConnect${type}`
  return `<?xml version="1.0"?>\n<${name} xmlns="urn:mtconnect.org:${name}:1.8">${header}${body}</${name}>`
}

function element({ element: tag, id, sequence, time, text, code }: Observed): string {
  const native = code ? ` nativeCode="${code}"` : ''
  return `<${tag} dataItemId="${id}" sequence="${sequence}" timestamp="${time}"${native}>${text}</${tag}>`
}

function isoOf(timeMicros: number): string {
  const second = Math.floor(timeMicros / 1e6)
  const rest = String(timeMicros - second * 1e6).padStart(6, '0')
  return `${new Date(second * 1000).toISOString().slice(0, 19)}.${rest}Z`
}
