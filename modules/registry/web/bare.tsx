import { useWords } from '@ronghe/kit/ui'
import { Alert, Card, Typography } from 'antd'
import type { ReactNode } from 'react'

/** A page with one card in the middle: sign-in and what belongs to it. */
export function Bare({
  title,
  fault,
  children,
}: {
  title: string
  fault?: string | null
  children: ReactNode
}) {
  const { t } = useWords()
  return (
    <main style={{ minHeight: '100vh', display: 'grid', placeItems: 'center', padding: 16 }}>
      <Card style={{ width: '100%', maxWidth: 400 }}>
        <Typography.Text type="secondary">{t('registry.signIn.welcome')}</Typography.Text>
        <Typography.Title level={1} style={{ fontSize: 24, marginTop: 4 }}>
          {title}
        </Typography.Title>
        {fault ? <Alert type="error" title={fault} role="alert" style={{ marginBottom: 16 }} /> : null}
        {children}
      </Card>
    </main>
  )
}
