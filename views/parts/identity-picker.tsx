import type { ErrorView } from '../model.ts'
import type { PickerView } from '../models/draft-scope.ts'
import { EntityMatches, EntityPicker, type PickerWords } from './entity-picker.tsx'

const words: PickerWords = {
  group: 'identities',
  title: 'Identities',
  one: 'identity',
  article: 'an',
  these: 'These identities',
  any: 'Any identity, with a reason',
  placeholder: 'user, DOMAIN\\user, user@domain or SID',
  folded: 'User, domain name and SID of one account are one identity.',
}

export const IdentityMatches = ({ view }: { view: PickerView }) => (
  <EntityMatches view={view} words={words} />
)

/** Which identities a hunt reads. */
export const IdentityPicker = ({
  view,
  error,
}: {
  view: PickerView
  error: ErrorView | undefined
}) => <EntityPicker view={view} words={words} error={error} />
