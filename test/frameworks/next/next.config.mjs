// Loaded as Node does it: webpack would lose the thread that writes the journal.
export default {
  serverExternalPackages: ['@polyrail/core', '@polyrail/journal-sqlite', '@polyrail/palomma'],
}
