import ImagePullCredentialsTesting
import Testing

/// Marked secrets. None of their marks may come out of anything but an accessor that says so.
enum Canary {
  static let password = "\(SecretMark.text)-password"
  static let identityToken = "\(SecretMark.text)-identity-token"
  static let registryToken = "\(SecretMark.text)-registry-token"
  static let header = "\(SecretMark.text)-header"
  static let userinfo = "\(SecretMark.text)-userinfo"
  static let unread = "\(SecretMark.text)-unread"

  static func base64(_ text: String) -> String { SecretMark.base64(text) }

  static func isShown(in text: String) -> Bool { SecretMark.isShown(in: text) }

  /// Expects that no rendering of `value` shows a mark.
  static func expectHidden(
    in value: Any, _ name: String, at location: SourceLocation = #_sourceLocation
  ) {
    for (way, text) in Rendering.all(of: value) {
      #expect(!isShown(in: text), "\(name), \(way): \(text.prefix(400))", sourceLocation: location)
    }
  }
}
