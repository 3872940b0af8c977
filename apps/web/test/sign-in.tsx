import { Page as Frame, useSearch, useWords } from '@ronghe/kit/ui'

/** A page without the shell. */
export function Page() {
  const { t } = useWords()
  const { next } = useSearch()
  return (
    <Frame title={t('gallery.page.signIn')}>
      <p data-testid="next">{next}</p>
    </Frame>
  )
}
