import {
  DataType,
  DataValue,
  HistoryReadResult,
  type ISessionContext,
  type IVariableHistorian,
  type ReadRawModifiedDetails,
  StatusCodes,
  type UAVariable,
  Variant,
} from 'node-opcua'

/** How little a server gives at once; infinite at first. */
export type HistoryLimits = { valuesMax: number; continuationsMax: number }

/** The history of one variable, as a historian that lets people correct it. */
export class TestHistory implements IVariableHistorian {
  readonly #values = new Map<number, DataValue>()
  #isAtSeams = false

  /** Whoever asks finds a value just where the span begins, and one just where it ends. */
  standAtSeams(): void {
    this.#isAtSeams = true
  }

  /** Times and numbers, in order. */
  numbers(): [number, number][] {
    return [...this.#values]
      .map(([at, { value }]): [number, number] => [at, Number(value.value)])
      .toSorted(([a], [b]) => a - b)
  }

  async push(value: DataValue): Promise<void> {
    this.#values.set(value.sourceTimestamp?.getTime() ?? 0, value)
  }

  /** Has another value stand at a time; null: none. */
  amend(timeMs: number, value: number | null): void {
    const known = this.#values.get(timeMs)
    if (!known || value === null) this.#values.delete(timeMs)
    else known.value = new Variant({ dataType: DataType.Double, value })
  }

  extractDataValues(
    { startTime, endTime }: ReadRawModifiedDetails,
    _max: number,
    _isReversed: boolean,
    _reverse: boolean,
    callback: (error: Error | null, values?: DataValue[]) => void,
  ): void {
    const [from, to] = [startTime?.getTime() ?? 0, endTime?.getTime() ?? 0]
    // The past is not changed by asking: only what follows on the newest value is new.
    for (const at of this.#isAtSeams ? [from, to] : [])
      if (at > Math.max(0, ...this.#values.keys())) this.#values.set(at, numberAt(at))
    const times = [...this.#values.keys()].filter((at) => at >= from && at <= to).toSorted((a, b) => a - b)
    callback(
      null,
      times.map((at) => this.#values.get(at)!),
    )
  }
}

function numberAt(timeMs: number): DataValue {
  const value = new Variant({ dataType: DataType.Double, value: timeMs })
  return new DataValue({ value, statusCode: StatusCodes.Good, sourceTimestamp: new Date(timeMs) })
}

type Read = (
  context: ISessionContext,
  details: ReadRawModifiedDetails,
  indexRange: unknown,
  encoding: unknown,
  continuation: { continuationPoint?: Buffer },
  callback: (error: Error | null, result?: HistoryReadResult) => void,
) => void

/** Where a session of the server keeps how far it has read. */
type Places = { hasReachedMaximum(max: number): boolean }

/** Has a variable give its history in pages, and keep no more places than the limits say. */
export function limitHistory(variable: UAVariable, limits: HistoryLimits): void {
  const limited = variable as unknown as { _historyRead: Read }
  const read = limited._historyRead
  limited._historyRead = function (context, details, indexRange, encoding, continuation, callback) {
    const places = context.session?.continuationPointManager as unknown as Places | undefined
    const isFull = places?.hasReachedMaximum(limits.continuationsMax) === true
    if (!continuation.continuationPoint && isFull) {
      return callback(null, new HistoryReadResult({ statusCode: StatusCodes.BadNoContinuationPoints }))
    }
    details.numValuesPerNode = Math.min(details.numValuesPerNode, limits.valuesMax)
    read.call(this, context, details, indexRange, encoding, continuation, callback)
  }
}
