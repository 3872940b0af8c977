import { Allowed, FormDialog, useApi, useWords } from '@ronghe/kit/ui'
import { Button } from 'antd'
import { useState } from 'react'
import { factory } from '../contract.ts'

/** Holds a signal, so that its points stay whatever the rest is thinned to; without one, it is looked for. */
export function HoldButton({ tagId, small = false }: { tagId?: string; small?: boolean }) {
  const { t, name } = useWords()
  const { call } = useApi(factory)
  const [isOpen, setOpen] = useState(false)
  const find = async (q: string) => {
    const { rows } = await call.historySignals({ query: { ...(q ? { q } : {}), pageSize: 50 } })
    return rows.map((row) => ({
      value: row.tagId,
      text: [
        row.equipmentName,
        name({ nameZh: row.label ?? row.name, nameEn: row.labelEn ?? row.name }),
      ].join(' · '),
    }))
  }
  return (
    <Allowed may="factory.write">
      <Button {...(small ? { size: 'small' as const } : {})} onClick={() => setOpen(true)}>
        {t('factory.storage.hold')}
      </Button>
      {isOpen && (
        <FormDialog
          contract={factory}
          route="hold"
          open
          onClose={() => setOpen(false)}
          title={t('factory.storage.hold')}
          {...(tagId === undefined ? {} : { initial: { tagId } })}
          fields={{
            tagId: tagId === undefined ? { find, label: 'factory.column.signal' } : { hidden: true },
            reason: { control: 'longText' },
          }}
          forgets={['holds', 'retention', 'retentionRules']}
        />
      )}
    </Allowed>
  )
}
