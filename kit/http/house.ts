import { join, resolve } from 'node:path'
import type { FastifyInstance } from 'fastify'
import type { Logger } from 'pino'
import { type Subscription, startBus } from '../bus/index.ts'
import { type Clock, systemClock } from '../clock/index.ts'
import type { Config } from '../config/index.ts'
import { openDatabase } from '../db/index.ts'
import { migrate } from '../db/migrate.ts'
import { filesIn } from '../files/index.ts'
import en from '../i18n/en.json' with { type: 'json' }
import { translator } from '../i18n/index.ts'
import zh from '../i18n/zh.json' with { type: 'json' }
import type { House, Measure, Module } from '../module/index.ts'
import { openSeries, type Series } from '../series/index.ts'
import { contextOf } from './context.ts'
import { buildServer } from './index.ts'
import { createLive, type Live } from './live.ts'
import { openLog } from './log.ts'

export type HouseOptions = {
  config: Config
  databaseUrl: string
  modules: readonly Module[]
  clock?: Clock
  log?: Logger
  series?: Series
  webFolder?: string | null
}

export type OpenHouse = { house: House; app: FastifyInstance; live: Live; close(): Promise<void> }

/**
 * Migrates, opens database, telemetry and files, and builds the server; `startModules` and `app.listen` come
 * after.
 */
export async function openHouse(
  options: HouseOptions,
): Promise<OpenHouse & { startModules(): Promise<void>; stopModules(): Promise<void> }> {
  const { config, modules } = options
  await migrate(
    options.databaseUrl,
    modules.map((module) => ({ owner: module.contract.module, folder: module.sql })),
  )
  const live = createLive()
  const folder = resolve(config.DATA_DIR)
  const byName = new Map(modules.map((module) => [module.contract.module, module]))
  const clock = options.clock ?? systemClock
  const db = openDatabase({ url: options.databaseUrl, poolMax: config.DATABASE_POOL_MAX })
  const series = options.series ?? (await openSeries({ directory: join(folder, 'series') }))
  const measures: Measure[] = []
  const house: House = {
    config,
    db,
    series,
    clock,
    files: filesIn(join(folder, 'files')),
    log: options.log ?? openLog(config.LOG_LEVEL),
    translate: translator([{ zh, en }, ...modules.map((module) => module.words)]),
    publish: live.publish,
    learnRegion: live.learn,
    measure: (measure) => void measures.push(measure),
    act: (caller, work) =>
      db.transaction(caller, (sql) =>
        work(contextOf(house, byName, { caller, requestId: clock.newId() }, sql, 'kit')),
      ),
  }
  const app = await buildServer({ house, modules, live, measures, webFolder: options.webFolder ?? null })
  const stops: (() => Promise<void>)[] = []
  /** What works by itself; routes are still answered. */
  async function stopModules(): Promise<void> {
    for (const stop of stops.splice(0).reverse()) await stop()
  }
  return {
    house,
    app,
    live,
    async startModules() {
      for (const module of modules) {
        const stop = await module.start?.(house)
        if (stop) stops.push(stop)
      }
      stops.push(await startBus(house, subscriptionsOf(modules)))
    },
    stopModules,
    async close() {
      await stopModules()
      await app.close()
      if (!options.series) await series.close()
      await db.close()
    },
  }
}

function subscriptionsOf(modules: readonly Module[]): Subscription[] {
  return modules.flatMap((module) =>
    Object.entries(module.subscribes ?? {}).map(([event, handle]) => ({
      subscriber: `${module.contract.module}:${event}`,
      event,
      handle,
    })),
  )
}
