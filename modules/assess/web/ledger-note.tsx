import { Link, useApi, useMay, useWords } from '@ronghe/kit/ui'
import { registry } from '@ronghe/registry/contract'
import { useQuery } from '@tanstack/react-query'
import type { Question, RunDetail } from './types.ts'

/** Why the firm's ledger of systems does not answer a question that it could, and the way there. */
export function LedgerNote({ detail, question }: { detail: RunDetail; question: Question }) {
  const query = question.evidence?.query ?? ''
  const mayRead = useMay()('registry.system.read')
  return mayRead && query.startsWith('registry.systems.') ? (
    <Note organisationId={detail.run.organisationId} query={query} />
  ) : null
}

/** One request for all questions of a page. */
function Note({ organisationId, query }: { organisationId: string; query: string }) {
  const { t } = useWords()
  const asked = useQuery(useApi(registry).ask.systemsSummary({ params: { organisationId } }))
  const found = asked.data?.rows.find((one) => one.query === query)
  if (!found) return null
  const { entered, confirmed, process } = found
  const narrowed = process ? `&process=${process}` : ''
  const reason = found.value === null && found.reason ? t(found.reason) : t('assess.ledger.ready')
  return (
    <div className="r-muted">
      {t('assess.ledger.has', { entered, confirmed })} {reason}{' '}
      <Link className="assess-underlined" to={`/registry/systems?organisation=${organisationId}${narrowed}`}>
        {t('assess.ledger.open')}
      </Link>
    </div>
  )
}
