import type { Answer, Static } from '@ronghe/kit/contract'
import type { BoardCard, Equipment, factory, OeeReport } from '../contract.ts'

export type Machine = Static<typeof Equipment>
export type BoardRow = Static<typeof BoardCard>
export type Tag = Answer<(typeof factory)['routes']['tags']>['rows'][number]
export type Report = Static<typeof OeeReport>
export type Calendar = Answer<(typeof factory)['routes']['shifts']>
export type Trial = Answer<(typeof factory)['routes']['tryStateRules']>
export type Pair = NonNullable<Answer<(typeof factory)['routes']['edgePair']>['pair']>
export type Namespace = Answer<(typeof factory)['routes']['namespace']>
export type Edge = Answer<(typeof factory)['routes']['oneEdge']>
export type EnergyOverview = Answer<(typeof factory)['routes']['energyOverview']>
export type EnergyReport = Answer<(typeof factory)['routes']['energyReport']>
export type EnergyTariff = Answer<(typeof factory)['routes']['energyTariffs']>['rows'][number]
export type LimitRow = Answer<(typeof factory)['routes']['limits']>['rows'][number]
export type HistorySignal = Answer<(typeof factory)['routes']['historySignals']>['rows'][number]
export type Answered = Answer<(typeof factory)['routes']['aggregates']>
export type AggregateName = Answered['rows'][number]['results'][number]['aggregate']
export type Chart = Answer<(typeof factory)['routes']['charts']>['rows'][number]
export type ChartDefinition = Chart['definition']
export type Retention = Answer<(typeof factory)['routes']['retention']>
export type PictureValues = Answer<(typeof factory)['routes']['pictureValues']>
export type OnePicture = Answer<(typeof factory)['routes']['onePicture']>
export type AnomalyWatch = Answer<(typeof factory)['routes']['anomalyWatches']>['rows'][number]
export type OneAnomalyWatch = Answer<(typeof factory)['routes']['oneAnomalyWatch']>
export type AnomalyRow = Answer<(typeof factory)['routes']['anomalies']>['rows'][number]
export type AnomalySettings = OneAnomalyWatch['settings']
export type Wall = Answer<(typeof factory)['routes']['wall']>
