export { seriesOver } from './client.ts'
export { SeriesError, type SeriesFault, seriesFaults } from './fault.ts'
export { openSeries } from './open.ts'
export { openParquet, type ParquetColumn, type ParquetFile, type ParquetValues } from './parquet.ts'
export type {
  Appended,
  Batch,
  Bucket,
  BucketQuestion,
  BucketSummary,
  Change,
  Changes,
  Point,
  Points,
  RawQuestion,
  Series,
  SeriesOptions,
  SeriesStats,
  Summaries,
  ThinAnswer,
  Thinned,
  ThinQuestion,
} from './port.ts'
export { QUALITY_BAD, QUALITY_GOOD, QUALITY_STALE } from './port.ts'
export { restoreSeries } from './restore.ts'
