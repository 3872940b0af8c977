import { Page as Frame, Panel, useGo, useWords } from '@ronghe/kit/ui'
import { MachineForm } from './machine-form.tsx'

export function Page() {
  const { t } = useWords()
  const go = useGo()
  return (
    <Frame
      title={t('factory.page.equipmentNew')}
      breadcrumbs={[{ title: t('factory.page.equipment'), to: '/factory/equipment' }]}
    >
      <Panel title={t('factory.tab.nameplate')}>
        <MachineForm
          onDone={(id) => go(`/factory/equipment/${id}`)}
          onCancel={() => go('/factory/equipment')}
        />
      </Panel>
    </Frame>
  )
}
