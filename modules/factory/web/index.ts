import type { Pages, WordLoaders } from '@ronghe/kit/ui'
import { alarmPages } from './alarm-pages.ts'
import { lossPages } from './loss-pages.ts'

const group = 'ui.group.factory'
const analysis = 'factory.group.analysis'
const setup = 'factory.group.setup'

export const pages: Pages = [
  {
    path: '/factory/board',
    title: 'factory.page.board',
    may: 'factory.read',
    menu: { group, order: 10, icon: 'board' },
    load: () => import('./board.tsx'),
  },
  {
    path: '/factory/tree',
    title: 'factory.page.tree',
    may: 'factory.read',
    menu: { group: setup, order: 12, icon: 'tree' },
    load: () => import('./tree.tsx'),
  },
  {
    path: '/factory/equipment',
    title: 'factory.page.equipment',
    may: 'factory.read',
    menu: { group: setup, order: 10, icon: 'machine' },
    load: () => import('./equipment-list.tsx'),
  },
  {
    path: '/factory/equipment/new',
    title: 'factory.page.equipmentNew',
    may: 'factory.write',
    load: () => import('./equipment-new.tsx'),
  },
  {
    path: '/factory/equipment/import',
    title: 'factory.page.equipmentImport',
    may: 'factory.write',
    load: () => import('./equipment-import.tsx'),
  },
  {
    path: '/factory/equipment/$equipmentId',
    title: 'factory.page.machine',
    may: 'factory.read',
    load: () => import('./machine.tsx'),
  },
  {
    path: '/factory/history',
    title: 'factory.page.history',
    may: 'factory.read',
    menu: { group: analysis, order: 16, icon: 'chart' },
    load: () => import('./history.tsx'),
  },
  {
    path: '/factory/exports',
    title: 'factory.page.exports',
    may: 'factory.write',
    menu: { group: analysis, order: 18, icon: 'import' },
    load: () => import('./exports.tsx'),
  },
  {
    path: '/factory/anomalies',
    title: 'factory.page.anomalies',
    may: 'factory.read',
    menu: { group, order: 18, icon: 'chart' },
    load: () => import('./anomalies.tsx'),
  },
  {
    path: '/factory/anomalies/$watchId',
    title: 'factory.route.oneAnomalyWatch',
    may: 'factory.read',
    load: () => import('./anomaly-watch.tsx'),
  },
  {
    path: '/factory/storage',
    title: 'factory.page.storage',
    may: 'factory.read',
    menu: { group: setup, order: 28, icon: 'settings' },
    load: () => import('./storage.tsx'),
  },
  {
    path: '/factory/oee-days',
    title: 'factory.page.oeeDays',
    may: 'factory.read',
    menu: { group: analysis, order: 14, icon: 'chart' },
    load: () => import('./oee-days.tsx'),
  },
  {
    path: '/factory/energy',
    title: 'factory.page.energy',
    may: 'factory.read',
    menu: { group: analysis, order: 20, icon: 'energy' },
    load: () => import('./energy.tsx'),
  },
  {
    path: '/factory/energy/settings',
    title: 'factory.page.energySettings',
    may: 'factory.read',
    load: () => import('./energy-settings.tsx'),
  },
  {
    path: '/factory/energy/meters/$meterId',
    title: 'factory.page.energyMeter',
    may: 'factory.read',
    load: () => import('./energy-meter.tsx'),
  },
  {
    path: '/factory/wall',
    title: 'factory.page.wall',
    may: 'factory.read',
    layout: 'bare',
    menu: { group, order: 26, icon: 'overview' },
    load: () => import('./wall.tsx'),
  },
  {
    path: '/factory/pictures',
    title: 'factory.page.pictures',
    may: 'factory.read',
    menu: { group, order: 24, icon: 'factory' },
    load: () => import('./pictures.tsx'),
  },
  {
    path: '/factory/pictures/$pictureId',
    title: 'factory.route.onePicture',
    may: 'factory.read',
    load: () => import('./picture.tsx'),
  },
  {
    path: '/factory/pictures/$pictureId/edit',
    title: 'factory.route.savePicture',
    may: 'factory.write',
    load: () => import('./picture-editor.tsx'),
  },
  {
    path: '/factory/edges',
    title: 'factory.page.edges',
    may: 'factory.read',
    menu: { group: setup, order: 20, icon: 'connection' },
    load: () => import('./edges.tsx'),
  },
  {
    path: '/factory/edges/$edgeId',
    title: 'factory.route.oneEdge',
    may: 'factory.read',
    load: () => import('./edge.tsx'),
  },
  {
    path: '/factory/roll-outs',
    title: 'factory.page.rollOuts',
    may: 'factory.connect',
    menu: { group: setup, order: 21, icon: 'tree' },
    load: () => import('./roll-outs.tsx'),
  },
  {
    path: '/factory/letters',
    title: 'factory.page.letters',
    may: 'factory.read',
    menu: { group: setup, order: 22, icon: 'import' },
    load: () => import('./letters.tsx'),
  },
  {
    path: '/factory/limits',
    title: 'factory.page.limits',
    may: 'factory.read',
    menu: { group: setup, order: 24, icon: 'settings' },
    load: () => import('./limits.tsx'),
  },
  {
    path: '/factory/namespace',
    title: 'factory.page.namespace',
    may: 'factory.read',
    menu: { group: setup, order: 26, icon: 'connection' },
    load: () => import('./namespace.tsx'),
  },
  {
    path: '/factory/units/$unitId',
    title: 'factory.route.shifts',
    may: 'factory.read',
    load: () => import('./shifts.tsx'),
  },
  {
    path: '/factory/points/$tagId',
    title: 'factory.page.points',
    may: 'factory.read',
    load: () => import('./points.tsx'),
  },
  ...alarmPages,
  ...lossPages,
]

export const words: WordLoaders = {
  zh: () => import('../i18n/zh.json', { with: { type: 'json' } }),
  en: () => import('../i18n/en.json', { with: { type: 'json' } }),
}
