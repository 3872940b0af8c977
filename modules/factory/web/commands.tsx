import { Allowed, FormDialog, ListView, Panel, StatusTag, Time, useWords } from '@ronghe/kit/ui'
import { Button } from 'antd'
import { useState } from 'react'
import { factory } from '../contract.ts'
import type { Machine } from './types.ts'

const tones = {
  given: 'info',
  sent: 'warning',
  confirmed: 'success',
  differs: 'error',
  refused: 'error',
  unproved: 'warning',
  expired: 'neutral',
} as const
const refetchMs = 3_000

/** Has a value written to a machine, with the reason. */
export function WriteValue({ tag }: { tag: { id: string; name: string; unit: string | null } }) {
  const { t } = useWords()
  const [open, setOpen] = useState(false)
  const title = t('factory.command.write', { tag: tag.name })
  return (
    <Allowed may="factory.operate">
      <Button type="link" size="small" onClick={() => setOpen(true)}>
        {t('factory.route.giveCommand')}
      </Button>
      <FormDialog
        contract={factory}
        route="giveCommand"
        open={open}
        onClose={() => setOpen(false)}
        title={title}
        submit={t('factory.route.giveCommand')}
        input={{ params: { tagId: tag.id } }}
        fields={{
          value: { control: 'text', ...(tag.unit ? { unit: tag.unit } : {}) },
          reason: { control: 'longText', hint: 'factory.command.reasonHint' },
        }}
        forgets={['commands', 'tags']}
      />
    </Allowed>
  )
}

/** What was written to a machine, by whom and why, and what the machine then had. */
export function Commands({ machine }: { machine: Machine }) {
  const { t } = useWords()
  return (
    <Panel title={t('factory.route.commands')}>
      <ListView
        contract={factory}
        route="commands"
        name="commands"
        params={{ equipmentId: machine.id }}
        rowKey="id"
        refetchMs={refetchMs}
        label={t('factory.route.commands')}
        empty={{ text: t('factory.command.none') }}
        columns={[
          { key: 'tagName', main: true },
          { key: 'value' },
          {
            key: 'state',
            render: ({ state }) => <StatusTag tone={tones[state]} text={t(`factory.command.${state}`)} />,
          },
          { key: 'readBack' },
          { key: 'refusal' },
          { key: 'reason' },
          { key: 'personName', title: 'factory.command.by' },
          { key: 'createdAt', title: 'factory.command.at', render: (row) => <Time at={row.createdAt} /> },
        ]}
      />
    </Panel>
  )
}
