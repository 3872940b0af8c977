import * as assess from '@ronghe/assess/web'
import * as factory from '@ronghe/factory/web'
import * as governance from '@ronghe/governance/web'
import type { WebModule } from '@ronghe/kit/ui'
import * as registry from '@ronghe/registry/web'
import * as trace from '@ronghe/trace/web'

/** The rooms whose pages this shell shows, in the order of their words. */
export const modules: readonly WebModule[] = [governance, factory, registry, assess, trace]

export const pages = modules.flatMap((module) => [...module.pages])
