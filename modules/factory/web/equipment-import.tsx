import { Page as Frame, ImportForm, Panel, useApi, useWords } from '@ronghe/kit/ui'
import { factory } from '../contract.ts'

/** Machines from a table. */
export function Page() {
  const { t } = useWords()
  const api = useApi(factory)
  return (
    <Frame
      title={t('factory.page.equipmentImport')}
      breadcrumbs={[{ title: t('factory.page.equipment'), to: '/factory/equipment' }]}
    >
      <Panel title={t('factory.import.file')}>
        <ImportForm
          contract={factory}
          route="importEquipment"
          onTemplate={() => api.download.importTemplate({})}
          onWritten={() => api.forget()}
        />
      </Panel>
    </Frame>
  )
}
