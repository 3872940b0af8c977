import { Allowed, FormDialog, ListPage, say, Time, useApi, useWords } from '@ronghe/kit/ui'
import { Button } from 'antd'
import { useState } from 'react'
import { trace } from '../../contract.ts'

/** GS1 company prefixes of the organisation. */
export function Page() {
  const { t } = useWords()
  const api = useApi(trace)
  const [isAdding, setAdding] = useState(false)
  async function remove(prefix: string): Promise<void> {
    await api.call.removePrefix({ params: { prefix } })
    api.forget()
    say.done('trace.document.removed')
  }
  return (
    <>
      <ListPage
        contract={trace}
        route="prefixes"
        title={t('trace.page.prefixes')}
        rowKey="prefix"
        columns={[
          { key: 'prefix', main: true },
          { key: 'room' },
          { key: 'used' },
          { key: 'addedAt', render: ({ addedAt }) => <Time at={addedAt} /> },
          { key: 'addedBy' },
        ]}
        rowActions={({ prefix }) => [
          {
            key: 'remove',
            text: t('trace.prefix.remove'),
            may: 'trace.subscribe',
            danger: true,
            onClick: () => remove(prefix),
          },
        ]}
        actions={
          <Allowed may="trace.subscribe">
            <Button type="primary" onClick={() => setAdding(true)}>
              {t('trace.prefix.add')}
            </Button>
          </Allowed>
        }
      />
      <FormDialog
        open={isAdding}
        onClose={() => setAdding(false)}
        title={t('trace.prefix.add')}
        contract={trace}
        route="addPrefix"
        fields={{ prefix: { label: t('trace.column.prefix'), hint: t('trace.rule.prefixOf.pattern') } }}
        onDone={() => api.forget()}
      />
    </>
  )
}
