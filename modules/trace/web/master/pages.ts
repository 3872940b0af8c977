import type { Pages } from '@ronghe/kit/ui'

const group = 'trace.group.trace'

/** What a number means, and who gives numbers out. */
export const masterPages: Pages = [
  {
    path: '/trace/masters',
    title: 'trace.page.masters',
    may: 'trace.read',
    menu: { group, order: 40, icon: 'registry' },
    load: () => import('./masters.tsx'),
  },
  {
    path: '/trace/masters/new',
    title: 'trace.page.newMaster',
    may: 'trace.capture',
    load: () => import('./new-master.tsx'),
  },
  {
    path: '/trace/masters/import',
    title: 'trace.page.importMasters',
    may: 'trace.capture',
    load: () => import('./import-masters.tsx'),
  },
  {
    path: '/trace/masters/$masterId',
    title: 'trace.page.master',
    may: 'trace.read',
    load: () => import('./master.tsx'),
  },
  {
    path: '/trace/documents',
    title: 'trace.page.documents',
    may: 'trace.read',
    menu: { group, order: 42, icon: 'document' },
    load: () => import('./documents.tsx'),
  },
  {
    path: '/trace/partner-papers',
    title: 'trace.page.partnerPapers',
    may: 'trace.read',
    menu: { group, order: 43, icon: 'document' },
    load: () => import('./partner-papers.tsx'),
  },
  {
    path: '/trace/allocations',
    title: 'trace.page.allocations',
    may: 'trace.read',
    menu: { group, order: 44, icon: 'key' },
    load: () => import('./allocations.tsx'),
  },
  {
    path: '/trace/allocations/new',
    title: 'trace.page.newAllocation',
    may: 'trace.capture',
    load: () => import('./new-allocation.tsx'),
  },
  {
    path: '/trace/allocations/$allocationId',
    title: 'trace.page.allocation',
    may: 'trace.read',
    load: () => import('./allocation.tsx'),
  },
  {
    path: '/trace/links',
    title: 'trace.page.links',
    may: 'trace.read',
    menu: { group, order: 45, icon: 'connection' },
    load: () => import('./links.tsx'),
  },
  {
    path: '/trace/scanned',
    title: 'trace.page.scanned',
    may: 'trace.read',
    menu: { group, order: 47, icon: 'chart' },
    load: () => import('./scanned.tsx'),
  },
  {
    path: '/trace/reports',
    title: 'trace.page.reports',
    may: 'trace.read',
    menu: { group, order: 48, icon: 'alarm' },
    load: () => import('./reports.tsx'),
  },
  {
    path: '/trace/sharing',
    title: 'trace.page.sharing',
    may: 'trace.read',
    menu: { group, order: 49, icon: 'people' },
    load: () => import('./sharing.tsx'),
  },
  {
    path: '/trace/prefixes',
    title: 'trace.page.prefixes',
    may: 'trace.read',
    menu: { group, order: 46, icon: 'shield' },
    load: () => import('./prefixes.tsx'),
  },
]
