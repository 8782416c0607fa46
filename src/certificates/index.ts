export type {
  AssessmentType,
  CertificateContent,
  CertificateOrganisation,
  CertificatePartner,
  Credits,
  DeclaredLevel,
  Participation,
  PartnerConfirmation,
  Supervision,
  Workload,
} from './content.ts'
export { drawPicture, PICTURE_TYPES, pictureContent, type PictureFormat } from './achievement-picture.ts'
export { badgeFileName, bakedBadge, pictureOfCredential } from './baked-badge.ts'
export { bakePng } from './bake-png.ts'
export { bakeSvg } from './bake-svg.ts'
export { badgePng, drawBadgeSvg, type BadgeContent } from './badge-image.ts'
export { ATTACHMENT_NAME, drawCertificate } from './draw-certificate.ts'
export { BadgeDoesNotFit, CertificateDoesNotFit, CertificateIncomplete, UnprintableCharacter } from './errors.ts'
export { certificateOf, type CertificateSource } from './certificate-of.ts'
export { levelsOf, nameOf, parseSigned, type SignedCredential } from './signed-document.ts'
export { pictureRoutes } from './picture-routes.ts'
export { certificateRoutes } from './routes.ts'
