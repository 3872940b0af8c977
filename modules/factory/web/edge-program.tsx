import { StatusTag, useWords } from '@ronghe/kit/ui'
import type { Edge } from './types.ts'

/** Which program an edge runs, and whether the server has another one. */
export function EdgeProgram({ program, isWhole = false }: { program: Edge['program']; isWhole?: boolean }) {
  const { t } = useWords()
  if (!program) return <>–</>
  const { version, hash, isCurrent } = program
  return (
    <>
      <StatusTag
        tone={isCurrent ? 'success' : 'warning'}
        text={t(isCurrent ? 'factory.program.current' : 'factory.program.behind')}
      />
      {isWhole ? (
        <>
          {' '}
          {version} <code title={hash}>{hash.slice(0, 12)}</code>
        </>
      ) : null}
    </>
  )
}
