import { Facts, Loaded, Stack, Time, useApi, useWords } from '@ronghe/kit/ui'
import { useQuery } from '@tanstack/react-query'
import { Drawer } from 'antd'
import { factory } from '../contract.ts'
import { deviceWord, LetterState } from './letters.tsx'

/** One refusal with its message, as it can be read and as its bytes. */
export function LetterDrawer({ letterId, onClose }: { letterId: string | null; onClose: () => void }) {
  const { t } = useWords()
  return (
    <Drawer open={letterId !== null} onClose={onClose} title={t('factory.letters.one')} size="large">
      {letterId === null ? null : <Shown letterId={letterId} />}
    </Drawer>
  )
}

function Shown({ letterId }: { letterId: string }) {
  const { t } = useWords()
  const letter = useQuery(useApi(factory).ask.letter({ params: { letterId } }))
  return (
    <Loaded ask={letter}>
      {(one) => (
        <Stack>
          <Facts
            items={[
              { label: t('factory.column.reason'), value: one.reason },
              { label: t('factory.letters.mend'), value: t(`factory.mend.${one.code}`) },
              { label: t('factory.column.at'), value: <Time at={one.at} /> },
              { label: t('factory.column.edgeName'), value: one.edgeName },
              { label: t('factory.column.device'), value: deviceWord(t, one.device) },
              { label: t('factory.column.metric'), value: one.metric },
              { label: t('factory.column.count'), value: one.count },
              {
                label: t('factory.column.topic'),
                value: <code className="factory-letter-code">{one.topic}</code>,
              },
              { label: t('factory.column.state'), value: <LetterState state={one.state} /> },
              {
                label: t('factory.column.replayedAt'),
                value: one.replayedAt && <Time at={one.replayedAt} />,
              },
              { label: t('factory.column.stored'), value: one.stored },
              { label: t('factory.column.duplicates'), value: one.duplicates },
              { label: t('factory.letters.detail'), value: one.detail || null },
            ]}
          />
          {one.read === null ? null : <pre className="factory-letter-payload">{one.read}</pre>}
          {one.hex === null ? (
            <p>{t('factory.letters.withoutMessage')}</p>
          ) : (
            <details open={one.read === null}>
              <summary>{t('factory.letters.bytes', { count: one.payloadBytes ?? 0 })}</summary>
              <pre className="factory-letter-payload">{one.hex.replace(/(..)/g, '$1 ')}</pre>
            </details>
          )}
        </Stack>
      )}
    </Loaded>
  )
}
