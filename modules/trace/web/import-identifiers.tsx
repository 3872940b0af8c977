import { Page as Frame, ImportForm, Panel, useApi, useWords } from '@ronghe/kit/ui'
import { trace } from '../contract.ts'

/** Identifiers of the national scheme from a table. */
export function Page() {
  const { t } = useWords()
  const api = useApi(trace)
  return (
    <Frame
      title={t('trace.page.importIdentifiers')}
      breadcrumbs={[{ title: t('trace.page.identifiers'), to: '/trace/identifiers' }]}
    >
      <Panel title={t('trace.master.file')}>
        <ImportForm
          contract={trace}
          route="importIdentifiers"
          onTemplate={() => api.download.identifierTable({})}
          onWritten={() => api.forget()}
        />
      </Panel>
    </Frame>
  )
}
