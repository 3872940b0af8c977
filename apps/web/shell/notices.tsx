import { Link, useMe, useWords } from '@ronghe/kit/ui'
import { type ReactNode, useSyncExternalStore } from 'react'

function Notice({ text, action }: { text: string; action: ReactNode }) {
  return (
    <div className="r-fault">
      <p>{text}</p>
      <div className="r-fault-actions">{action}</div>
    </div>
  )
}

export function Missing() {
  const { t } = useWords()
  return <Notice text={t('ui.missing.text')} action={<Link to="/">{t('ui.home')}</Link>} />
}

export function Forbidden() {
  const { t } = useWords()
  return <Notice text={t('ui.forbidden.text')} action={<Link to="/">{t('ui.home')}</Link>} />
}

export function SignInFirst() {
  const { t } = useWords()
  return (
    <Notice
      text={t('fault.kit.signIn.required')}
      action={<Link to={signInAddress()}>{t('ui.signIn')}</Link>}
    />
  )
}

/** The sign-in page, which leads back to where one is. */
export function signInAddress(): string {
  const here = window.location.pathname + window.location.search
  return here === '/' || here.startsWith('/sign-in')
    ? '/sign-in'
    : `/sign-in?next=${encodeURIComponent(here)}`
}

/** Strips below the header: sample data, no connection. */
export function Banners() {
  const { t } = useWords()
  const me = useMe()
  const online = useSyncExternalStore(watchOnline, () => navigator.onLine)
  return (
    <>
      {me.sample && (
        <p className="w-banner tone-violet" role="note">
          {t('ui.sample.banner')}
        </p>
      )}
      {!online && (
        <p className="w-banner tone-red" role="alert">
          {t('ui.offline.banner')}
        </p>
      )}
    </>
  )
}

function watchOnline(tell: () => void): () => void {
  window.addEventListener('online', tell)
  window.addEventListener('offline', tell)
  return () => {
    window.removeEventListener('online', tell)
    window.removeEventListener('offline', tell)
  }
}
