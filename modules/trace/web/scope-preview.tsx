import { SimpleTable, Stack, StatusTag, say, useApi, useWords } from '@ronghe/kit/ui'
import { useMutation } from '@tanstack/react-query'
import { Button } from 'antd'
import { trace } from '../contract.ts'
import type { Finding } from '../recall/contract.ts'
import { Place, ThingLink } from './parts.tsx'

const shownMax = 20

/** What a finding would concern, before anything is kept. */
export function ScopePreview({ finding }: { finding: Finding }) {
  const { t } = useWords()
  const preview = useMutation(useApi(trace).tell.previewRecall())
  const found = preview.data
  return (
    <Stack>
      <div>
        <Button
          loading={preview.isPending}
          onClick={() => preview.mutate({ body: { finding } }, { onError: (error) => say.fault(error) })}
        >
          {t('trace.recall.preview')}
        </Button>
      </div>
      {found ? (
        <section className="trace-preview" aria-live="polite">
          <p>
            {t('trace.recall.found', {
              affected: found.affected,
              holding: found.holding,
              places: found.places,
              seconds: found.seconds.toFixed(2),
            })}{' '}
            {found.isTruncated ? <StatusTag tone="error" text={t('fault.trace.recall.tooLarge')} /> : null}
          </p>
          <ul>
            {found.organisations.map(({ name, items }) => (
              <li key={name}>{`${name}: ${items}`}</li>
            ))}
            {found.outside.map(({ party, name, items }) => (
              <li key={party}>{`${t('trace.column.isOutside')} · ${name ?? party}: ${items}`}</li>
            ))}
          </ul>
          <SimpleTable
            caption={t('trace.recall.preview')}
            rowKey="thing"
            rows={found.some.slice(0, shownMax)}
            columns={[
              {
                key: 'thing',
                title: t('trace.column.thing'),
                render: ({ thing, name }) => <ThingLink id={thing} names={name ? { [thing]: name } : {}} />,
              },
              { key: 'how', title: t('trace.column.how'), render: ({ how }) => t(`trace.value.how.${how}`) },
              {
                key: 'place',
                title: t('trace.column.placeName'),
                render: ({ place, placeName }) => (
                  <Place id={place} names={place && placeName ? { [place]: placeName } : {}} />
                ),
              },
            ]}
          />
          {found.some.length > shownMax ? (
            <p className="r-muted">{t('trace.recall.someOnly', { count: shownMax })}</p>
          ) : null}
        </section>
      ) : null}
    </Stack>
  )
}
