import { Facts, Link, Stack, StatusTag, Time, useWords } from '@ronghe/kit/ui'
import { Drawer } from 'antd'
import { stateTag } from '../contract/picture-shapes.ts'
import type { PictureItem } from '../pictures/check.ts'
import type { AlarmNow, Appearance } from '../pictures/look.ts'
import { WriteValue } from './commands.tsx'
import { PictureAlarms } from './picture-alarms.tsx'
import { useItemText } from './picture-live.tsx'

const hourMs = 3_600_000

/** What an item shows, how it is known, and the way to its points; a set-point is written from here. */
export function PictureDetails({
  item,
  appearance,
  alarms,
  to: place,
  onDone,
  onClose,
}: {
  item: PictureItem
  appearance: Appearance
  /** Null: it shows no alarms. */
  alarms: readonly AlarmNow[] | null
  /** The picture it leads to. */
  to: string | null
  onDone: () => void
  onClose: () => void
}) {
  const { t, name: inWords } = useWords()
  const textOf = useItemText()
  const { at, tagId, label, labelEn, unit, isOld, isMissing, isReadOnly } = appearance
  const tag = item.binding?.tag
  const own = tag ? inWords({ nameZh: label ?? tag, nameEn: labelEn ?? tag }) : t('factory.page.alarms')
  const name = item.binding?.tag === stateTag ? t('factory.column.state') : own
  const to = at ? Date.parse(at) + 1 : 0
  return (
    <Drawer open onClose={onClose} title={name} size="default">
      <Stack>
        {alarms ? <PictureAlarms alarms={alarms} onDone={onDone} /> : null}
        {place ? <Link to={place}>{t('factory.picture.openNext')}</Link> : null}
        {item.binding ? (
          <Facts
            columns={1}
            items={[
              {
                label: t('factory.column.value'),
                value: textOf({ ...item, text: '', textEn: '' }, appearance),
              },
              { label: t('factory.column.at'), value: at ? <Time at={at} /> : null },
              {
                label: t('factory.column.quality'),
                value:
                  isOld || isMissing ? (
                    <StatusTag
                      tone="error"
                      text={t(isMissing ? 'factory.picture.missing' : 'factory.picture.old')}
                    />
                  ) : (
                    <StatusTag tone="success" text={t('factory.picture.fresh')} />
                  ),
              },
              ...(tagId
                ? [
                    {
                      label: t('factory.page.points'),
                      value: (
                        <Link to={`/factory/points/${tagId}?range=${to - hourMs}~${to}`}>
                          {t('factory.picture.lastHour')}
                        </Link>
                      ),
                    },
                  ]
                : []),
            ]}
          />
        ) : null}
        {tagId && !isReadOnly ? <SetPoint item={item} tag={{ id: tagId, name, unit }} /> : null}
      </Stack>
    </Drawer>
  )
}

function SetPoint({ item, tag }: { item: PictureItem; tag: Parameters<typeof WriteValue>[0]['tag'] }) {
  if (item.symbol !== 'setPoint') return null
  return (
    <p>
      <WriteValue tag={tag} />
    </p>
  )
}
