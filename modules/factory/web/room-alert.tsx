import { useApi, useWords } from '@ronghe/kit/ui'
import { useQuery } from '@tanstack/react-query'
import { Alert } from 'antd'
import { factory } from '../contract.ts'
import { useBytes } from './bytes.ts'

/** Says that history has little or no room; nothing where it has enough. */
export function RoomAlert({ state, bytesFree }: { state: 'fine' | 'tight' | 'full'; bytesFree: number }) {
  const { t } = useWords()
  const bytes = useBytes()
  if (state === 'fine') return null
  const type = state === 'full' ? 'error' : 'warning'
  return <Alert type={type} showIcon title={t(`factory.storage.${state}`, { free: bytes(bytesFree) })} />
}

/** The same for pages whose data come from elsewhere. */
export function RoomNotice() {
  const api = useApi(factory)
  const { data } = useQuery({ ...api.ask.storage({}), refetchInterval: 15_000 })
  return data ? <RoomAlert state={data.state} bytesFree={data.bytesFree} /> : null
}
