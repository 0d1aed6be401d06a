import { Script } from 'node:vm'
import { usageError } from '../command.js'

/** The provider that the templates are written for: its names stand for those of the new one. */
const TEMPLATE = 'acme-pay'

const EXPECTED = 'small letters and digits, in words that are joined by dashes, beginning with a letter: acme, acme-pay'
const LONGEST = 32

/** One name in every form that code has it in: `acme-pay`, `acmePay`, `AcmePay`, `Acme Pay`. */
const formsOf = (name: string): readonly string[] => {
  const capitals = name.split('-').map((word) => word.charAt(0).toUpperCase() + word.slice(1))
  const pascal = capitals.join('')
  return [name, pascal.charAt(0).toLowerCase() + pascal.slice(1), pascal, capitals.join(' ')]
}

/** Throws what has to be put right about a name; `words` are those that the templates' own code uses. */
export const checkName = (name: string | undefined, words: ReadonlySet<string>): string => {
  if (name === undefined) throw usageError(`new-adapter: expected the name of a provider: ${EXPECTED}`)
  if (name.length > LONGEST) throw usageError(`new-adapter: expected a name of at most ${LONGEST} characters`)
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name)) {
    throw usageError(`new-adapter: "${name}" cannot name an adapter. Expected ${EXPECTED}`)
  }
  const [, camel = '', pascal = ''] = formsOf(name)
  if (words.has(camel) || words.has(pascal) || isKeyword(camel)) {
    throw usageError(`new-adapter: "${name}" means something else in the code of an adapter. Choose another name`)
  }
  return name
}

const isKeyword = (word: string): boolean => {
  try {
    new Script(`'use strict'; async () => { const ${word} = 0 }`)
    return false
  } catch {
    return true
  }
}

const FORMS = formsOf(TEMPLATE)
const ANY_FORM = new RegExp(FORMS.join('|'), 'g')

/** Every word of a template's code but the provider's own name. */
export const wordsIn = (text: string): readonly string[] =>
  text.replaceAll(ANY_FORM, '').match(/[A-Za-z_$][\w$]*/g) ?? []

/** A template's text, of the provider that is named. */
export const renamed = (text: string, name: string): string => {
  const forms = formsOf(name)
  return text.replaceAll(ANY_FORM, (form) => forms[FORMS.indexOf(form)] ?? form)
}
