import Foundation
import Testing

@testable import ImagePullCredentials

/// Marked secrets. None of their marks may come out of anything but an accessor that says so.
enum Canary {
  static let password = "cAnArY-password"
  static let identityToken = "cAnArY-identity-token"
  static let registryToken = "cAnArY-registry-token"
  static let header = "cAnArY-header"
  static let userinfo = "cAnArY-userinfo"
  static let unread = "cAnArY-unread"

  private static let mark = "cAnArY"

  static func base64(_ text: String) -> String { Data(text.utf8).base64EncodedString() }

  /// What to look for: the mark, and the ways in which it may have been encoded.
  ///
  /// In base64 a text has three spellings, by its offset modulo three; of each the characters that do
  /// not depend on the neighbours count.
  private static let needles: [String] = {
    let shifted = (0..<3).map { shift in
      String(base64(String(repeating: "-", count: shift) + mark).dropFirst(shift + 1).prefix(6))
    }
    let decimal = mark.utf8.map { "\($0)" }
    return [mark] + shifted + [
      decimal.joined(separator: ", "), decimal.map { "- \($0)" }.joined(separator: "\n"),
      mark.utf8.map { String($0, radix: 16) }.joined(),
    ]
  }()

  static func isShown(in text: String) -> Bool {
    let flat = text.replacing(/\s*\n\s*/, with: "\n")
    return needles.contains { flat.contains($0) || text.contains($0) }
  }

  /// Expects that no rendering of `value` shows a mark.
  static func expectHidden(
    in value: Any, _ name: String, at location: SourceLocation = #_sourceLocation
  ) {
    for (way, text) in Rendering.all(of: value) {
      #expect(!isShown(in: text), "\(name), \(way): \(text.prefix(400))", sourceLocation: location)
    }
  }
}
