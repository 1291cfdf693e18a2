import type { World } from './world.ts'

/** One registered page by an address of it, with what it must answer. A new route has no tests without an entry here. */
export interface RouteExample {
  /** An address at which the page shows everything it can. */
  readonly path: (world: World) => string
  /** Ids of the parts that htmx may fetch alone from this address. */
  readonly parts: readonly string[]
  /** The same page of something that does not exist. */
  readonly unknown?: string
  /** A form of the page, filled in wrongly: 422 with a message beside the field. */
  readonly bad?: {
    readonly path: string
    readonly form: Readonly<Record<string, string>>
    /** Id of the message. */
    readonly message: string
  }
}

/** Well formed, and of no hunt. */
const nobody = 'AAAAAAAAAAAA'

/** Every page by its route pattern. */
export const routeExamples: Readonly<Record<string, RouteExample>> = {
  '/': { path: () => '/', parts: [] },
  '/hunts': { path: () => '/hunts', parts: [] },
  '/techniques': {
    path: () => `/techniques?q=${encodeURIComponent('<script>alert(1)</script> \u202E')}`,
    parts: ['technique-list'],
  },
  '/techniques/:id': {
    path: ({ source }) => `/techniques/T1559.001?source=${source}`,
    parts: ['technique'],
    unknown: '/techniques/T9999',
  },
  '/sources': {
    path: () => '/sources',
    parts: ['sources-live'],
    bad: { path: '/sources', form: { source: '../<script>' }, message: 'name-error' },
  },
  '/sources/:id': {
    path: ({ source }) => `/sources/${source}`,
    parts: ['source-live'],
    unknown: '/sources/nothing',
  },
  '/sources/:id/assets': {
    path: ({ source }) => `/sources/${source}/assets?q=w`,
    parts: ['source-live'],
    unknown: '/sources/nothing/assets',
  },
  '/sources/:id/identities': {
    path: ({ source }) => `/sources/${source}/identities`,
    parts: ['source-live'],
    unknown: '/sources/nothing/identities',
  },
  '/sources/:id/files': {
    path: ({ source }) => `/sources/${source}/files`,
    parts: ['source-live'],
    unknown: '/sources/nothing/files',
  },
  '/sources/:id/rejects': {
    path: ({ source }) => `/sources/${source}/rejects`,
    parts: ['source-live'],
    unknown: '/sources/nothing/rejects',
  },
  '/hunts/:id': {
    path: ({ hunt, event }) => `/hunts/${hunt}?event=${event}`,
    parts: ['hunt-view'],
    unknown: `/hunts/${nobody}`,
  },
  '/hunts/:id/hits': {
    path: ({ hunt }) => `/hunts/${hunt}/hits`,
    parts: ['hunt-view'],
    unknown: `/hunts/${nobody}/hits`,
  },
  '/hunts/:id/tree': {
    path: ({ hunt }) => `/hunts/${hunt}/tree`,
    parts: ['hunt-view'],
    unknown: `/hunts/${nobody}/tree`,
  },
  '/hunts/:id/coverage': {
    path: ({ hunt }) => `/hunts/${hunt}/coverage`,
    parts: ['hunt-view'],
    unknown: `/hunts/${nobody}/coverage`,
  },
  '/hunts/:id/query': {
    path: ({ hunt }) => `/hunts/${hunt}/query`,
    parts: ['hunt-view'],
    unknown: `/hunts/${nobody}/query`,
  },
  '/hunts/:id/events/:event': {
    path: ({ hunt, event }) => `/hunts/${hunt}/events/${event}`,
    parts: ['hunt-view'],
    unknown: `/hunts/${nobody}/events/${'0'.repeat(32)}`,
  },
  '/hunts/:id/progress': {
    path: ({ waiting }) => `/hunts/${waiting}/progress`,
    parts: ['run-progress'],
    unknown: `/hunts/${nobody}/progress`,
  },
  '/hunts/new': {
    path: ({ hunt, event }) =>
      `/hunts/new?from=${hunt}&capture=${event}&q=${encodeURIComponent('<script>alert(1)</script> \u202E')}`,
    parts: ['technique-choices'],
    unknown: `/hunts/new?from=${nobody}`,
  },
  '/hunts/new/:draft/technique': {
    path: ({ draft }) => `/hunts/new/${draft}/technique?q=component`,
    parts: ['technique-choices'],
    unknown: `/hunts/new/${nobody}/technique`,
  },
  '/hunts/new/:draft/source': {
    path: ({ draft }) => `/hunts/new/${draft}/source`,
    parts: [],
    unknown: `/hunts/new/${nobody}/source`,
  },
  '/hunts/new/:draft/scope': {
    path: ({ draft }) =>
      `/hunts/new/${draft}/scope?asset=w&identity=${encodeURIComponent('corp\\<script>alert')}`,
    parts: ['scope-form', 'scope-sight', 'asset-matches', 'identity-matches'],
    unknown: `/hunts/new/${nobody}/scope`,
  },
  '/hunts/new/:draft/behavior': {
    path: ({ draft }) => `/hunts/new/${draft}/behavior?by=capture&text=run`,
    parts: ['browse'],
    unknown: `/hunts/new/${nobody}/behavior`,
  },
  '/hunts/new/:draft/preview': {
    path: ({ draft }) => `/hunts/new/${draft}/preview`,
    parts: [],
    unknown: `/hunts/new/${nobody}/preview`,
  },
  '/settings': {
    path: () => '/settings',
    parts: [],
    bad: { path: '/settings/zone', form: { zone: '<script>' }, message: 'zone-error' },
  },
}
