/// What distribution/reference makes of a text: `ParseNormalizedNamed`, transcribed.
///
/// It has no opinion on text that is not ASCII, whose lower case is a matter of Unicode tables, or
/// longer than a ``PositionSet`` reaches once Docker Hub's defaults are filled in.
enum GoReference: Equatable {
  /// The name that a keyring matches, and the rest of the normalised text.
  case parsed(name: String, tail: String)
  /// The kind of error.
  case rejected(String)

  private static let defaults = "docker.io/library/"

  /// normalize.go, `ParseNormalizedNamed`.
  init?(_ text: String) {
    guard text.utf8.count <= PositionSet.maximumLength - Self.defaults.utf8.count,
      text.utf8.allSatisfy({ $0 < 0x80 })
    else { return nil }
    if text.utf8.count == 64, text.utf8.allSatisfy({ "0123456789abcdef".utf8.contains($0) }) {
      self = .rejected("name-is-identifier")
      return
    }
    let (domain, remainder) = Self.splitDockerDomain(text)
    let remote = remainder.prefix { $0 != ":" }
    guard remote.lowercased() == remote else {
      self = .rejected("name-contains-uppercase")
      return
    }
    self = Self.parse("\(domain)/\(remainder)")
  }

  /// normalize.go, `splitDockerDomain`.
  private static func splitDockerDomain(_ text: String) -> (domain: String, remainder: String) {
    guard let slash = text.firstIndex(of: "/") else { return ("docker.io", "library/\(text)") }
    let first = String(text[..<slash])
    var (domain, remainder) = ("docker.io", text)
    if first == "index.docker.io" {
      remainder = String(text[slash...].dropFirst())
    } else if first == "localhost" || first.contains(".") || first.contains(":")
      || first.lowercased() != first
    {
      (domain, remainder) = (first, String(text[slash...].dropFirst()))
    }
    if domain == "docker.io", !remainder.contains("/") { remainder = "library/\(remainder)" }
    return (domain, remainder)
  }

  /// reference.go, `Parse`.
  private static func parse(_ text: String) -> GoReference {
    guard let parts = ReferencePattern(text).parts else {
      let lowered = text.lowercased()
      let isCase = lowered != text && ReferencePattern(lowered).parts != nil
      return .rejected(isCase ? "name-contains-uppercase" : "invalid-format")
    }
    if let digest = parts.digest, let error = digestError(digest) { return .rejected(error) }
    return .parsed(name: parts.name, tail: String(text.dropFirst(parts.name.utf8.count)))
  }

  /// go-digest: digest.go, `Validate`; algorithm.go, `Validate`.
  private static func digestError(_ digest: String) -> String? {
    let parts = digest.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    let encoded = parts[1]
    let length: Int
    switch parts[0] {
    case "sha256": length = 64
    case "sha384": length = 96
    case "sha512": length = 128
    default:
      // Of `DigestRegexp` only the algorithm's lower case is not implied by the reference's pattern.
      let isGeneral = parts[0].lowercased() == parts[0]
      return isGeneral ? "digest-unsupported-algorithm" : "digest-invalid-format"
    }
    guard encoded.utf8.count == length else { return "digest-invalid-length" }
    let isHexadecimal = encoded.utf8.allSatisfy { "0123456789abcdef".utf8.contains($0) }
    return isHexadecimal ? nil : "digest-invalid-format"
  }
}
