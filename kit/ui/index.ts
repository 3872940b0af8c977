export {
  type Api,
  apiOf,
  downloadFile,
  saveBlob,
  type TellOptions,
  useApi,
  useSessionChanged,
} from './api.ts'
export { Button } from './button.tsx'
export type { BarsProps, ParetoProps } from './chart/bars.tsx'
export type { ChartFrameProps } from './chart/chart-frame.tsx'
export { Histogram } from './chart/histogram.tsx'
export { Bars, ChartFrame, Pareto, Timeline, TrendChart } from './chart/lazy-charts.tsx'
export { axis, type Look } from './chart/look.ts'
export type { Span } from './chart/spans.ts'
export { Sparkline } from './chart/sparkline.tsx'
export type { ChartTable } from './chart/table.ts'
export type { Lane, TimelineProps } from './chart/timeline.tsx'
export type { TrendChartProps } from './chart/trend-chart.tsx'
export type { Signal, TrendData } from './chart/trend-option.ts'
export { ConfirmButton, type ConfirmProps } from './confirm-button.tsx'
export { drawn } from './drawn.tsx'
export { type Fact, Facts, type SimpleColumn, SimpleTable, TabBar, type TabItem } from './facts.tsx'
export { ErrorBoundary, FaultView } from './fault-view.tsx'
export { Basis, Figure } from './figure.tsx'
export { ImportForm, type ImportReport } from './form/import-form.tsx'
export { ContractForm, FindSelect, FormDialog } from './form/lazy-form.tsx'
export { searchQuery } from './form/search-query.ts'
export type { ContractFormProps, ControlProps, FieldOptions } from './form/types.ts'
export { UploadForm } from './form/upload-form.tsx'
export {
  formatAgo,
  formatDuration,
  formatInstant,
  formatNumber,
  formatQuantity,
  unitText,
  zoneText,
} from './format.ts'
export { HistoryDrawer, type HistoryEntry, type HistoryProps } from './history-drawer.tsx'
export { Icon, type IconName } from './icons.tsx'
export { whenIdle } from './idle.ts'
export { lazyPart } from './lazy-part.tsx'
export { ListPage, ListView } from './list/list-page.tsx'
export type { BulkAction, Column, Filter, ListViewProps, Option, RowAction, RowOf } from './list/types.ts'
export { LiveBadge, restartLive, useLive } from './live.tsx'
export type { LiveStatus } from './live-connection.ts'
export { type Asked, Loaded, Nothing, Waiting } from './loaded.tsx'
export { LookProvider, type Mode, useMedia, useMode, usePhone } from './look.tsx'
export {
  Allowed,
  type Me,
  type Membership,
  MeProvider,
  mayOf,
  nobody,
  type Organisation,
  useMay,
  useMe,
} from './me.tsx'
export { useMinute } from './minute.ts'
export {
  type Go,
  Link,
  useChangeSearch,
  useGo,
  useLeaveGuard,
  useParams,
  useSearch,
  useSearchState,
} from './navigation.tsx'
export { type Crumb, Grid, type GridColumns, Page, Panel, Row, Stack } from './page.tsx'
export type { PageEntry, Pages, SearchHit, WebModule, WordLoaders } from './pages.ts'
export { Picture } from './picture.tsx'
export { faultText, say } from './say.ts'
export { parseSearch, type Search, stringifySearch } from './search.ts'
export {
  changeSettings,
  headersOf,
  type LocaleChoice,
  type Settings,
  settings,
  type ThemeChoice,
  useSettings,
} from './settings.ts'
export { changeLocale, hasWord, loadWords, startWords } from './spoken.ts'
export { SampleTag, StatusTag } from './status-tag.tsx'
export { ToastHost } from './toast-host.tsx'
export { type Tone, toneColor } from './tones.ts'
export { Duration, Quantity, Time } from './values.tsx'
export { nameIn, type T, useDocumentLanguage, useWords, Words, word } from './words.tsx'
