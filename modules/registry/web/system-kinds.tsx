import type { Static } from '@ronghe/kit/contract'
import { FormDialog, ListPage, useMay, useWords } from '@ronghe/kit/ui'
import { Button } from 'antd'
import { useState } from 'react'
import { registry, type SystemKind } from '../contract.ts'

type Row = Static<typeof SystemKind>

/** The kinds of systems that a ledger knows, and what each can carry. */
export function Page() {
  const { t } = useWords()
  const may = useMay()('registry.system.kind')
  const [open, setOpen] = useState<'none' | 'add' | Row>('none')
  const title = t('registry.page.systemKinds')
  return (
    <>
      <ListPage
        contract={registry}
        route="systemKinds"
        title={title}
        rowKey="code"
        searchless
        actions={
          may ? (
            <Button type="primary" onClick={() => setOpen('add')}>
              {t('registry.action.add')}
            </Button>
          ) : null
        }
        columns={[
          { key: 'nameZh', main: true },
          { key: 'nameEn' },
          { key: 'code' },
          {
            key: 'processes',
            render: (row) =>
              row.processes.map((one) => t(`registry.value.processes.${one}`)).join(t('kit.listSeparator')),
          },
          { key: 'place', title: t('registry.field.place'), align: 'end' },
        ]}
        rowActions={(row) =>
          may ? [{ key: 'edit', text: t('registry.action.edit'), onClick: () => setOpen(row) }] : []
        }
      />
      {open === 'none' ? null : (
        <FormDialog
          open
          onClose={() => setOpen('none')}
          title={t('registry.route.keepSystemKind')}
          contract={registry}
          route="keepSystemKind"
          initial={open === 'add' ? { place: 1000 } : { ...open }}
          fields={{ code: { disabled: open !== 'add' }, processes: { wide: true } }}
        />
      )}
    </>
  )
}
