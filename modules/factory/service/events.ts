import type { Subscriber } from '@ronghe/kit/module'
import { onCommandGiven } from './commands.ts'
import { onEdgeConfigured } from './edge-configurations.ts'
import { onEdgeChanged } from './edges.ts'
import { onExportAsked, onExportCancelled } from './exports.ts'
import { onNamespaceChanged, onReaderChanged } from './namespace.ts'
import { onPairChanged } from './pairs.ts'
import { onTagChanged } from './signals.ts'

/** What follows an event, after it is committed. */
export const subscribes: Readonly<Record<string, Subscriber>> = {
  'factory.edge.changed': onEdgeChanged,
  'factory.edge.configured': onEdgeConfigured,
  'factory.equipment.added': onNamespaceChanged,
  'factory.equipment.changed': onNamespaceChanged,
  'factory.tag.changed': onTagChanged,
  'factory.pair.changed': onPairChanged,
  'factory.namespace.changed': onNamespaceChanged,
  'factory.namespaceReader.changed': onReaderChanged,
  'factory.export.asked': onExportAsked,
  'factory.export.cancelled': onExportCancelled,
  'factory.command.given': onCommandGiven,
}
