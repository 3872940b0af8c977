import { ImportPage } from './import-page.tsx'

/** The ledger of information systems from a table. */
export function Page() {
  return <ImportPage kind="systems" back={{ title: 'registry.page.systems', to: '/registry/systems' }} />
}
