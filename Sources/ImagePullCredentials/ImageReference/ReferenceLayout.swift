/// The parts of a reference after Docker Hub's defaults are applied, as lengths in the text.
///
///     [registry "/"] path [":" tag] ["@" digest]
///
/// Invariant: a layout describes the text it was parsed from, and that text is ASCII.
struct ReferenceLayout: Sendable {
  /// How the text names its registry.
  enum Registry: Sendable {
    /// By its first part, which is not Docker Hub's.
    case written
    /// As `docker.io`.
    case hub
    /// As `index.docker.io`, which means `docker.io`.
    case legacyHub
    /// Not at all, which means `docker.io`.
    case impliedHub
    /// Not at all, though the first part reads like a registry: its syntax allows only a path.
    case absent

    /// Whether the path is at the start of the text, without a registry before it.
    var leavesPathFirst: Bool { self == .impliedHub || self == .absent }

    var isHub: Bool { self == .hub || self == .legacyHub || self == .impliedHub }
  }

  static let maximumRepositoryLength = 255

  let registry: Registry
  /// Whether `library/` is implied before the path.
  let impliesOfficial: Bool
  /// The path as written, which is the whole name if there is no registry before it.
  let pathLength: UInt8
  /// Zero when there is no tag.
  let tagLength: UInt8
  /// Zero when there is no digest.
  let digestLength: UInt8
  /// The name's first part: up to its first "/", or all of a name that has none.
  let firstLength: Int

  var pathStart: Int { registry.leavesPathFirst ? 0 : firstLength + 1 }
  var nameEnd: Int { pathStart + Int(pathLength) }

  /// Parses a whole reference: one pass over the bytes, no allocation.
  ///
  /// The checks are in upstream's order, since a text may fail several (distribution/reference:
  /// normalize.go, `ParseNormalizedNamed`; reference.go, `Parse`).
  init(parsing bytes: Span<UInt8>) throws(ImageReference.ParseError) {
    let syntax: ReferenceSyntax
    do {
      syntax = try ReferenceSyntax(bytes)
    } catch {
      throw .explaining(error, in: bytes)
    }
    try Self.checkIsNoIdentifier(bytes)
    try Self.checkIsLowercase(syntax, in: bytes)

    registry = try Self.registry(syntax, in: bytes)
    firstLength = syntax.firstEnd

    let pathStart = registry.leavesPathFirst ? 0 : syntax.firstEnd + 1
    let path = bytes.extracting(pathStart..<syntax.nameEnd)
    impliesOfficial = registry.isHub && path.firstOffset(of: UInt8(ascii: "/")) == nil

    let maximumLength =
      Self.maximumRepositoryLength - (impliesOfficial ? DockerHub.officialPrefix.bytes.count : 0)
    guard path.count <= maximumLength else {
      throw .init(
        .nameTooLong, at: pathStart + maximumLength, in: bytes, expected: .shortRepository)
    }
    if let digest = syntax.digest {
      try DigestAlgorithm.check(digest, in: bytes)
    }

    // None truncates: a path has at most 255 bytes, a tag 128, a digest the 135 of sha512.
    pathLength = UInt8(truncatingIfNeeded: path.count)
    tagLength = UInt8(truncatingIfNeeded: max(0, syntax.tagEnd - syntax.nameEnd - 1))
    digestLength = UInt8(truncatingIfNeeded: max(0, bytes.count - syntax.tagEnd - 1))
  }

  /// An image ID is rejected as a name, since an engine cannot distinguish the two.
  @inline(__always)
  private static func checkIsNoIdentifier(
    _ bytes: Span<UInt8>
  ) throws(ImageReference.ParseError) {
    guard bytes.count == DigestAlgorithm.sha256.hexLength,
      bytes.end(from: 0, while: { $0.isLowercaseHexDigit }) == bytes.count
    else { return }
    throw .init(.nameIsIdentifier, at: 0, in: bytes, expected: .namedRepository)
  }

  /// Here upstream reads the repository up to the first colon. Without a tag that is the digest's
  /// colon, so a capital in the digest's algorithm counts as one in the name.
  @inline(__always)
  private static func checkIsLowercase(
    _ syntax: ReferenceSyntax, in bytes: Span<UInt8>
  ) throws(ImageReference.ParseError) {
    guard syntax.tagEnd == syntax.nameEnd, let digest = syntax.digest else { return }
    let capital = bytes.end(from: digest.start) { !$0.isUppercase && $0 != UInt8(ascii: ":") }
    guard capital < digest.colon else { return }
    throw .init(.nameContainsUppercase, at: capital, in: bytes, expected: .lowercaseDigest)
  }

  @inline(__always)
  private static func registry(
    _ syntax: ReferenceSyntax, in bytes: Span<UInt8>
  ) throws(ImageReference.ParseError) -> Registry {
    let first = bytes.extracting(first: syntax.firstEnd)
    guard bytes.byte(at: syntax.firstEnd) == UInt8(ascii: "/"),
      DockerHub.isRegistry(first)
    else {
      // An address without a colon or a capital is read as a Docker Hub namespace, and no namespace
      // has brackets.
      guard first.byte(at: 0) != UInt8(ascii: "[") else {
        throw .init(.invalidFormat, at: 0, in: bytes, expected: .repository)
      }
      return .impliedHub
    }
    if first.hasSameBytes(as: DockerHub.registry.bytes) { return .hub }
    if first.hasSameBytes(as: DockerHub.legacyRegistry.bytes) { return .legacyHub }
    return bytes.hasUnderscore(before: syntax.firstEnd) ? .absent : .written
  }
}

/// Docker Hub's defaults for the parts that a reference omits, separate from the syntax.
///
/// (distribution/reference: normalize.go, `splitDockerDomain`, `familiarizeName`.)
package enum DockerHub {
  /// The registry of a reference that names none.
  static let registry: StaticString = "docker.io"

  /// The registry's name in the first protocol, which is still in files and manifests.
  package static let legacyRegistry: StaticString = "index.docker.io"

  /// The namespace of a Docker Hub repository that names none.
  static let officialPrefix: StaticString = "library/"

  /// A registry even without a dot or a port.
  static let localhost: StaticString = "localhost"

  /// Whether the first part of a name with a "/" is a registry rather than a namespace of Docker
  /// Hub.
  ///
  /// It is if it is `localhost` or has a dot, a colon, or a capital, which a namespace cannot have.
  @inline(__always)
  static func isRegistry(_ part: Span<UInt8>) -> Bool {
    part.firstOffset(of: UInt8(ascii: ".")) != nil || part.firstOffset(of: UInt8(ascii: ":")) != nil
      || GoLowercase.firstChange(in: part) != nil || part.hasSameBytes(as: localhost.bytes)
  }
}
