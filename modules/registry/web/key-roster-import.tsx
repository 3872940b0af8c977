import { ImportPage } from './import-page.tsx'

/** The roster of key enterprises from a table. */
export function Page() {
  return <ImportPage kind="roster" back={{ title: 'registry.page.keyRoster', to: '/registry/key-roster' }} />
}
