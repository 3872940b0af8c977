import type { Words } from '../shape.ts'

/** An alarm on one machine: `body` as the factory's contract has it, the words of people beside it. */
export type SampleAlarm = {
  organisation: string
  equipment: string
  code: string
  name: Words
  body: Readonly<Record<string, unknown>>
  cause?: Words
  consequence?: Words
  response?: Words
  responseMinutes?: number
}
export type SampleAlarms = {
  source: Words
  definitions: SampleAlarm[]
  /** Machines of a unit across which the first alarm of a burst is marked. */
  groups: { organisation: string; name: Words; unit: string; windowSeconds: number }[]
}
