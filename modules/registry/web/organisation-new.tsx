import { ContractForm, Page as Frame, Panel, useGo, useSessionChanged, useWords } from '@ronghe/kit/ui'
import { registry } from '../contract.ts'
import { useRegionOptions } from './region-options.ts'

/** Registers a firm; whoever does becomes its administrator and then submits the licence. */
export function Page() {
  const { t } = useWords()
  const go = useGo()
  const changed = useSessionChanged()
  const regions = useRegionOptions()
  return (
    <Frame
      title={t('registry.page.organisationNew')}
      breadcrumbs={[{ title: t('registry.page.organisations'), to: '/registry/organisations' }]}
    >
      <Panel title={t('registry.page.organisation')}>
        <ContractForm
          contract={registry}
          route="addOrganisation"
          fields={{ regionCode: { options: regions } }}
          order={['kind', 'name', 'nameEn', 'creditCode', 'regionCode', 'tradeCode']}
          submit={t('registry.action.add')}
          onCancel={() => go('/registry/organisations')}
          onDone={(answer) => void changed().then(() => go(`/registry/organisations/${answer.id}`))}
        />
      </Panel>
    </Frame>
  )
}
