/** A text of somebody else's on one line: what would move the cursor, or change colours, is shown as its code. */
export const visible = (text: string): string =>
  text.replace(/\p{Cc}/gu, (control) => `\\x${control.charCodeAt(0).toString(16).padStart(2, '0')}`)
