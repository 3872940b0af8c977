import { headersOf, type Settings, useSettings, useWords } from '@ronghe/kit/ui'
import { useQuery } from '@tanstack/react-query'
import './menu-count.css'

type MenuCountProps = { path: string; list: string }

/** How much waits behind an entry of the menu; nothing where nothing does, or where it cannot be told. */
export function MenuCount({ path, list }: MenuCountProps) {
  const { t } = useWords()
  const settings = useSettings()
  // Below the key of the page's own room and route, so that whatever is done there asks again.
  const [, room = '', route = ''] = path.split('/')
  const { data = 0 } = useQuery({
    queryKey: [room, route, 'count', settings.organisationId],
    queryFn: ({ signal }) => askTotal(list, settings, signal),
    refetchInterval: 120_000,
    retry: false,
  })
  if (data === 0) return null
  return (
    <span className="w-menu-count">
      <span className="r-hidden">{t('ui.nav.waiting')} </span>
      {data > 99 ? '99+' : data}
    </span>
  )
}

async function askTotal(list: string, settings: Settings, signal: AbortSignal): Promise<number> {
  const address = `/api${list}?pageSize=1`
  const response = await fetch(address, { headers: headersOf(settings), signal, credentials: 'same-origin' })
  if (!response.ok) throw new Error(`the count of the menu answers ${response.status}`)
  return ((await response.json()) as { total: number }).total
}
