import { defineModule } from '@ronghe/kit/module'
import { startEscalating } from './andon/escalate.ts'
import { startAnomalies } from './anomaly/watch.ts'
import { sealFormer } from './configuration/vault.ts'
import { factory } from './contract.ts'
import { startHistory } from './history/keeper.ts'
import en from './i18n/en.json' with { type: 'json' }
import zh from './i18n/zh.json' with { type: 'json' }
import { startIngest } from './ingest/start.ts'
import { startNamespace } from './namespace/desk.ts'
import { startPairs } from './pair/desk.ts'
import { startWatching } from './service/energy-watch.ts'
import { subscribes } from './service/events.ts'
import { service } from './service.ts'
import { startDeriving } from './states/derive.ts'

export { ingestOf } from './ingest/start.ts'
export { loadSample, rollOutSample, type SampleFactory, startSampleAsked } from './region.ts'

const watches = [startWatching, startEscalating, startHistory, startAnomalies]
export const factoryModule = defineModule({
  contract: factory,
  service,
  sql: new URL('./sql/', import.meta.url),
  words: { zh, en },
  subscribes,
  async start(house) {
    await sealFormer(house)
    const namespace = await startNamespace(house)
    const ingest = await startIngest(house)
    const pairs = startPairs(house, ingest)
    const stops = [startDeriving(house, ingest), ...watches.map((start) => start(house))]
    return async () => {
      for (const stop of stops.toReversed()) await stop()
      await pairs.stop()
      await ingest.stop()
      await namespace.stop()
    }
  },
})
