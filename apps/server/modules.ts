import { assessModule } from '@ronghe/assess'
import { factoryModule } from '@ronghe/factory'
import { governanceModule } from '@ronghe/governance'
import type { Module } from '@ronghe/kit/module'
import { registryModule } from '@ronghe/registry'
import { traceModule } from '@ronghe/trace'

/** Every room of the program, each after the ones it reads. */
export const modules: readonly Module[] = [
  registryModule,
  factoryModule,
  traceModule,
  assessModule,
  governanceModule,
] as unknown as readonly Module[]
