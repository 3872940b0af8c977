import { Stack, useWords } from '@ronghe/kit/ui'
import { Alert, Button, Checkbox, Form, Input, InputNumber, Modal, Select } from 'antd'
import { useState } from 'react'
import type { Device } from '../configuration/devices.ts'
import { type AdapterName, columnsOf, type Tag, tagsIn, textOf } from '../configuration/tags-text.ts'
import { BrowseServer } from './edge-browse.tsx'
import {
  adapters,
  choiceText,
  credentialed,
  exampleOf,
  type Setting,
  settingsOf,
  whole,
} from './edge-settings.ts'
import type { Edge } from './types.ts'

type Props = {
  edge: Edge
  start: Device | null
  taken: readonly string[]
  onDone: (device: Device) => void
  onClose: () => void
}

/** One machine: how it is reached, and which values are read of it. */
export function EdgeDevice({ edge, start, taken, onDone, onClose }: Props) {
  const { t } = useWords()
  const [form] = Form.useForm()
  const [adapter, setAdapter] = useState((start?.adapter ?? 'opcua') as AdapterName)
  const [all, setAll] = useState(start?.tags === 'all')
  const given = textOf((Array.isArray(start?.tags) ? start.tags : []) as Tag[], adapter)
  const [text, setText] = useState(given.text)
  const isAll = all && whole.has(adapter)
  const { tags, faults } = tagsIn(text, adapter)
  const deviceOf = (values: Record<string, unknown>): Device => ({
    ...(adapter === start?.adapter ? start : {}),
    ...Object.fromEntries(Object.entries(values).filter(([, value]) => value !== '' && value !== null)),
    device: String(values.device ?? ''),
    adapter,
    tags: isAll ? 'all' : tags,
  })
  const finish = (values: Record<string, unknown>) => onDone(deviceOf(values))
  const choose = (next: AdapterName) => {
    setAdapter(next)
    setText(textOf([], next).text)
  }
  return (
    <Modal
      open
      width={860}
      title={t(start ? 'factory.edge.editDevice' : 'factory.edge.addDevice')}
      okText={t('factory.edge.take')}
      okButtonProps={{ disabled: !isAll && (tags.length === 0 || faults.length > 0 || !given.isWhole) }}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <Form form={form} layout="vertical" initialValues={start ?? {}} onFinish={finish}>
        <Fields adapter={adapter} onAdapter={choose} start={start} taken={taken} />
      </Form>
      <Stack>
        {whole.has(adapter) ? (
          <Checkbox checked={all} onChange={(event) => setAll(event.target.checked)}>
            {t(`factory.takeAll.${adapter}`)}
          </Checkbox>
        ) : null}
        {isAll ? null : <TagsText adapter={adapter} text={text} onChange={setText} faults={faults} />}
        {given.isWhole ? null : <Alert type="warning" title={t('factory.edge.notText')} />}
        {adapter === 'opcua' ? (
          <BrowseServer
            edge={edge}
            device={() => deviceOf(form.getFieldsValue())}
            onTake={(lines) => setText(`${text.trimEnd()}\n${lines.join('\n')}`)}
          />
        ) : null}
      </Stack>
    </Modal>
  )
}

type FieldsProps = Pick<Props, 'start' | 'taken'> & {
  adapter: AdapterName
  onAdapter: (next: AdapterName) => void
}

function Fields({ adapter, onAdapter, start, taken }: FieldsProps) {
  const { t } = useWords()
  return (
    <div className="factory-device-fields">
      <Form.Item label={t('factory.edge.adapter')} htmlFor="factory-adapter">
        <Select
          id="factory-adapter"
          value={adapter}
          onChange={onAdapter}
          options={adapters.map((value) => ({ value, label: t(`factory.adapter.${value}`) }))}
        />
      </Form.Item>
      <Form.Item
        name="device"
        label={t('factory.column.device')}
        rules={[
          { required: true, message: t('factory.edge.needed') },
          {
            validator: (_rule, value) =>
              taken.includes(value) ? Promise.reject(new Error(t('factory.edge.taken'))) : Promise.resolve(),
          },
        ]}
      >
        <Input maxLength={128} />
      </Form.Item>
      {settingsOf[adapter].map((setting) => (
        <SettingItem key={setting.name} setting={setting} />
      ))}
      {credentialed.has(adapter) ? <Credentials hasOne={start?.credentials !== undefined} /> : null}
    </div>
  )
}

function SettingItem({ setting }: { setting: Setting }) {
  const { t } = useWords()
  const { name, kind, choices = [], required = false, example = '', isOn = true } = setting
  const rules = required ? [{ required, message: t('factory.edge.needed') }] : []
  const label = t(`factory.setting.${name}`)
  if (kind === 'yes') {
    return (
      <Form.Item name={name} label={label} valuePropName="checked" initialValue={isOn}>
        <Checkbox>{t('factory.edge.yes')}</Checkbox>
      </Form.Item>
    )
  }
  const options = choices.map((value) => ({ value, label: choiceText(t, name, value) }))
  return (
    <Form.Item name={name} label={label} rules={rules}>
      {kind === 'number' ? (
        <InputNumber placeholder={example} style={{ inlineSize: '100%' }} min={0} />
      ) : null}
      {kind === 'choice' ? (
        <Select
          options={options}
          placeholder={
            name === 'timeFormat' ? t('factory.edge.byItself') : choiceText(t, name, choices[0] ?? '')
          }
          allowClear
        />
      ) : null}
      {kind === 'text' ? <Input placeholder={example} /> : null}
    </Form.Item>
  )
}

/** User and password of the machine's server; without a user it is anonymous. */
function Credentials({ hasOne }: { hasOne: boolean }) {
  const { t } = useWords()
  const [isOn, setOn] = useState(hasOne)
  if (!isOn) {
    return (
      <Form.Item label={t('factory.setting.credentials')}>
        <Button onClick={() => setOn(true)}>{t('factory.edge.addUser')}</Button>
      </Form.Item>
    )
  }
  return (
    <>
      <Form.Item
        name={['credentials', 'username']}
        label={t('factory.setting.username')}
        rules={[{ required: true, message: t('factory.edge.needed') }]}
      >
        <Input autoComplete="off" />
      </Form.Item>
      <Form.Item
        name={['credentials', 'password']}
        label={t('factory.setting.password')}
        initialValue=""
        extra={hasOne ? t('factory.edge.passwordStays') : undefined}
      >
        <Input.Password autoComplete="new-password" />
      </Form.Item>
    </>
  )
}

type TextProps = {
  adapter: AdapterName
  text: string
  onChange: (text: string) => void
  faults: readonly { line: number; word: string }[]
}

function TagsText({ adapter, text, onChange, faults }: TextProps) {
  const { t } = useWords()
  return (
    <>
      <label htmlFor="factory-tags">{t('factory.edge.tagsText')}</label>
      <small>
        <code>{columnsOf[adapter].map(({ name }) => name).join(', ')}</code>
        {exampleOf[adapter] ? (
          <>
            <br />
            {t('factory.edge.forExample')} <code>{exampleOf[adapter]}</code>
          </>
        ) : null}
      </small>
      <Input.TextArea
        id="factory-tags"
        rows={8}
        value={text}
        onChange={(event) => onChange(event.target.value)}
        style={{ fontFamily: 'monospace' }}
      />
      {faults.slice(0, 5).map(({ line, word }) => (
        <small key={line} role="alert">
          {t(`factory.tagsFault.${word}`, { line })}
        </small>
      ))}
    </>
  )
}
