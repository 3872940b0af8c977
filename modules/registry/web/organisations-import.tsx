import { ImportPage } from './import-page.tsx'

/** Organisations from a table. */
export function Page() {
  return (
    <ImportPage
      kind="organisations"
      back={{ title: 'registry.page.organisations', to: '/registry/organisations' }}
    />
  )
}
