// Findings name files and quote what could not be read, so they are redacted like everything else before they are kept or shown.
import type { Finding } from '../model/finding.ts';
import { redactTexts } from '../secrets/redact-texts.ts';

/**
 * The same findings without secrets and personal data in file names and details.
 * @throws Error when the scanner fails; then nothing of the findings may be used
 */
export async function screenFindings(findings: readonly Finding[]): Promise<readonly Finding[]> {
  const texts = await redactTexts(findings.flatMap((finding) => [finding.file ?? '', finding.detail]));
  return findings.map((finding, index) => ({
    ...finding,
    file: finding.file === null ? null : (texts[index * 2] ?? ''),
    detail: texts[index * 2 + 1] ?? '',
  }));
}
