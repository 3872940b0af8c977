import { Component, type ReactNode } from 'react'
import { RequestFault } from '../client/index.ts'
import { Button } from './button.tsx'
import { Link } from './navigation.tsx'
import { Page } from './page.tsx'
import { faultText, isOffline } from './say.ts'
import { useWords } from './words.tsx'

type Kind = 'signIn' | 'forbidden' | 'missing' | 'offline' | 'broken'

function kindOf(error: unknown): Kind {
  if (isOffline(error)) return 'offline'
  if (!(error instanceof RequestFault)) return 'broken'
  if (error.status === 401) return 'signIn'
  if (error.status === 403) return 'forbidden'
  return error.status === 404 ? 'missing' : 'broken'
}

/**
 * An error where data should stand: what happened, what one can do, and the incident's number for the
 * administrator.
 */
export function FaultView({ error, retry }: { error: unknown; retry?: () => void }) {
  const { t } = useWords()
  const kind = kindOf(error)
  const next = encodeURIComponent(window.location.pathname + window.location.search)
  return (
    <div className="r-fault" role="alert">
      <p className="r-fault-title">{t(`ui.fault.${kind}.title`)}</p>
      <p className="r-muted">{faultText(error)}</p>
      {error instanceof RequestFault && kind === 'broken' && error.answer.requestId && (
        <p className="r-muted r-small">
          {t('ui.fault.incident')} <code>{error.answer.requestId}</code>
        </p>
      )}
      <div className="r-fault-actions">
        {kind === 'signIn' && <Link to={`/sign-in?next=${next}`}>{t('ui.signIn')}</Link>}
        {retry && kind !== 'signIn' && kind !== 'forbidden' && (
          <Button onClick={retry}>{t('ui.retry')}</Button>
        )}
      </div>
    </div>
  )
}

type BoundaryProps = { children: ReactNode; resetKey: string; title: string }

/**
 * Keeps a page's own mistake from taking the whole shell with it; moving on (another `resetKey`) clears it.
 */
export class ErrorBoundary extends Component<BoundaryProps, { error: unknown; resetKey: string }> {
  override state = { error: null as unknown, resetKey: this.props.resetKey }

  static getDerivedStateFromError(error: unknown) {
    return { error }
  }

  static getDerivedStateFromProps(props: BoundaryProps, state: { resetKey: string }) {
    return props.resetKey === state.resetKey ? null : { error: null, resetKey: props.resetKey }
  }

  override render(): ReactNode {
    if (this.state.error === null) return this.props.children
    return (
      <Page title={this.props.title}>
        <FaultView error={this.state.error} retry={() => this.setState({ error: null })} />
      </Page>
    )
  }
}
