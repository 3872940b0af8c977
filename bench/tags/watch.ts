/**
 * What a page saw: how many values came, and how many of those that tell when they were measured came after
 * so many milliseconds, up to the last place and beyond.
 */
export type Seen = { values: number; histogram: number[] }

export type Watching = {
  url: string
  topics: string[]
  headers: Record<string, string> | null
  binsMax: number
}

/**
 * Watches machines as our pages do, and notes of each value how long ago its device measured it. It runs in
 * a browser's page or in Node, so it uses nothing from outside itself. Answers with `globalThis.seen`.
 */
export function watch({ url, topics, headers, binsMax }: Watching): Promise<void> {
  const seen: Seen = { values: 0, histogram: new Array(binsMax).fill(0) }
  Object.assign(globalThis, { seen })
  const socket = new WebSocket(url, ...(headers ? [{ headers } as unknown as string] : []))
  return new Promise((resolve, reject) => {
    socket.onerror = () => reject(new Error('the live stream did not open'))
    socket.onclose = () => Object.assign(globalThis, { seen: { values: -1, histogram: [] } })
    socket.onmessage = ({ data }) => {
      const said = JSON.parse(String(data)) as { ready?: true; message?: { values?: { at: string }[] } }
      if (said.ready) {
        for (const subscribe of topics) socket.send(JSON.stringify({ subscribe }))
        return resolve()
      }
      const nowMs = Date.now()
      for (const { at } of said.message?.values ?? []) {
        const ms = Math.min(Math.max(0, nowMs - Date.parse(at)), binsMax - 1)
        seen.histogram[ms] = (seen.histogram[ms] ?? 0) + 1
        seen.values++
      }
    }
  })
}

/**
 * Watches FUXA as its own pages do, over socket.io: all values of a connection come at once, and the first
 * of each machine holds the moment of sending.
 */
export function watchFuxa({ url, binsMax }: Watching): Promise<void> {
  const seen: Seen = { values: 0, histogram: new Array(binsMax).fill(0) }
  Object.assign(globalThis, { seen })
  const socket = new WebSocket(url)
  const before = new Map<string, number>()
  return new Promise((resolve, reject) => {
    socket.onerror = () => reject(new Error('the live stream did not open'))
    socket.onmessage = ({ data }) => {
      const text = String(data)
      if (text.startsWith('0')) socket.send('40')
      if (text === '2') socket.send('3')
      if (text.startsWith('40')) resolve()
      if (!text.startsWith('42["device-values"')) return
      const [, { values }] = JSON.parse(text.slice(2)) as [
        string,
        { values: { id: string; value: unknown }[] },
      ]
      const nowMs = Date.now()
      for (const { id, value } of values) {
        seen.values++
        if (!id.endsWith('/0')) continue
        const last = before.get(id) ?? Number(value)
        before.set(id, Number(value))
        if (last === Number(value)) continue
        const ms = Math.min(Math.max(0, nowMs - Number(value)), binsMax - 1)
        seen.histogram[ms] = (seen.histogram[ms] ?? 0) + 1
      }
    }
  })
}

/** The time within which a share of the values had come, milliseconds. */
export function quantile({ histogram }: Seen, share: number): number {
  const wanted = histogram.reduce((sum, count) => sum + count, 0) * share
  let sum = 0
  for (const [ms, count] of histogram.entries()) {
    sum += count
    if (count > 0 && sum >= wanted) return ms
  }
  return Number.NaN
}
