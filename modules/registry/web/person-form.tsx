import { useWords } from '@ronghe/kit/ui'
import { Button, Form, Input } from 'antd'

const passwordLengthMin = 10
type Field = 'name' | 'email' | 'password' | 'newPassword' | 'currentPassword' | 'code'

/** The few fields of accounts, with their rules. */
export function PersonForm({
  fields,
  submit,
  onDone,
}: {
  fields: readonly Field[]
  submit: string
  onDone: (values: Record<string, string>) => Promise<void>
}) {
  const { t } = useWords()
  const needed = { required: true, message: t('rule.required') }
  const long = { min: passwordLengthMin, message: t('rule.minLength', { limit: passwordLengthMin }) }
  return (
    <Form layout="vertical" onFinish={(values: Record<string, string>) => void onDone(values)}>
      {fields.includes('name') ? (
        <Form.Item name="name" label={t('registry.signIn.name')} rules={[needed]}>
          <Input autoComplete="name" />
        </Form.Item>
      ) : null}
      {fields.includes('email') ? (
        <Form.Item
          name="email"
          label={t('registry.signIn.email')}
          rules={[{ required: true, type: 'email', message: t('rule.format', { format: 'email' }) }]}
        >
          <Input autoComplete="username" inputMode="email" />
        </Form.Item>
      ) : null}
      {fields.includes('currentPassword') ? (
        <Form.Item name="currentPassword" label={t('registry.account.currentPassword')} rules={[needed]}>
          <Input.Password autoComplete="current-password" />
        </Form.Item>
      ) : null}
      {fields.includes('password') ? (
        <Form.Item name="password" label={t('registry.signIn.newPassword')} rules={[needed, long]}>
          <Input.Password autoComplete="new-password" />
        </Form.Item>
      ) : null}
      {fields.includes('newPassword') ? (
        <Form.Item name="newPassword" label={t('registry.signIn.newPassword')} rules={[needed, long]}>
          <Input.Password autoComplete="new-password" />
        </Form.Item>
      ) : null}
      {fields.includes('code') ? (
        <Form.Item name="code" label={t('registry.signIn.code')} rules={[needed]}>
          <Input autoComplete="one-time-code" inputMode="numeric" />
        </Form.Item>
      ) : null}
      <Button type="primary" htmlType="submit">
        {submit}
      </Button>
    </Form>
  )
}
