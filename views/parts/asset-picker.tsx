import type { ErrorView } from '../model.ts'
import type { PickerView } from '../models/draft-scope.ts'
import { EntityMatches, EntityPicker, type PickerWords } from './entity-picker.tsx'

const words: PickerWords = {
  group: 'assets',
  title: 'Assets',
  one: 'asset',
  article: 'an',
  these: 'These assets',
  any: 'Any asset, with a reason',
  placeholder: 'name or address',
  folded: 'Short name, full name and addresses are one asset.',
}

export const AssetMatches = ({ view }: { view: PickerView }) => (
  <EntityMatches view={view} words={words} />
)

/** Which assets a hunt reads. */
export const AssetPicker = ({
  view,
  error,
}: {
  view: PickerView
  error: ErrorView | undefined
}) => <EntityPicker view={view} words={words} error={error} />
