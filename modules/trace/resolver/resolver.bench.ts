import { Agent, get } from 'node:http'

/** One measurement. */
export type Measurement = { name: string; value: number; unit: string; conditions: string }

/**
 * Asks a resolver at a steady rate, whether it keeps up or not, and tells how long an answer took from when
 * it was due (no coordinated omission). `paths` are digital links of known things; large, 2,000 requests/s
 * for twenty seconds.
 */
export async function measureResolver(
  base: string,
  paths: readonly string[],
  options: { large: boolean },
): Promise<Measurement[]> {
  const perSecond = options.large ? 2000 : 200
  const count = perSecond * (options.large ? 20 : 1)
  const agent = new Agent({ keepAlive: true, maxSockets: 64 })
  for (const path of paths.slice(0, 100)) await asked(agent, base + path)
  const from = performance.now()
  const pending: Promise<number>[] = []
  for (let sent = 0; sent < count; ) {
    const due = Math.min(count, Math.floor(((performance.now() - from) / 1000) * perSecond) + 1)
    for (; sent < due; sent += 1) {
      const at = from + (sent / perSecond) * 1000
      pending.push(asked(agent, base + paths[sent % paths.length]!).then(() => performance.now() - at))
    }
    await new Promise((done) => setImmediate(done))
  }
  const times = (await Promise.all(pending)).sort((one, other) => one - other)
  agent.destroy()
  const conditions = `${count} redirects at ${perSecond} requests/s over ${paths.length} codes, one server`
  return [50, 99].map((part) => ({
    name: `trace.resolver p${part}`,
    value: Math.round((times[Math.ceil((times.length * part) / 100) - 1] ?? 0) * 100) / 100,
    unit: 'ms',
    conditions,
  }))
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
