import { ContractForm, Page as Frame, Panel, TabBar, useGo, useSearchState, useWords } from '@ronghe/kit/ui'
import { trace } from '../../contract.ts'
import { hiddenFor, type MasterKind } from './fields.ts'

const kinds: readonly MasterKind[] = ['product', 'place', 'party']

/** A product, a place or a party is entered. */
export function Page() {
  const { t } = useWords()
  const go = useGo()
  const [kind, setKind] = useSearchState('kind', 'product')
  const chosen = kinds.find((one) => one === kind) ?? 'product'
  return (
    <Frame
      title={t('trace.page.newMaster')}
      breadcrumbs={[{ title: t('trace.page.masters'), to: '/trace/masters' }]}
    >
      <TabBar
        label={t('trace.column.kind')}
        tabs={kinds.map((one) => ({ key: one, title: t(`trace.value.kind.${one}`) }))}
        value={chosen}
        onChange={setKind}
      />
      <Panel title={t(`trace.value.kind.${chosen}`)}>
        <ContractForm
          key={chosen}
          contract={trace}
          route="addMaster"
          initial={{ kind: chosen }}
          fields={{ ...hiddenFor(chosen), kind: { hidden: true } }}
          order={['identifier', 'name', 'nameEn']}
          onDone={({ id }) => go(`/trace/masters/${id}`)}
          onCancel={() => go('/trace/masters')}
        />
      </Panel>
    </Frame>
  )
}
