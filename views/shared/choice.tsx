export interface Option {
  value: string
  label: string
  /** Heading that it stands under. */
  group?: string
}

interface ChoiceProps {
  /** Word of the address. */
  name: string
  label: string
  options: Option[]
  /** Label of the choice that asks nothing. */
  any: string
  selected: string | null
}

/** A labelled list of choices, the first of which asks nothing. */
export function Choice({ name, label, options, any, selected }: ChoiceProps) {
  const known = selected === null || options.some(({ value }) => value === selected)
  return (
    <p class="field">
      <label for={`f-${name}`}>{label}</label>
      <select id={`f-${name}`} name={name}>
        <option value="">{any}</option>
        {!known && (
          <option value={selected} selected>
            {selected}
          </option>
        )}
        {groupsOf(options).map(([group, members]) =>
          group === undefined ? (
            members.map((option) => <Item option={option} selected={selected} />)
          ) : (
            <optgroup label={group}>
              {members.map((option) => (
                <Item option={option} selected={selected} />
              ))}
            </optgroup>
          ),
        )}
      </select>
    </p>
  )
}

function Item({ option, selected }: { option: Option; selected: string | null }) {
  return (
    <option value={option.value} selected={option.value === selected}>
      {option.label}
    </option>
  )
}

function groupsOf(options: Option[]): [string | undefined, Option[]][] {
  return [...Map.groupBy(options, ({ group }) => group)]
}
