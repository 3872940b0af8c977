import { Allowed, Facts, FormDialog, Loaded, Panel, useApi, useWords } from '@ronghe/kit/ui'
import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { factory } from '../contract.ts'

type Owner = { unit: string } | { equipment: string }

/** What counts as a stop worth a word for a unit or a machine, and whose rule it is. */
export function StopRulesPanel({ owner }: { owner: Owner }) {
  const { t } = useWords()
  const [isOpen, setOpen] = useState(false)
  const rules = useQuery(useApi(factory).ask.stopRules({ query: owner }))
  return (
    <Panel
      title={t('factory.route.stopRules')}
      extra={
        <Allowed may="factory.write">
          <Button onClick={() => setOpen(true)}>{t('factory.route.changeStopRules')}</Button>
        </Allowed>
      }
    >
      <Loaded ask={rules}>
        {({ origin, ownerId: _, ...data }) => (
          <>
            <Facts
              items={[
                { label: t('factory.field.microStopSeconds'), value: `${data.microStopSeconds} s` },
                { label: t('factory.field.classifySeconds'), value: `${data.classifySeconds} s` },
                {
                  label: t('factory.field.isMandatory'),
                  value: t(data.isMandatory ? 'factory.yes' : 'factory.no'),
                },
                { label: t('factory.field.overSpeedPercent'), value: `${data.overSpeedPercent}%` },
                { label: t('factory.stopRules.origin'), value: t(`factory.stopRules.from.${origin}`) },
              ]}
            />
            <FormDialog
              contract={factory}
              open={isOpen}
              onClose={() => setOpen(false)}
              title={t('factory.route.changeStopRules')}
              route="changeStopRules"
              input={{ query: owner }}
              initial={data}
            />
          </>
        )}
      </Loaded>
    </Panel>
  )
}

/** The OEE that a unit's machines are to reach together. */
export function TargetButton({ unitId }: { unitId: string }) {
  const { t } = useWords()
  const [isOpen, setOpen] = useState(false)
  return (
    <Allowed may="factory.write">
      <Button onClick={() => setOpen(true)}>{t('factory.route.oeeTarget')}</Button>
      <FormDialog
        contract={factory}
        open={isOpen}
        onClose={() => setOpen(false)}
        title={t('factory.route.oeeTarget')}
        route="oeeTarget"
        input={{ params: { unitId } }}
      />
    </Allowed>
  )
}
