import { Agent, get } from 'node:http'

/** What the callers are to do: `paths` are digital links of known things. */
export type Calls = { base: string; paths: readonly string[]; perSecond: number; seconds: number }

/**
 * Asks a resolver at a steady rate, whether it keeps up or not, and tells how long each answer took from when
 * it was due (no coordinated omission), in milliseconds, sorted.
 */
async function call({ base, paths, perSecond, seconds }: Calls): Promise<number[]> {
  const count = Math.ceil(perSecond * seconds)
  const agent = new Agent({ keepAlive: true, maxSockets: 64 })
  for (const path of paths.slice(0, 200)) await asked(agent, base + path)
  const from = performance.now()
  const pending: Promise<number>[] = []
  for (let sent = 0; sent < count; ) {
    const due = Math.min(count, Math.floor(((performance.now() - from) / 1000) * perSecond) + 1)
    for (; sent < due; sent += 1) {
      const at = from + (sent / perSecond) * 1000
      pending.push(asked(agent, base + paths[sent % paths.length]!).then(() => performance.now() - at))
    }
    await new Promise((done) => setTimeout(done, 1))
  }
  const times = await Promise.all(pending)
  agent.destroy()
  return times.sort((one, other) => one - other)
}

function asked(agent: Agent, url: string): Promise<void> {
  return new Promise((done, failed) => {
    get(url, { agent }, (response) => {
      if (response.statusCode !== 307) failed(new Error(`${url}: ${response.statusCode}`))
      response.resume()
      response.on('end', done)
    }).on('error', failed)
  })
}

process.once('message', (calls: Calls) => {
  call(calls).then(
    (times) => process.send?.(times, () => process.exit(0)),
    (error: unknown) => {
      console.error(error)
      process.exit(1)
    },
  )
})
