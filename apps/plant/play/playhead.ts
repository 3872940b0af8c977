import { type Calendar, plantDayAt, plantDayStart, recordedDayOf } from './calendar.ts'
import type { Day } from './recording.ts'

/** What a data item (index into the device model) showed at an instant of the present. */
export type Observation = { timeMicros: number; item: number; text: string }

/**
 * Reads a machine's endless sequence of observations in order of time, from the start of a plant day on. The
 * sequence is a function of calendar and recording alone: two playheads give the same observation the same
 * time.
 */
export class Playhead {
  readonly #calendar: Calendar
  readonly #days: readonly Day[]
  #plantDay: number
  #startMicros = 0
  #day: Day
  #row = 0

  /** Starts with the first observation of the plant day that contains `fromMicros`. */
  constructor(calendar: Calendar, days: readonly Day[], fromMicros: number) {
    this.#calendar = calendar
    this.#days = days
    this.#plantDay = plantDayAt(calendar, fromMicros)
    this.#day = this.#open()
  }

  /** Time of the next observation, which `take` would give. */
  get nextMicros(): number {
    return this.#startMicros + this.#day.offsetMicros[this.#row]!
  }

  /** The next observation; every call goes one further. */
  take(): Observation {
    const row = this.#row
    const observation = {
      timeMicros: this.nextMicros,
      item: this.#day.item[row]!,
      text: this.#day.text[row]!,
    }
    this.#row += 1
    if (this.#row === this.#day.item.length) {
      this.#row = 0
      this.#plantDay += 1
      this.#day = this.#open()
    }
    return observation
  }

  #open(): Day {
    this.#startMicros = plantDayStart(this.#calendar, this.#plantDay)
    return this.#days[recordedDayOf(this.#calendar, this.#plantDay)]!
  }
}
