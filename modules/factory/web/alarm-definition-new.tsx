import { Page as Frame, say, useApi, useGo, useSearch, useWords } from '@ronghe/kit/ui'
import { Input } from 'antd'
import { useState } from 'react'
import { blankBody } from '../alarms/fields.ts'
import { factory } from '../contract.ts'
import { AlarmEditor } from './alarm-editor.tsx'
import { Labelled } from './alarm-fields.tsx'

/** A new alarm: what it is about, when it is active, and what is to be done. */
export function Page() {
  const { t } = useWords()
  const go = useGo()
  const api = useApi(factory)
  const { equipment } = useSearch()
  const [code, setCode] = useState('')
  const [start] = useState(() => ({
    ...blankBody(),
    ...(typeof equipment === 'string' ? { equipmentIds: [equipment] } : {}),
  }))
  return (
    <Frame
      title={t('factory.page.alarmDefinitionNew')}
      breadcrumbs={[{ title: t('factory.page.alarmDefinitions'), to: '/factory/alarms/definitions' }]}
    >
      <AlarmEditor
        start={start}
        head={
          <Labelled id="alarm-code" label={t('factory.column.alarmCode')}>
            <Input
              id="alarm-code"
              value={code}
              maxLength={40}
              placeholder="TEMP-HH"
              onChange={(event) => setCode(event.target.value)}
              style={{ maxInlineSize: 320 }}
            />
          </Labelled>
        }
        onSave={async (body) => {
          const { id } = await api.call.addAlarmDefinition({ body: { code, body } })
          say.done('factory.alarmEditor.saved')
          api.forget()
          go(`/factory/alarms/definitions/${id}`)
        }}
        onCancel={() => go('/factory/alarms/definitions')}
      />
    </Frame>
  )
}
