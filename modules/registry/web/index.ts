import type { Pages, WordLoaders } from '@ronghe/kit/ui'
import { registry } from '../contract.ts'

const group = 'ui.group.registry'
const administration = 'ui.group.administration'

export const pages: Pages = [
  {
    path: '/sign-in',
    title: 'registry.page.signIn',
    may: 'public',
    layout: 'bare',
    load: () => import('./sign-in.tsx'),
  },
  {
    path: '/sign-up',
    title: 'registry.page.signUp',
    may: 'public',
    layout: 'bare',
    load: () => import('./sign-up.tsx'),
  },
  {
    path: '/forgot-password',
    title: 'registry.page.forgot',
    may: 'public',
    layout: 'bare',
    load: () => import('./forgot.tsx'),
  },
  {
    path: '/reset-password',
    title: 'registry.page.reset',
    may: 'public',
    layout: 'bare',
    load: () => import('./reset.tsx'),
  },
  {
    path: '/invitation/$token',
    title: 'registry.page.invitation',
    may: 'public',
    layout: 'bare',
    load: () => import('./invitation.tsx'),
  },
  {
    path: '/registry/calendar',
    title: 'registry.page.calendar',
    may: 'signedIn',
    menu: { group: administration, order: 50, icon: 'calendar' },
    load: () => import('./calendar.tsx'),
  },
  {
    path: '/registry/organisations',
    title: 'registry.page.organisations',
    may: 'signedIn',
    menu: { group, order: 10, icon: 'organisation' },
    load: () => import('./organisations.tsx'),
  },
  {
    path: '/registry/organisations/new',
    title: 'registry.page.organisationNew',
    may: 'signedIn',
    load: () => import('./organisation-new.tsx'),
  },
  {
    path: '/registry/organisations/import',
    title: 'registry.page.organisationsImport',
    may: 'registry.organisation.make',
    load: () => import('./organisations-import.tsx'),
  },
  {
    path: '/registry/organisations/$organisationId',
    title: 'registry.page.organisation',
    may: 'signedIn',
    load: () => import('./organisation.tsx'),
  },
  {
    path: '/registry/verifications',
    title: 'registry.page.verifications',
    may: 'signedIn',
    menu: { group, order: 20, icon: 'shield' },
    load: () => import('./verifications.tsx'),
  },
  {
    path: '/registry/units',
    title: 'registry.page.units',
    may: 'registry.unit.read',
    menu: { group, order: 30, icon: 'site' },
    load: () => import('./units.tsx'),
  },
  {
    path: '/registry/parks',
    title: 'registry.page.parks',
    may: 'public',
    menu: { group, order: 15, icon: 'region' },
    load: () => import('./parks.tsx'),
  },
  {
    path: '/registry/parks/import',
    title: 'registry.page.parksImport',
    may: 'registry.organisation.make',
    load: () => import('./parks-import.tsx'),
  },
  {
    path: '/registry/key-roster',
    title: 'registry.page.keyRoster',
    may: 'signedIn',
    menu: { group, order: 17, icon: 'organisation' },
    load: () => import('./key-roster.tsx'),
  },
  {
    path: '/registry/key-roster/import',
    title: 'registry.page.keyRosterImport',
    may: 'registry.key.write',
    load: () => import('./key-roster-import.tsx'),
  },
  {
    path: '/registry/systems',
    title: 'registry.page.systems',
    may: 'registry.system.read',
    menu: { group, order: 35, icon: 'connection' },
    load: () => import('./systems.tsx'),
  },
  {
    path: '/registry/systems/import',
    title: 'registry.page.systemsImport',
    may: 'registry.system.write',
    load: () => import('./systems-import.tsx'),
  },
  {
    path: '/registry/systems/$systemId',
    title: 'registry.page.system',
    may: 'registry.system.read',
    load: () => import('./system.tsx'),
  },
  {
    path: '/registry/system-kinds',
    title: 'registry.page.systemKinds',
    may: 'signedIn',
    load: () => import('./system-kinds.tsx'),
  },
  {
    path: '/registry/members',
    title: 'registry.page.members',
    may: 'registry.member.read',
    menu: { group: administration, order: 10, icon: 'people' },
    load: () => import('./members.tsx'),
  },
  {
    path: '/registry/api-keys',
    title: 'registry.page.apiKeys',
    may: 'registry.apiKey.write',
    menu: { group: administration, order: 20, icon: 'key' },
    load: () => import('./api-keys.tsx'),
  },
  {
    path: '/registry/roles',
    title: 'registry.page.roles',
    may: 'signedIn',
    menu: { group: administration, order: 25, icon: 'role' },
    load: () => import('./roles.tsx'),
  },
  {
    path: '/registry/audit',
    title: 'registry.page.audit',
    may: 'registry.audit.read',
    menu: { group: administration, order: 30, icon: 'audit' },
    load: () => import('./audit.tsx'),
  },
  {
    path: '/registry/account',
    title: 'registry.page.account',
    may: 'signedIn',
    load: () => import('./account.tsx'),
  },
  {
    path: '/registry/notifications',
    title: 'registry.page.notifications',
    may: 'signedIn',
    load: () => import('./notifications.tsx'),
  },
]

export const words: WordLoaders = {
  zh: () => import('../i18n/zh.json', { with: { type: 'json' } }),
  en: () => import('../i18n/en.json', { with: { type: 'json' } }),
}

/** The shell's search asks this route. */
export const search = async () => registry.routes.search
