/// What a reference's text means once Docker Hub's defaults are applied, as lengths into the text.
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
    /// As `index.docker.io`, which stands for `docker.io`.
    case legacyHub
    /// Not at all, which means `docker.io`.
    case impliedHub
    /// Not at all, though the first part reads like a registry: its syntax allows only a path.
    case absent

    /// Whether the path begins with the text, there being no registry in front of it.
    var leavesPathFirst: Bool { self == .impliedHub || self == .absent }

    var isHub: Bool { self == .hub || self == .legacyHub || self == .impliedHub }
  }

  static let maximumRepositoryLength = 255

  let registry: Registry
  /// Whether `library/` is implied in front of the path.
  let impliesOfficial: Bool
  /// The path as written, which is the whole name when no registry stands in front of it.
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
  /// The checks and their order are upstream's, since one text may fail several
  /// (distribution/reference: normalize.go, `ParseNormalizedNamed`; reference.go, `Parse`).
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

  /// The id of an image is refused as a name, for an engine could not tell them apart.
  @inline(__always)
  private static func checkIsNoIdentifier(
    _ bytes: Span<UInt8>
  ) throws(ImageReference.ParseError) {
    guard bytes.count == DigestAlgorithm.sha256.hexLength,
      bytes.end(from: 0, while: { $0.isLowercaseHexDigit }) == bytes.count
    else { return }
    throw .init(.nameIsIdentifier, at: 0, in: bytes, expected: .namedRepository)
  }

  /// What upstream takes for the repository here reaches to the first colon, which without a tag is
  /// the digest's, so a capital in the digest's algorithm counts as one in the name.
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
      // An address without a colon or a capital is a namespace to Docker Hub, and none has
      // brackets.
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

/// What a reference leaves out, and when: Docker Hub's defaults, apart from the syntax.
///
/// (distribution/reference: normalize.go, `splitDockerDomain`, `familiarizeName`.)
package enum DockerHub {
  /// The registry of a reference that names none.
  static let registry: StaticString = "docker.io"

  /// The registry's name in the first protocol, which still stands in files and manifests.
  package static let legacyRegistry: StaticString = "index.docker.io"

  /// The namespace of a Docker Hub repository that names none.
  static let officialPrefix: StaticString = "library/"

  /// A registry even without a dot or a port.
  static let localhost: StaticString = "localhost"

  /// Whether the first part of a name with a "/" is a registry rather than a namespace of Docker
  /// Hub.
  ///
  /// It is when it is `localhost`, or has a dot, a colon, or a letter that a namespace, being in
  /// lower case, could not have.
  @inline(__always)
  static func isRegistry(_ part: Span<UInt8>) -> Bool {
    part.firstOffset(of: UInt8(ascii: ".")) != nil || part.firstOffset(of: UInt8(ascii: ":")) != nil
      || GoLowercase.firstChange(in: part) != nil || part.hasSameBytes(as: localhost.bytes)
  }
}
