/** The fields of a wire object that have a value: what is `undefined` is left out, and not written as `null` either. */
export const defined = <T extends object>(fields: T): Defined<T> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Defined<T>

export type Defined<T> = {
  readonly [Field in keyof T as undefined extends T[Field] ? never : Field]: T[Field]
} & {
  readonly [Field in keyof T as undefined extends T[Field] ? Field : never]?: Exclude<T[Field], undefined>
}
