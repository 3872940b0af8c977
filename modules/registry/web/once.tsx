import { Alert } from 'antd'

/** A secret that is shown this once. */
export function Once({ title, secret }: { title: string; secret: string }) {
  return (
    <Alert
      type="success"
      title={title}
      description={<code style={{ wordBreak: 'break-all' }}>{secret}</code>}
    />
  )
}
