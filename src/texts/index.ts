export { fieldMessage, problemText, type ProblemText } from './problem-text.ts'
export { catalogues, hasText, translator, UnknownText, type TextValues, type Translate } from './catalogues.ts'
export {
  formatBytes,
  formatList,
  formatDate,
  formatDateTime,
  formatDay,
  formatDeadline,
  formatLastDay,
  formatNumber,
  formatPercent,
  LOCALES,
} from './format.ts'
export { negotiateLanguage } from './negotiate-language.ts'
