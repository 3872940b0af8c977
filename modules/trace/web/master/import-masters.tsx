import { Page as Frame, ImportForm, Panel, useApi, useWords } from '@ronghe/kit/ui'
import { trace } from '../../contract.ts'

/** Master data from a table. */
export function Page() {
  const { t } = useWords()
  const api = useApi(trace)
  return (
    <Frame
      title={t('trace.page.importMasters')}
      breadcrumbs={[{ title: t('trace.page.masters'), to: '/trace/masters' }]}
    >
      <Panel title={t('trace.master.file')}>
        <ImportForm
          contract={trace}
          route="importMasters"
          onTemplate={() => api.download.masterTemplate({})}
          onWritten={() => api.forget()}
        />
      </Panel>
    </Frame>
  )
}
