// The command line has no API: see main.ts.
export {}
