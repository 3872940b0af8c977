import { ImportPage } from './import-page.tsx'

/** Parks from a table. */
export function Page() {
  return <ImportPage kind="parks" back={{ title: 'registry.page.parks', to: '/registry/parks' }} />
}
