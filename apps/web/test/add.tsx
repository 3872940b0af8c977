import { ContractForm, Page as Frame, Panel, say, UploadForm, useGo, useWords } from '@ronghe/kit/ui'
import { gallery } from './contract.ts'

/** A form with every control, and an upload. */
export function Page() {
  const { t } = useWords()
  const go = useGo()
  return (
    <Frame
      title={t('gallery.page.add')}
      breadcrumbs={[{ title: t('gallery.page.machines'), to: '/gallery/machines' }]}
    >
      <Panel>
        <ContractForm
          contract={gallery}
          route="addMachine"
          fields={{ power: { unit: 'KWT' }, note: { control: 'longText' } }}
          onDone={() => {
            say.done('gallery.saved', { name: '' })
            go('/gallery/machines')
          }}
          onCancel={() => go('/gallery/machines')}
        />
      </Panel>
      <Panel title={t('ui.upload')}>
        <UploadForm
          contract={gallery}
          route="importMachines"
          query={{ dryRun: true }}
          accept=".csv,.xlsx"
          onDone={(answer) => say.done('gallery.saved', { name: `${answer.bytes}` })}
        />
      </Panel>
    </Frame>
  )
}
