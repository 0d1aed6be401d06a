const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const stepsOf = (pointer: string): readonly string[] => pointer.split('/').slice(1)

/** What a JSON pointer names; undefined where there is nothing. */
export const at = (value: unknown, pointer: string): unknown =>
  stepsOf(pointer).reduce<unknown>(
    (found, step) =>
      Array.isArray(found) ? (found as unknown[])[Number(step)] : isObject(found) ? found[step] : undefined,
    value,
  )

/** A copy in which the object at the pointer has other fields; a field that is undefined is gone. */
export const withFields = (body: unknown, pointer: string, edit: object): unknown =>
  replaced(body, stepsOf(pointer), edit)

const replaced = (value: unknown, steps: readonly string[], edit: object): unknown => {
  const [step, ...rest] = steps
  if (step === undefined) return isObject(value) ? { ...value, ...edit } : value
  if (Array.isArray(value)) {
    return value.map((item: unknown, index) => (String(index) === step ? replaced(item, rest, edit) : item))
  }
  return isObject(value) ? { ...value, [step]: replaced(value[step], rest, edit) } : value
}

/** A copy in which every object that has these fields, at any depth, has others in their place. */
export const withFieldsAnywhere = (value: unknown, edit: Readonly<Record<string, unknown>>): unknown => {
  if (Array.isArray(value)) return value.map((item) => withFieldsAnywhere(item, edit))
  if (!isObject(value)) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [
      name,
      Object.hasOwn(edit, name) ? edit[name] : withFieldsAnywhere(item, edit),
    ]),
  )
}
