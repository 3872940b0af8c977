import type { Pages } from '@ronghe/kit/ui'

const group = 'ui.group.factory'
const analysis = 'factory.group.analysis'
const setup = 'factory.group.setup'

/** Pages about stops, losses and what shifts were worth. */
export const lossPages: Pages = [
  {
    path: '/factory/shift-report',
    title: 'factory.page.shiftReport',
    may: 'factory.read',
    menu: { group, order: 20, icon: 'document' },
    load: () => import('./shift-report.tsx'),
  },
  {
    path: '/factory/handover',
    title: 'factory.page.handover',
    may: 'factory.read',
    menu: { group, order: 22, icon: 'people' },
    load: () => import('./handover.tsx'),
  },
  {
    path: '/factory/andon',
    title: 'factory.page.andon',
    may: 'factory.read',
    menu: { group, order: 14, icon: 'alarm' },
    load: () => import('./andon.tsx'),
  },
  {
    path: '/factory/products',
    title: 'factory.page.products',
    may: 'factory.read',
    menu: { group: setup, order: 14, icon: 'document' },
    load: () => import('./products.tsx'),
  },
  {
    path: '/factory/losses',
    title: 'factory.page.losses',
    may: 'factory.read',
    menu: { group: analysis, order: 10, icon: 'chart' },
    load: () => import('./losses.tsx'),
  },
  {
    path: '/factory/losses/why',
    title: 'factory.page.lossWhy',
    may: 'factory.read',
    menu: { group: analysis, order: 12, icon: 'chart' },
    load: () => import('./loss-why.tsx'),
  },
  {
    path: '/factory/losses/shifts',
    title: 'factory.page.lossShifts',
    may: 'factory.read',
    load: () => import('./loss-shifts.tsx'),
  },
  {
    path: '/factory/stops',
    title: 'factory.page.stops',
    may: 'factory.read',
    menu: { group, order: 16, icon: 'alarm' },
    load: () => import('./stops.tsx'),
  },
  {
    path: '/factory/reasons',
    title: 'factory.page.reasons',
    may: 'factory.read',
    menu: { group: setup, order: 16, icon: 'settings' },
    load: () => import('./reasons.tsx'),
  },
]
