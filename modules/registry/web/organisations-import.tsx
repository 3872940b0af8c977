import { Page as Frame, ImportForm, Panel, useApi, useWords } from '@ronghe/kit/ui'
import { registry } from '../contract.ts'

/** Organisations from a table. */
export function Page() {
  const { t } = useWords()
  const api = useApi(registry)
  return (
    <Frame
      title={t('registry.page.organisationsImport')}
      breadcrumbs={[{ title: t('registry.page.organisations'), to: '/registry/organisations' }]}
    >
      <Panel title={t('registry.import.file')}>
        <ImportForm
          contract={registry}
          route="importOrganisations"
          onTemplate={() => api.download.importTemplate({ query: { kind: 'organisations' } })}
          onWritten={() => api.forget('organisations')}
        />
      </Panel>
    </Frame>
  )
}
