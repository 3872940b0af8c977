import { hasWord, headersOf, type SearchHit, settings, useGo, useMe, useWords } from '@ronghe/kit/ui'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Modal } from 'antd'
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react'
import { askModules, type Found, findPages, groupHits } from '../find.ts'
import { modules } from '../modules.ts'
import type { MenuGroup } from '../navigation.ts'

/** Search over everything one may see: pages at once, the modules' answers a moment after the last key. */
export function Palette({ groups, onClose }: { groups: readonly MenuGroup[]; onClose: () => void }) {
  const { t } = useWords()
  const go = useGo()
  const id = useId()
  const [text, setText] = useState('')
  const [at, setAt] = useState(0)
  const input = useRef<HTMLInputElement>(null)
  const { found, q, busy } = useFound(groups, text)
  const hits = found.groups.flatMap((group) => group.hits)
  const chosen = hits[Math.min(at, hits.length - 1)]
  function open(hit: SearchHit): void {
    onClose()
    go(hit.link)
  }
  function key(event: KeyboardEvent): void {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step !== 0 && hits.length > 0) {
      event.preventDefault()
      setAt((Math.min(at, hits.length - 1) + step + hits.length) % hits.length)
    }
    if (event.key === 'Enter' && chosen && !event.nativeEvent.isComposing) open(chosen)
  }
  return (
    <Modal
      open
      onCancel={onClose}
      footer={null}
      closable={false}
      title={<span className="r-hidden">{t('ui.palette')}</span>}
      width={640}
      style={{ top: 72 }}
      afterOpenChange={(shown) => shown && input.current?.focus()}
      className="w-palette"
    >
      <input
        ref={input}
        type="search"
        role="combobox"
        aria-label={t('ui.palette')}
        aria-expanded={hits.length > 0}
        aria-controls={`${id}-list`}
        aria-activedescendant={chosen ? `${id}-${chosen.link}` : undefined}
        aria-autocomplete="list"
        placeholder={t('ui.palette.hint')}
        maxLength={60}
        value={text}
        onChange={(event) => {
          setText(event.target.value)
          setAt(0)
        }}
        onKeyDown={key}
      />
      <p className="r-hidden" role="status">
        {q && !busy ? t('ui.palette.results', { count: hits.length }) : ''}
      </p>
      <Results found={found} listId={id} chosen={chosen} onOpen={open} />
      {q && !busy && hits.length === 0 && (
        <p className="w-palette-note r-muted">{t('ui.palette.empty', { q })}</p>
      )}
      {found.failed && <p className="w-palette-note r-muted">{t('ui.palette.failed')}</p>}
      <p className="w-palette-keys r-muted r-small">{t('ui.palette.keys')}</p>
    </Modal>
  )
}

/** Pages by title, and what the modules find for those who are signed in. */
function useFound(groups: readonly MenuGroup[], text: string): { found: Found; q: string; busy: boolean } {
  const { t, locale } = useWords()
  const me = useMe()
  const q = useLate(text.trim(), 250)
  const entries = groups.flatMap((group) => group.entries)
  const answer = useQuery({
    queryKey: ['shell', 'search', q, locale],
    queryFn: ({ signal }) => askModules(modules, q, headersOf(settings()), signal),
    enabled: q !== '' && me.person !== null,
    placeholderData: keepPreviousData,
  })
  const pages = findPages(entries, text.trim(), t)
  const hits = q && me.person ? [...pages, ...(answer.data?.hits ?? [])] : pages
  const failed = answer.error !== null || (q !== '' && answer.data?.failed === true)
  return { found: { groups: groupHits(hits), failed }, q, busy: answer.isFetching || q !== text.trim() }
}

function useLate(value: string, waitMs: number): string {
  const [late, setLate] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setLate(value), waitMs)
    return () => clearTimeout(timer)
  }, [value, waitMs])
  return late
}

type ResultsProps = {
  found: Found
  listId: string
  chosen: SearchHit | undefined
  onOpen: (hit: SearchHit) => void
}

function Results({ found, listId, chosen, onOpen }: ResultsProps) {
  const { t } = useWords()
  const titleOf = (kind: string) => t(hasWord(`ui.found.${kind}`) ? `ui.found.${kind}` : 'ui.found.other')
  const active = useRef<HTMLDivElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another choice is scrolled into view.
  useEffect(() => {
    // Newer browsers answer a promise here, which an effect must not return.
    active.current?.scrollIntoView({ block: 'nearest' })
  }, [chosen])
  return (
    <div
      id={`${listId}-list`}
      role="listbox"
      tabIndex={-1}
      aria-label={t('ui.palette')}
      className="w-results"
    >
      {found.groups.map(({ kind, hits }) => (
        // biome-ignore lint/a11y/useSemanticElements: a listbox groups its options by role.
        <div key={kind} role="group" aria-label={titleOf(kind)}>
          <div className="w-results-kind r-muted" aria-hidden="true">
            {titleOf(kind)}
          </div>
          {hits.map((hit) => (
            <div
              key={hit.link}
              id={`${listId}-${hit.link}`}
              role="option"
              tabIndex={-1}
              aria-selected={hit === chosen}
              ref={hit === chosen ? active : null}
              className="w-result"
              onClick={() => onOpen(hit)}
              onKeyDown={(event) => event.key === 'Enter' && onOpen(hit)}
            >
              <span>{hit.title}</span>
              <span className="r-muted">{hit.detail}</span>
            </div>
          ))}
        </div>
      ))}
    </div>
  )
}
