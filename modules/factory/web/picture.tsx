import {
  Allowed,
  Page as Frame,
  LiveBadge,
  Loaded,
  SampleTag,
  Stack,
  StatusTag,
  useApi,
  useGo,
  useLive,
  useParams,
  useSearchState,
  useWords,
} from '@ronghe/kit/ui'
import { useQuery } from '@tanstack/react-query'
import { Button, Select } from 'antd'
import { factory } from '../contract.ts'
import { useMachines } from './machine-choice.tsx'
import { PictureViewer } from './picture-viewer.tsx'
import type { OnePicture } from './types.ts'

/** One plant picture, live. */
export function Page() {
  const { t, name } = useWords()
  const { pictureId } = useParams('pictureId')
  const api = useApi(factory)
  const go = useGo()
  const [version] = useSearchState('version', '')
  const asked = Number(version) || null
  const picture = useQuery(
    api.ask.onePicture({ params: { pictureId }, query: asked ? { version: asked } : {} }),
  )
  const { status, lastAt } = useLive('factory.board', () => {})
  const data = picture.data
  return (
    <Frame
      wide
      title={data ? name({ nameZh: data.name, nameEn: data.nameEn }) : t('factory.route.onePicture')}
      breadcrumbs={[
        { title: t('factory.page.pictures'), to: '/factory/pictures' },
        ...(data?.parentId
          ? [{ title: data.parentName ?? '', to: `/factory/pictures/${data.parentId}` }]
          : []),
      ]}
      tags={
        <>
          <LiveBadge status={status} lastAt={lastAt} /> {data?.isSample ? <SampleTag /> : null}{' '}
          {data && data.version !== data.publishedVersion ? (
            <StatusTag tone="warning" text={t('factory.picture.draft', { version: data.version })} />
          ) : null}
        </>
      }
      actions={
        <Allowed may="factory.write">
          <Button onClick={() => go(`/factory/pictures/${pictureId}/edit`)}>
            {t('factory.action.edit')}
          </Button>
        </Allowed>
      }
    >
      <Loaded ask={picture}>{(one) => <Shown picture={one} version={asked} />}</Loaded>
    </Frame>
  )
}

function Shown({ picture, version }: { picture: OnePicture; version: number | null }) {
  const [machine, setMachine] = useSearchState('machine', '')
  const given = machine === '' ? null : machine
  return (
    <Stack>
      {picture.isTemplate ? <MachineChoice value={given} onChange={setMachine} /> : null}
      <PictureViewer pictureId={picture.id} version={version} drawing={picture.drawing} machine={given} />
    </Stack>
  )
}

/** Which machine a template shows. */
export function MachineChoice({ value, onChange }: { value: string | null; onChange: (id: string) => void }) {
  const { t } = useWords()
  const machines = useMachines()
  return (
    <Select
      aria-label={t('factory.page.machine')}
      placeholder={t('factory.picture.chooseMachine')}
      showSearch={{ optionFilterProp: 'label' }}
      style={{ minInlineSize: 260 }}
      value={value}
      onChange={onChange}
      options={machines}
    />
  )
}
