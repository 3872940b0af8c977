import type { Pages } from '@ronghe/kit/ui'

const group = 'ui.group.factory'

/** Alarms: what waits, the journal, what is kept quiet, definitions. */
export const alarmPages: Pages = [
  {
    path: '/factory/alarms',
    title: 'factory.page.alarms',
    may: 'factory.read',
    menu: { group, order: 12, icon: 'alarm' },
    load: () => import('./alarms.tsx'),
  },
  {
    path: '/factory/alarms/journal',
    title: 'factory.page.alarmJournal',
    may: 'factory.read',
    load: () => import('./alarm-journal.tsx'),
  },
  {
    path: '/factory/alarms/statistics',
    title: 'factory.page.alarmStatistics',
    may: 'factory.read',
    load: () => import('./alarm-statistics.tsx'),
  },
  {
    path: '/factory/alarms/groups',
    title: 'factory.page.alarmGroups',
    may: 'factory.read',
    load: () => import('./alarm-groups.tsx'),
  },
  {
    path: '/factory/alarms/routing',
    title: 'factory.page.alarmRouting',
    may: 'factory.read',
    load: () => import('./alarm-routing.tsx'),
  },
  {
    path: '/factory/alarms/points',
    title: 'factory.page.alarmPoints',
    may: 'factory.read',
    load: () => import('./alarm-points.tsx'),
  },
  {
    path: '/factory/alarms/definitions',
    title: 'factory.page.alarmDefinitions',
    may: 'factory.read',
    load: () => import('./alarm-definitions.tsx'),
  },
  {
    path: '/factory/alarms/definitions/new',
    title: 'factory.page.alarmDefinitionNew',
    may: 'factory.write',
    load: () => import('./alarm-definition-new.tsx'),
  },
  {
    path: '/factory/alarms/definitions/$definitionId',
    title: 'factory.page.alarmDefinition',
    may: 'factory.read',
    load: () => import('./alarm-definition.tsx'),
  },
  {
    path: '/factory/alarms/$alarmId',
    title: 'factory.page.alarm',
    may: 'factory.read',
    load: () => import('./alarm.tsx'),
  },
]
