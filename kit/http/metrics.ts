import type { FastifyInstance } from 'fastify'
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { House, Measure } from '../module/index.ts'
import type { Live } from './live.ts'

/** Prometheus metrics of one server. */
export function createMetrics(house: House, live: Live, measures: readonly Measure[]) {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const seconds = new Histogram({
    name: 'ronghe_http_seconds',
    help: 'Time of answers by route',
    labelNames: ['method', 'route', 'status'] as const,
    buckets: [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers: [registry],
  })
  const faults = new Counter({
    name: 'ronghe_http_incidents_total',
    help: 'Answers 500',
    registers: [registry],
  })
  new Gauge({
    name: 'ronghe_live_watchers',
    help: 'Pages that watch the live stream',
    registers: [registry],
    collect() {
      this.set(live.watchers())
    },
  })
  new Gauge({
    name: 'ronghe_series',
    help: 'Telemetry store',
    labelNames: ['what'] as const,
    registers: [registry],
    async collect() {
      const stats = await house.series.stats()
      for (const [what, value] of Object.entries(stats))
        if (typeof value === 'number') this.set({ what }, value)
    },
  })
  return {
    text(): Promise<string> {
      // Rooms tell theirs after the server is built.
      for (const measure of measures) if (!registry.getSingleMetric(measure.name)) add(registry, measure)
      return registry.metrics()
    },
    observe(method: string, route: string, status: number, milliseconds: number): void {
      seconds.observe({ method, route, status: `${Math.floor(status / 100)}xx` }, milliseconds / 1000)
      if (status >= 500) faults.inc()
    },
  }
}

type Observe = ReturnType<typeof createMetrics>['observe']

/** Counts every answer, and writes one line of it into the log, without what was asked behind the path. */
export function noteAnswers(app: FastifyInstance, { log }: House, observe: Observe): void {
  app.addHook('onResponse', (request, reply, done) => {
    const { method, url, id } = request
    observe(method, request.routeOptions.url ?? 'none', reply.statusCode, reply.elapsedTime)
    log.info({
      requestId: id,
      method,
      path: url.split('?')[0],
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime),
    })
    done()
  })
}

function add(registry: Registry, { name, help, label, read }: Measure): void {
  new Gauge({
    name,
    help,
    labelNames: [label],
    registers: [registry],
    collect() {
      this.reset()
      for (const one of read()) this.set({ [label]: one.label }, one.value)
    },
  })
}
