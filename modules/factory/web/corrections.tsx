import { ConfirmButton, FormDialog, ListView, Panel, StatusTag, Time, useApi, useWords } from '@ronghe/kit/ui'
import { useMutation } from '@tanstack/react-query'
import { factory } from '../contract.ts'
import { ReasonChoice } from './reason-choice.tsx'
import { StateTag, useReason } from './state-tag.tsx'
import type { Machine } from './types.ts'

export type Stretch = { startsAt: string; endsAt: string; state: string }

const forgets = ['corrections', 'oee', 'oeeDays'] as const

/** Says of a stretch what it was, or why. */
export function CorrectStretch({
  machine,
  stretch,
  onClose,
}: {
  machine: Machine
  stretch: Stretch | null
  onClose: () => void
}) {
  const { t } = useWords()
  return (
    <FormDialog
      contract={factory}
      open={stretch !== null}
      onClose={onClose}
      title={t('factory.route.addCorrection')}
      route="addCorrection"
      input={{ params: { equipmentId: machine.id } }}
      initial={{ startsAt: stretch?.startsAt, endsAt: stretch?.endsAt }}
      order={['reason', 'state', 'startsAt', 'endsAt', 'overProduction', 'note']}
      fields={{
        reason: {
          render: ({ id, value, onChange }) => (
            <ReasonChoice id={id} value={String(value ?? '')} onChange={(next) => onChange?.(next)} />
          ),
        },
        overProduction: { hidden: stretch?.state !== 'production' },
        note: { control: 'longText' },
      }}
      forgets={forgets}
    />
  )
}

/** What people said of the span, withdrawn words too. */
export function Corrections({ machine, from, to }: { machine: Machine; from: string; to: string }) {
  const { t } = useWords()
  const reasonOf = useReason(machine.organisationId)
  const { tell } = useApi(factory)
  const withdraw = useMutation(tell.withdrawCorrection({ forgets }))
  return (
    <Panel title={t('factory.route.corrections')}>
      <ListView
        contract={factory}
        route="corrections"
        name="corrections"
        params={{ equipmentId: machine.id }}
        fixed={{ from, to }}
        rowKey="id"
        label={t('factory.route.corrections')}
        empty={{ text: t('factory.correction.none') }}
        columns={[
          { key: 'reason', main: true, render: (row) => reasonOf(row.reason) },
          {
            key: 'state',
            render: (row) =>
              row.state ? <StateTag state={row.state} /> : t('factory.correction.asObserved'),
          },
          { key: 'startsAt', render: (row) => <Time at={row.startsAt} /> },
          { key: 'endsAt', render: (row) => <Time at={row.endsAt} /> },
          { key: 'note' },
          { key: 'personName' },
          { key: 'createdAt', render: (row) => <Time at={row.createdAt} /> },
          {
            key: 'withdrawnAt',
            render: (row) =>
              row.withdrawnAt ? (
                <StatusTag tone="neutral" text={t('factory.correction.withdrawn')} />
              ) : (
                <ConfirmButton
                  may="factory.operate"
                  type="link"
                  size="small"
                  title={t('factory.correction.withdrawAsk')}
                  onConfirm={async () =>
                    void (await withdraw.mutateAsync({ params: { correctionId: row.id } }))
                  }
                >
                  {t('factory.route.withdrawCorrection')}
                </ConfirmButton>
              ),
          },
        ]}
      />
    </Panel>
  )
}
