/** For reads of one object: a 404 says that there is none; every other failure stays one. */
export const undefinedIfNotFound = (error: unknown): undefined => {
  if (error instanceof Error && 'code' in error && error.code === 'not_found') return undefined
  throw error
}
