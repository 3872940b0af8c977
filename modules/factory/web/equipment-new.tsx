import { Page as Frame, Panel, useGo, useSearch, useWords } from '@ronghe/kit/ui'
import { MachineForm } from './machine-form.tsx'

export function Page() {
  const { t } = useWords()
  const go = useGo()
  const { edgeId, device } = useSearch() as { edgeId?: string; device?: string }
  return (
    <Frame
      title={t('factory.page.equipmentNew')}
      breadcrumbs={[{ title: t('factory.page.equipment'), to: '/factory/equipment' }]}
    >
      <Panel title={t('factory.tab.nameplate')}>
        <MachineForm
          start={edgeId ? { edgeId, device, isNetworked: true } : {}}
          onDone={(id) => go(`/factory/equipment/${id}`)}
          onCancel={() => go('/factory/equipment')}
        />
      </Panel>
    </Frame>
  )
}
