/** For a mapping's reads of one object: that it is not found says that there is none; every other failure stays one. */
export const undefinedIfNotFound = (error: unknown): undefined => {
  if (error instanceof Error && 'code' in error && error.code === 'not_found') return undefined
  throw error
}
