import type { Pages } from '@ronghe/kit/ui'

const group = 'ui.group.factory'

/** Pages about stops, losses and what shifts were worth. */
export const lossPages: Pages = [
  {
    path: '/factory/stops',
    title: 'factory.page.stops',
    may: 'factory.read',
    menu: { group, order: 32, icon: 'alarm' },
    load: () => import('./stops.tsx'),
  },
  {
    path: '/factory/reasons',
    title: 'factory.page.reasons',
    may: 'factory.read',
    menu: { group, order: 46, icon: 'settings' },
    load: () => import('./reasons.tsx'),
  },
]
