/** What a page saw: how many values came after so many milliseconds, up to the last place and beyond. */
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

/** The time within which a share of the values had come, milliseconds. */
export function quantile({ values, histogram }: Seen, share: number): number {
  let sum = 0
  for (const [ms, count] of histogram.entries()) {
    sum += count
    if (sum >= values * share) return ms
  }
  return Number.NaN
}
