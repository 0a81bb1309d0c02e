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

  /// Whether a username shows one of an entry's secrets: the password or a token, as it is or, if it is long, with
  /// something before or after it, as in `user:password`.
  package static func username(_ username: String, shows secrets: [String]) -> Bool {
    guard !isToken(username) else { return true }
    let text = username.utf8.span
    return secrets.contains { secret in
      let sought = secret.utf8.span
      guard sought.count < text.count else {
        return sought.count > 0 && text.hasSameBytes(as: sought)
      }
      // Of short ones, such as `admin`, names are made by accident; a long name is no name.
      return sought.count >= 8
        && (text.count > 1_024
          || (0...text.count - sought.count).contains {
            text.extracting($0...).starts(with: sought)
          })
    }
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
