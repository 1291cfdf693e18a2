import type { Connector } from './contract.ts'
import { openLocal } from './local/connector.ts'

/** What is needed to open a source of each kind. */
export interface SourceSettings {
  readonly local: { readonly id: string; readonly file: string; readonly threads: number }
}

export type SourceKind = keyof SourceSettings

/** Every kind of source, by name: a new kind is one line here. */
const openers: {
  readonly [K in SourceKind]: (settings: SourceSettings[K]) => Promise<Connector>
} = {
  local: async (settings) => openLocal(settings),
}

/** Opens a source of a kind. Rejects with `AppError` when it cannot be opened. */
export const openSource = <K extends SourceKind>(
  kind: K,
  settings: SourceSettings[K],
): Promise<Connector> => openers[kind](settings)
