import { Id, Instant, listOf, listQuery, type Route, type Static, Type } from '@ronghe/kit/contract'
import { done, dryRun, file, Names, orNull, Revision, strict } from './parts.ts'

const FrameworkKind = Type.Enum(['assessment', 'recognition'])
const FrameworkStatus = Type.Enum(['draft', 'published', 'retired'])

export const Framework = Type.Object({
  id: Id,
  code: Type.String(),
  version: Type.String(),
  kind: FrameworkKind,
  nameZh: Type.String(),
  nameEn: Type.String(),
  questions: Type.Integer(),
  /** Places whose source was not read in an original: thresholds and weights there are examples. */
  unverified: Type.Integer(),
  status: FrameworkStatus,
  contentHash: Type.String(),
  revision: Revision,
  publishedAt: orNull(Instant),
  publishedBy: orNull(Type.String()),
})
export type Framework = Static<typeof Framework>

export const OutlineQuestion = Type.Object({
  code: Type.String(),
  name: Names,
  section: Type.String(),
  kind: Type.Enum(['choice', 'choices', 'number']),
  options: Type.Array(Type.Object({ code: Type.String(), name: Names })),
  unit: orNull(Type.String()),
  range: orNull(Type.Object({ low: Type.String(), high: Type.String() })),
  notApplicable: Type.Boolean(),
  help: orNull(Names),
  evidence: orNull(Type.Object({ query: Type.String(), version: Type.Integer() })),
  wantsDocument: Type.Boolean(),
  example: orNull(Type.String()),
})
export const Outline = Type.Object({
  sections: Type.Array(Type.Object({ code: Type.String(), name: Names, path: Type.Array(Names) })),
  questions: Type.Array(OutlineQuestion),
})
export const FactChoice = Type.Object({ code: Type.String(), name: Names, values: Type.Array(Type.String()) })

const FileFault = Type.Object({ path: Type.String(), code: Type.String(), message: Type.String() })

const Window = Type.Object({
  id: Id,
  frameworkId: Id,
  nameZh: Type.String(),
  nameEn: Type.String(),
  frameworkVersion: Type.String(),
  year: Type.Integer(),
  opensAt: Instant,
  closesAt: Instant,
  isOpen: Type.Boolean(),
  facts: Type.Array(FactChoice),
  runs: Type.Integer(),
  revision: Revision,
})
const windowTimes = { opensAt: Instant, closesAt: Instant }
const frameworkId = Type.Object({ frameworkId: Id })

/** Frameworks as data, and the windows in which they are answered. */
export const frameworkRoutes = {
  frameworks: {
    method: 'GET',
    path: '/assess/frameworks',
    may: 'public',
    query: listQuery({ kind: Type.Optional(FrameworkKind), status: Type.Optional(FrameworkStatus) }),
    response: listOf(Framework),
    list: { columns: ['code', 'version', 'kind', 'nameZh', 'nameEn', 'questions', 'unverified', 'status'] },
  },
  framework: {
    method: 'GET',
    path: '/assess/frameworks/:frameworkId',
    may: 'public',
    params: frameworkId,
    response: Type.Object({
      framework: Framework,
      content: Type.String(),
      facts: Type.Array(FactChoice),
      outline: Outline,
      /** How each section and question counts: weights, scores of options, from where on evidence answers. */
      scoring: Type.Array(
        Type.Object({
          code: Type.String(),
          weight: Type.Array(Type.String()),
          rule: orNull(Type.String()),
          proves: Type.Array(Type.String()),
        }),
      ),
      examples: Type.Array(Type.Object({ place: Type.String(), text: Type.String() })),
    }),
  },
  /** What differs between this version and another, in words. */
  compareFrameworks: {
    method: 'GET',
    path: '/assess/frameworks/:frameworkId/changes',
    may: 'public',
    params: frameworkId,
    query: Type.Object({ since: Id }, strict),
    response: Type.Object({
      rows: Type.Array(
        Type.Object({
          key: Type.String(),
          kind: Type.Enum(['added', 'removed', 'changed']),
          /** What it is about, as a word, and the names that lead to it. */
          about: Type.String(),
          place: Type.Array(Names),
          /** What of it; null where the whole thing was added or removed. */
          aspect: orNull(Type.String()),
          before: orNull(Type.String()),
          after: orNull(Type.String()),
        }),
      ),
    }),
  },
  /** A whole file as a draft: every fault is listed, and with one nothing is kept. */
  uploadFramework: {
    method: 'POST',
    path: '/assess/frameworks',
    may: 'assess.framework',
    query: dryRun,
    body: file,
    upload: true,
    response: Type.Object({ id: orNull(Id), faults: Type.Array(FileFault) }),
  },
  /** A draft of a version of its own, that says what another version says. */
  copyFramework: {
    method: 'POST',
    path: '/assess/frameworks/:frameworkId/copies',
    may: 'assess.framework',
    params: frameworkId,
    body: Type.Object(
      { version: Type.String({ minLength: 1, maxLength: 20, pattern: '^[0-9A-Za-z.-]+$' }) },
      strict,
    ),
    response: Type.Object({ id: Id }),
  },
  /** Writes a draft anew. */
  changeFramework: {
    method: 'PUT',
    path: '/assess/frameworks/:frameworkId',
    may: 'assess.framework',
    params: frameworkId,
    body: Type.Object(
      { content: Type.String({ maxLength: 4_000_000 }), revision: Revision, dryRun: Type.Boolean() },
      strict,
    ),
    response: Type.Object({ faults: Type.Array(FileFault), revision: Revision }),
  },
  setFrameworkStatus: {
    method: 'POST',
    path: '/assess/frameworks/:frameworkId/status',
    may: 'assess.framework',
    params: frameworkId,
    body: Type.Object({ status: Type.Enum(['published', 'retired']), revision: Revision }, strict),
    response: done,
  },
  removeFramework: {
    method: 'DELETE',
    path: '/assess/frameworks/:frameworkId',
    may: 'assess.framework',
    params: frameworkId,
    response: done,
  },
  windows: {
    method: 'GET',
    path: '/assess/windows',
    may: 'public',
    query: listQuery({ year: Type.Optional(Type.Integer()), isOpen: Type.Optional(Type.Boolean()) }),
    response: listOf(Window),
    list: { columns: ['nameZh', 'nameEn', 'frameworkVersion', 'year', 'opensAt', 'closesAt', 'runs'] },
  },
  addWindow: {
    method: 'POST',
    path: '/assess/windows',
    may: 'assess.framework',
    body: Type.Object(
      { frameworkId: Id, year: Type.Integer({ minimum: 2000, maximum: 2100 }), ...windowTimes },
      strict,
    ),
    response: Type.Object({ id: Id }),
  },
  changeWindow: {
    method: 'PUT',
    path: '/assess/windows/:windowId',
    may: 'assess.framework',
    params: Type.Object({ windowId: Id }),
    body: Type.Object({ ...windowTimes, revision: Revision }, strict),
    response: done,
  },
} as const satisfies Record<string, Route>
