import { Link, useGo, useMe, useSearch, useSessionChanged, useWords } from '@ronghe/kit/ui'
import { Button, Form, Input } from 'antd'
import { useState } from 'react'
import { post } from './auth.ts'
import { Bare } from './bare.tsx'

type Answer = { twoFactorRedirect?: boolean }

/** Password, then the second factor where the person has one; or the organisation's own provider. */
export function Page() {
  const { t } = useWords()
  const me = useMe()
  const go = useGo()
  const changed = useSessionChanged()
  const { next } = useSearch() as { next?: string }
  const [step, setStep] = useState<'password' | 'code'>('password')
  const [fault, setFault] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  // Only paths of our own, so that a link can't lead away after the sign-in.
  const target = next?.startsWith('/') && !next.startsWith('//') ? next : '/'

  async function run(work: () => Promise<Answer>): Promise<void> {
    setBusy(true)
    setFault(null)
    try {
      const answer = await work()
      if (answer.twoFactorRedirect) return setStep('code')
      await changed()
      go(target, { replace: true })
    } catch (error) {
      setFault(error instanceof Error ? error.message : String(error))
    } finally {
      setBusy(false)
    }
  }

  async function withProvider(): Promise<void> {
    const { url } = await post<{ url: string }>('sign-in/social', { provider: 'oidc', callbackURL: target })
    window.location.assign(url)
  }

  return (
    <Bare title={t('registry.page.signIn')} fault={fault}>
      {step === 'password' ? (
        <PasswordForm busy={busy} onSend={(work) => void run(work)} />
      ) : (
        <CodeForm busy={busy} onSend={(work) => void run(work)} />
      )}
      {me.openIdConnect ? (
        <Button block style={{ marginTop: 12 }} onClick={() => void withProvider()}>
          {t('registry.signIn.oidc')}
        </Button>
      ) : null}
      <p style={{ display: 'flex', justifyContent: 'space-between', marginTop: 16 }}>
        <Link to="/forgot-password">{t('registry.signIn.forgot')}</Link>
        <Link to="/sign-up">{t('registry.signIn.signUp')}</Link>
      </p>
    </Bare>
  )
}

type FormProps = { busy: boolean; onSend: (work: () => Promise<Answer>) => void }

function PasswordForm({ busy, onSend }: FormProps) {
  const { t } = useWords()
  return (
    <Form
      layout="vertical"
      onFinish={(values: { email: string; password: string }) => onSend(() => post('sign-in/email', values))}
    >
      <Form.Item
        name="email"
        label={t('registry.signIn.email')}
        rules={[{ required: true, type: 'email', message: t('rule.format', { format: 'email' }) }]}
      >
        <Input autoComplete="username" autoFocus inputMode="email" />
      </Form.Item>
      <Form.Item
        name="password"
        label={t('registry.signIn.password')}
        rules={[{ required: true, message: t('rule.required') }]}
      >
        <Input.Password autoComplete="current-password" />
      </Form.Item>
      <Button type="primary" htmlType="submit" block loading={busy}>
        {t('registry.signIn.submit')}
      </Button>
    </Form>
  )
}

function CodeForm({ busy, onSend }: FormProps) {
  const { t } = useWords()
  return (
    <Form
      layout="vertical"
      onFinish={(values: { code: string }) => onSend(() => post('two-factor/verify-totp', values))}
    >
      <Form.Item
        name="code"
        label={t('registry.signIn.code')}
        extra={t('registry.signIn.codeHint')}
        rules={[{ required: true, message: t('rule.required') }]}
      >
        <Input autoComplete="one-time-code" inputMode="numeric" autoFocus />
      </Form.Item>
      <Button type="primary" htmlType="submit" block loading={busy}>
        {t('registry.signIn.submit')}
      </Button>
    </Form>
  )
}
