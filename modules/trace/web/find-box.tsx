import { say, useApi, useGo, useWords } from '@ronghe/kit/ui'
import { Input } from 'antd'
import { useState } from 'react'
import { trace } from '../contract.ts'

/** Opens the story of whatever code is given: digital link, URN, element string, scanner data, number. */
export function FindBox({ to = '/trace/story' }: { to?: string }) {
  const { t } = useWords()
  const api = useApi(trace)
  const go = useGo()
  const [isBusy, setIsBusy] = useState(false)
  async function find(text: string): Promise<void> {
    if (!text.trim()) return
    setIsBusy(true)
    try {
      const { id } = await api.call.identify({ query: { text } })
      go(`${to}?id=${encodeURIComponent(id)}`)
    } catch (error) {
      say.fault(error)
    } finally {
      setIsBusy(false)
    }
  }
  return (
    <div className="trace-find">
      <Input.Search
        size="large"
        allowClear
        loading={isBusy}
        enterButton={t('trace.find.open')}
        placeholder={t('trace.find.hint')}
        aria-label={t('trace.find.hint')}
        onSearch={(text) => void find(text)}
      />
    </div>
  )
}
