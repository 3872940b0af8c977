import { Loaded, Panel, say, useApi, useMay, useWords } from '@ronghe/kit/ui'
import { useMutation, useQuery } from '@tanstack/react-query'
import { Button, InputNumber, Select } from 'antd'
import { useState } from 'react'
import { factory } from '../contract.ts'

type Level = { afterMinutes: number; may: 'factory.operate' | 'factory.write' | 'registry.member.write' }
const mays = ['factory.operate', 'factory.write', 'registry.member.write'] as const
const levelsMax = 5

/** Who is told, after how many minutes without an answer. */
export function AndonLevels() {
  const { t } = useWords()
  const levels = useQuery(useApi(factory).ask.andonLevels({}))
  return (
    <Panel title={t('factory.andon.levels')}>
      <Loaded ask={levels}>{(data) => <Editor start={data.levels} isUsual={data.isUsual} />}</Loaded>
    </Panel>
  )
}

function Editor({ start, isUsual }: { start: readonly Level[]; isUsual: boolean }) {
  const { t } = useWords()
  const may = useMay()('factory.write')
  const [levels, setLevels] = useState(start.map((one, at) => ({ ...one, key: at })))
  const save = useMutation(useApi(factory).tell.changeAndonLevels())
  const change = (key: number, patch: Partial<Level>) =>
    setLevels(levels.map((one) => (one.key === key ? { ...one, ...patch } : one)))

  async function keep(): Promise<void> {
    await save.mutateAsync({
      body: { levels: levels.map(({ afterMinutes, may: who }) => ({ afterMinutes, may: who })) },
    })
    say.done('factory.andon.saved')
  }
  function add(): void {
    const last = levels.at(-1)?.afterMinutes ?? 0
    const key = Math.max(0, ...levels.map((one) => one.key)) + 1
    setLevels([...levels, { key, afterMinutes: last + 15, may: 'registry.member.write' }])
  }

  return (
    <>
      {isUsual ? <p>{t('factory.andon.usual')}</p> : null}
      <ol>
        {levels.map((one) => (
          <li key={one.key}>
            <InputNumber
              aria-label={t('factory.andon.afterMinutes')}
              min={0}
              max={1440}
              disabled={!may}
              value={one.afterMinutes}
              onChange={(value) => change(one.key, { afterMinutes: value ?? 0 })}
            />{' '}
            {t('factory.andon.minutesThen')}{' '}
            <Select
              aria-label={t('factory.andon.who')}
              style={{ minInlineSize: 200 }}
              disabled={!may}
              value={one.may}
              onChange={(value) => change(one.key, { may: value })}
              options={mays.map((value) => ({ value, label: t(`factory.andon.told.${value}`) }))}
            />{' '}
            {may && levels.length > 1 ? (
              <Button type="link" onClick={() => setLevels(levels.filter((other) => other.key !== one.key))}>
                {t('factory.andon.removeLevel')}
              </Button>
            ) : null}
          </li>
        ))}
      </ol>
      {may ? (
        <>
          <Button onClick={add} disabled={levels.length >= levelsMax}>
            {t('factory.andon.addLevel')}
          </Button>{' '}
          <Button type="primary" loading={save.isPending} onClick={() => void keep()}>
            {t('factory.action.save')}
          </Button>
        </>
      ) : null}
    </>
  )
}
