import type { FieldRow } from '../models/events.ts'
import { plainText } from '../safe-text.ts'
import { Evidence } from './evidence.tsx'

/** A dotted name may break behind its dots. */
const Name = ({ name }: { name: string }) => (
  <>
    {plainText(name)
      .split('.')
      .map((part, i) => (
        <>
          {i === 0 ? null : (
            <>
              .<wbr />
            </>
          )}
          {part}
        </>
      ))}
  </>
)

/** Every field of the event; beside each what shows only rows with its value. */
export const FieldList = ({ fields, full }: { fields: readonly FieldRow[]; full: string }) => (
  <table class="table field-list">
    <caption class="sr">Fields of the event</caption>
    <tbody>
      {fields.map((field) => (
        <tr>
          <th class="ev" scope="row">
            <Name name={field.name} />
          </th>
          <td>
            <Evidence text={field.value} full={full} lines />
          </td>
          <td class="f-act">
            {field.onlyHref === null ? null : (
              <a class="f-only" href={field.onlyHref} title="show only rows with this value">
                only<span class="sr"> {plainText(field.name)}</span>
              </a>
            )}
          </td>
        </tr>
      ))}
    </tbody>
  </table>
)
