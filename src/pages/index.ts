export { assetPath, assets, CONTENT_SECURITY_POLICY } from './assets.ts'
export type { FormValues, PageContext, PageNotice, PagePerson, PageProblem } from './context.ts'
export { CheckboxField, CheckboxGroup, RadioGroup } from './choices.tsx'
export {
  Actions,
  Button,
  ButtonLink,
  Card,
  DefinitionList,
  EmptyState,
  FactList,
  LocalisedText,
  PageHeader,
  StateBadge,
  Steps,
  type Fact,
  type Outcome,
  type Step,
  type Tone,
} from './content.tsx'
export { DateField, FileField, HiddenField, SelectField, TextArea, TextField, type Option } from './fields.tsx'
export { ErrorSummary, Form } from './form.tsx'
export { HomePage, type HomeSection, type HomeTask } from './home-page.tsx'
export { Icon, type IconName } from './icons.tsx'
export { Layout } from './layout.tsx'
export { languageLabel, languageName, LocalisedFields, localisedValues } from './localised-fields.tsx'
export { navigation, type NavigationItem } from './navigation.ts'
export { Notice, noticeOfDone } from './notice.tsx'
export { ProblemPage } from './problem-page.tsx'
export { renderDocument } from './render-document.ts'
export { safeHref } from './safe-href.ts'
export { Pagination, Table, type Column } from './table.tsx'
export { VerificationPage } from './verification-page.tsx'
export { hostOf, isAuthentic, type BadgeFile, type VerificationExtra } from './verification-report.ts'
export { VerifyFormPage } from './verify-pages.tsx'
export { VerifyTablePage, type CheckedFile } from './verify-table.tsx'
