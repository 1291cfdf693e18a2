import { Hono } from 'hono'
import { foldCase } from '#queries/event.ts'
import { ScopeForm, ScopeStep } from '#views/pages/hunt-new/scope.tsx'
import { AssetMatches } from '#views/parts/asset-picker.tsx'
import { IdentityMatches } from '#views/parts/identity-picker.tsx'
import { ScopeSight } from '#views/parts/scope-sight.tsx'
import type { ScopeStepView } from '#views/models/draft-scope.ts'
import type { DraftContent, DraftSide } from '../../hunts/draft/draft.ts'
import { scopeInputOf } from '../../hunts/draft/to-question.ts'
import type { Reach } from '../../hunts/draft/window.ts'
import { getStep, goTo, keep, orRefused, type StepSpec } from '../draft-step.tsx'
import type { Env, PageContext } from '../env.ts'
import { isFragment, targetId } from '../fragment.ts'
import { fromForm } from '../form-text.ts'
import { readForm } from '../form.ts'
import { openDraft, type OpenDraft } from '../models/draft.ts'
import { pickerView, reachOf, windowAsked, windowNow, windowView } from '../models/draft-scope.ts'
import { sightView } from '../models/draft-sight.ts'
import { shellOf } from '../shell.ts'

const longestName = 320

/** A name as a field or a button of ours holds it. */
const written = (text: string | null): string | null =>
  text === null ? null : fromForm(text).slice(0, longestName)

/** What the address asks to find; null where it does not ask. */
const findAsked = (c: PageContext, kind: 'asset' | 'identity'): string | null =>
  written(c.req.query(kind) ?? null)

/** A part that htmx asks for alone needs no other part made: pickers answer while typing. */
const wants = (c: PageContext, id: string): boolean => {
  const target = isFragment(c) ? targetId(c) : null
  const isAlone =
    target !== null && ['asset-matches', 'identity-matches', 'scope-sight'].includes(target)
  return !isAlone || target === id
}

const scopeView = async (c: PageContext, { content, base }: OpenDraft): Promise<ScopeStepView> => {
  const deps = c.get('deps')
  const { signal } = c.req.raw
  const connector = await deps.sources.open(content.source ?? '')
  const [source, { zone }] = await Promise.all([connector.describe(signal), shellOf(c)])
  const reach = reachOf(source)
  const window = windowNow(content, reach)
  const picker = (kind: 'asset' | 'identity', side: DraftSide) =>
    pickerView(
      {
        connector,
        kind,
        side,
        find: wants(c, `${kind}-matches`) ? findAsked(c, kind) : null,
        window,
        href: `${base}/scope`,
      },
      signal,
    )
  const [assets, identities, sight] = await Promise.all([
    picker('asset', content.assets),
    picker('identity', content.identities),
    wants(c, 'scope-sight')
      ? sightView({ deps, draft: content, connector, source, zone }, signal)
      : ({ state: 'open', missing: [] } as const),
  ])
  return {
    assets,
    identities,
    window: windowView(content, reach, zone),
    sight,
    source: source.id,
  }
}

const scope: StepSpec = {
  step: 'scope',
  title: 'Scope, step 3 of 5',
  view: async (c, draft) => {
    const view = await scopeView(c, draft)
    // The form's address follows what was asked to be found, so that reload shows the same.
    if (isFragment(c) && c.req.method === 'GET' && targetId(c) === 'scope-form') {
      const url = new URL(c.req.url)
      c.header('HX-Replace-Url', `${url.pathname}${url.search}`)
    }
    return {
      page: (frame) => <ScopeStep frame={frame} view={view} />,
      fragments: {
        'scope-form': (frame) => <ScopeForm frame={frame} view={view} />,
        'scope-sight': () => <ScopeSight view={view.sight} source={view.source} />,
        'asset-matches': () => <AssetMatches view={view.assets} />,
        'identity-matches': () => <IdentityMatches view={view.identities} />,
      },
    }
  },
}

/** One side as the form leaves it: mode and reason as they stand, one name added or taken out. */
const sideAsked = (
  form: URLSearchParams,
  kind: 'asset' | 'identity',
  side: DraftSide,
): DraftSide => {
  const group = kind === 'asset' ? 'assets' : 'identities'
  const mode = form.get(group)
  const add = (written(form.get(`add_${kind}`)) ?? '').trim()
  const remove = written(form.get(`remove_${kind}`))
  const isNew = !side.list.some((name) => foldCase(name) === foldCase(add))
  const kept = remove === null ? side.list : side.list.filter((name) => name !== remove)
  return {
    mode: mode === 'any' ? 'any' : mode === 'list' ? 'list' : side.mode,
    list: add !== '' && isNew && kept.length < 500 ? [...kept, add] : kept,
    reason: fromForm(form.get(`${group}_reason`) ?? side.reason).slice(0, 500),
  }
}

const asked = (form: URLSearchParams, content: DraftContent, reach: Reach): DraftContent => ({
  ...content,
  assets: sideAsked(form, 'asset', content.assets),
  identities: sideAsked(form, 'identity', content.identities),
  window: windowAsked(form, content, reach),
})

/** Where the form is shown again: with what was typed to find, at the part that was used. */
const backTo = (form: URLSearchParams, base: string): string => {
  const query = new URLSearchParams()
  const did = form.get('do')
  for (const kind of ['asset', 'identity'] as const) {
    const text = (written(form.get(kind)) ?? '').trim()
    // Asked for with nothing typed, the search shows all there is.
    if (text !== '' || did === `find-${kind}`) query.set(kind, text)
  }
  const search = query.size === 0 ? '' : `?${query.toString()}`
  const part = partOf(form)
  return `${base}/scope${search}${part === null ? '' : `#${part}`}`
}

const partOf = (form: URLSearchParams): string | null => {
  const did = form.get('do')
  if (form.has('add_asset') || form.has('remove_asset') || did === 'find-asset') return 'assets'
  if (form.has('add_identity') || form.has('remove_identity') || did === 'find-identity') {
    return 'identities'
  }
  return form.has('last') ? 'window' : did === 'check' ? 'scope-sight' : null
}

const setScope = async (c: PageContext): Promise<Response> => {
  const deps = c.get('deps')
  const form = await readForm(c)
  const before = await openDraft(deps, c.req.param('draft') ?? '')
  const connector = await deps.sources.open(before.content.source ?? '')
  const reach = reachOf(await connector.describe(c.req.raw.signal))
  const draft = await keep(c, scope, (content) => asked(form, content, reach))
  if (form.get('do') !== 'next') return c.redirect(backTo(form, draft.base), 303)
  return orRefused(c, scope, draft, async () => {
    scopeInputOf(draft.content, reach)
    return goTo(c, `${draft.base}/behavior`)
  })
}

export const huntsNewScope = new Hono<Env>()
  .get('/hunts/new/:draft/scope', getStep(scope))
  .post('/hunts/new/:draft/scope', setScope)
