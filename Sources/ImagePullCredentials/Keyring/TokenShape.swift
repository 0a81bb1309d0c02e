/// Whether text is a token by its looks, so that it has to be treated as a secret wherever it stands.
package enum TokenShape {
  /// Whether `text` begins as the tokens of a known issuer do, and is as long as they are.
  package static func isToken(_ text: String) -> Bool {
    guard text.utf8.count >= minimumLength else { return false }
    return prefixes.contains { text.utf8.starts(with: $0.utf8) }
      || text.utf8.starts(with: "eyJ".utf8) && text.utf8.count { $0 == UInt8(ascii: ".") } == 2
  }

  /// Whether a username must not be shown: it is a token, or the password.
  package static func isSecret(username: String, password: String) -> Bool {
    isToken(username) || !username.isEmpty && username.utf8.elementsEqual(password.utf8)
  }

  /// Shorter ones are names that begin alike.
  private static let minimumLength = 20

  private static let prefixes = [
    // GitHub: personal, OAuth, user, server and refresh tokens, and fine-grained ones.
    "ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_",
    // GitLab: personal, deploy, job, runner, trigger and feed tokens.
    "glpat-", "gldt-", "glcbt-", "glrt-", "glptt-", "glft-",
    // Docker Hub: personal and organization tokens.
    "dckr_pat_", "dckr_oat_",
    // Artifactory: API keys and reference tokens.
    "AKCp", "cmVmd",
    // Google and OpenShift: access tokens.
    "ya29.", "sha256~",
    // DigitalOcean.
    "dop_v1_",
  ]
}
