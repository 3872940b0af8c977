/** One moment's values in the sequence of the signals; null is a value nobody saw. */
export type Row = readonly (number | null)[]

export type LearnOptions = {
  /** The names of the columns; different from one another. */
  signals: readonly string[]
  /** How many earlier rows stand beside each row, 2 if not said; 0 judges each row by itself. */
  lagCount?: number
  /** The share of the variance that the principal components must hold, 0.9 if not said. */
  varianceShare?: number
  /** The quantile of the training scores that becomes the threshold, 0.99 if not said. */
  quantile?: number
  /** By what that quantile is multiplied, 1.5 if not said. */
  marginFactor?: number
  /** Of how many latest scores the median is judged, 5 if not said. */
  windowCount?: number
}

export type Judgement = 'normal' | 'anomalous'

/** What people said of a stretch, and the highest score it had. */
export type Judged = { id: string; judgement: Judgement; peakScore: number }

/** What was learned; plain JSON. `centre` and `scale` are per signal, `whitening` per signal and lag. */
export type Model = {
  version: 1
  signals: string[]
  lagCount: number
  windowCount: number
  centre: number[]
  scale: number[]
  componentCount: number
  /** The symmetric root of the combined index: the score is the squared length of its product. */
  whitening: number[][]
  /** The threshold as learned, before any feedback. */
  thresholdLearned: number
  threshold: number
  judged: Judged[]
}

/** What scoring remembers of the rows before; plain JSON. */
export type Memory = {
  /** Standardised rows, the latest first. */
  rows: (number | null)[][]
  /** The latest scores with each signal's part of them, the oldest first. */
  recent: { score: number; parts: number[] }[]
}

export type Contribution = { signal: string; share: number }

export type Scored = {
  /** Null where nothing can be said: silence, or too few rows so far. */
  score: number | null
  isAnomalous: boolean | null
  /** Shares sum to 1, the largest first; empty where the score is null or 0. */
  contributions: Contribution[]
  memory: Memory
}

/** A stretch of rows and what people say of it; the same id again is a correction. */
export type Feedback = { id: string; judgement: Judgement; rows: readonly Row[] }
