/** A trigger that refuses what the rules forbid: a mistake in our own code must not be able to break them either. */
export const guard = (name: string, { when, refuses }: { readonly when: string; readonly refuses: string }): string =>
  `CREATE TRIGGER ${name} BEFORE ${when}\nBEGIN SELECT RAISE(ABORT, '${refuses}'); END;`
