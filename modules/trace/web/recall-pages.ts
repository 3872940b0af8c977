import type { Pages } from '@ronghe/kit/ui'

/** Pages of inspections, of recalls, real and practised, and of labels and scanning. */
export const recallPages: Pages = [
  {
    path: '/trace/inspections',
    title: 'trace.page.inspections',
    may: 'trace.read',
    menu: { group: 'trace.group.trace', order: 15, icon: 'document' },
    load: () => import('./inspections.tsx'),
  },
  {
    path: '/trace/inspections/new',
    title: 'trace.page.inspectionNew',
    may: 'trace.capture',
    load: () => import('./inspection-new.tsx'),
  },
  {
    path: '/trace/inspections/import',
    title: 'trace.page.inspectionImport',
    may: 'trace.capture',
    load: () => import('./inspection-import.tsx'),
  },
  {
    path: '/trace/inspections/$inspectionId',
    title: 'trace.page.inspection',
    may: 'trace.read',
    load: () => import('./inspection.tsx'),
  },
  {
    path: '/trace/recalls',
    title: 'trace.page.recalls',
    may: 'trace.read',
    menu: { group: 'trace.group.trace', order: 20, icon: 'alarm' },
    load: () => import('./recalls.tsx'),
  },
  {
    path: '/trace/recalls/new',
    title: 'trace.page.recallNew',
    may: 'trace.recall',
    load: () => import('./recall-new.tsx'),
  },
  {
    path: '/trace/recalls/demand',
    title: 'trace.page.recallDemand',
    may: 'trace.demand',
    load: () => import('./recall-demand.tsx'),
  },
  {
    path: '/trace/recalls/$recallId',
    title: 'trace.page.recall',
    may: 'trace.read',
    load: () => import('./recall.tsx'),
  },
  {
    path: '/trace/recalls/$recallId/report',
    title: 'trace.page.recallReport',
    may: 'trace.read',
    load: () => import('./recall-report.tsx'),
  },
  {
    path: '/recalls',
    title: 'trace.page.publicRecalls',
    may: 'public',
    load: () => import('./public-recalls.tsx'),
  },
  {
    path: '/trace/scan',
    title: 'trace.page.scan',
    may: 'trace.read',
    menu: { group: 'trace.group.trace', order: 6, icon: 'target' },
    load: () => import('./scan.tsx'),
  },
  {
    path: '/trace/labels',
    title: 'trace.page.labels',
    may: 'trace.read',
    menu: { group: 'trace.group.trace', order: 40, icon: 'document' },
    load: () => import('./labels.tsx'),
  },
]
