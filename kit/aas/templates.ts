import carbonFootprint from './carbon-footprint.json' with { type: 'json' }
import type { AasElement } from './element.ts'
import nameplate from './nameplate.json' with { type: 'json' }
import passport from './passport.json' with { type: 'json' }
import timeSeries from './time-series.json' with { type: 'json' }

/** Submodel templates of the Industrial Digital Twin Association; `NOTICE` says whence. */
export const templates = { nameplate, passport, carbonFootprint, timeSeries } as unknown as Readonly<
  Record<'nameplate' | 'passport' | 'carbonFootprint' | 'timeSeries', AasElement>
>
export type TemplateName = keyof typeof templates
