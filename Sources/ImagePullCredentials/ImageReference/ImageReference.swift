/// The name of a container image, as in a Pod, normalised as container engines do.
///
///     let image = try ImageReference("nginx:1.25")
///     image.registry     // "docker.io"
///     image.repository   // "library/nginx"
///     image.tag          // "1.25"
///     "\(image)"         // "docker.io/library/nginx:1.25"
///
/// The value is the original text and a few lengths. Two references are equal if their normalised
/// texts are equal, so `nginx` equals `docker.io/library/nginx`; neither equals `nginx:latest`,
/// since no tag is implied.
///
/// ## Grammar
///
///     reference        = name [ ":" tag ] [ "@" digest ]
///     name             = [ domain "/" ] path
///     domain           = host [ ":" 1*DIGIT ]
///     host             = domain-component *( "." domain-component ) / "[" 1*( HEXDIG / ":" ) "]"
///     domain-component = letters, digits and "-", neither first nor last a "-"
///     path             = path-component *( "/" path-component )      ; at most 255 bytes
///     path-component   = 1*( a-z / 0-9 ) *( separator 1*( a-z / 0-9 ) )
///     separator        = "." / "_" / "__" / 1*"-"
///     tag              = ( ALPHA / DIGIT / "_" ) 0*127( ALPHA / DIGIT / "_" / "." / "-" )
///     digest           = "sha256:" 64hex / "sha384:" 96hex / "sha512:" 128hex
///     hex              = 0-9 / a-f
///
/// This is the grammar of distribution/reference, `ParseNormalizedNamed`, with its oddities:
///
/// - A name without "/" is always Docker Hub's: `example.com` is `docker.io/library/example.com`
///   and `localhost:5000` is tagged `5000`, because a bare word must remain a repository.
/// - Otherwise the first part is a domain if it is `localhost` or has a ".", a ":" or a capital,
///   which no Docker Hub namespace has. `[ab]/x` has none of them, so it is rejected.
/// - A first part that should be a domain but has an "_" is read as part of the path: `a_b.io/x`
///   has no registry at all, and its repository is `a_b.io/x`. Upstream's pattern makes the domain
///   optional even after the defaults are applied.
/// - `index.docker.io` becomes `docker.io`; `registry-1.docker.io` and other names of Docker Hub do
///   not. A repository of `docker.io` without a namespace is in `library/`, which counts towards
///   the 255 bytes; the domain does not count.
/// - 64 hexadecimal digits are rejected: engines read them as an image ID.
/// - Host names keep their case: `Example.com/x` and `example.com/x` are two references.
public struct ImageReference: Sendable {
  /// The text that was parsed, byte for byte.
  public let originalText: String

  let layout: ReferenceLayout

  /// Parses a reference; the value keeps `text` itself.
  ///
  /// - Parameter text: a reference, with or without its optional parts.
  /// - Complexity: O(length of the text); allocates nothing.
  /// - Throws: `ParseError`, of the kind that upstream gives, with the byte where the trouble is.
  public init(_ text: String) throws(ParseError) {
    var text = text
    text.makeContiguousUTF8()
    layout = try ReferenceLayout(parsing: text.utf8.span)
    originalText = text
  }

  /// Parses a reference from bytes, which need not be UTF-8.
  ///
  /// - Parameter bytes: the text; only read during the call.
  /// - Complexity: O(length of the text); allocates only the string that the value keeps.
  /// - Throws: `ParseError`, of the kind that upstream gives, with the byte where the trouble is.
  public init(utf8 bytes: Span<UInt8>) throws(ParseError) {
    layout = try ReferenceLayout(parsing: bytes)
    originalText = bytes.withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) }
  }

  /// Parses a reference from bytes, which need not be UTF-8.
  ///
  /// - Parameter bytes: the text.
  /// - Complexity: O(length of the text); allocates only the string that the value keeps.
  /// - Throws: `ParseError`, of the kind that upstream gives, with the byte where the trouble is.
  public init(utf8 bytes: [UInt8]) throws(ParseError) {
    try self.init(utf8: bytes.span)
  }
}

extension ImageReference {
  /// The registry's host and port, such as `quay.io` or `localhost:5000`; `docker.io` for Docker Hub, whatever its name
  /// in the text.
  ///
  /// Empty for a name whose first part only looks like a registry, such as `a_b.io/x`.
  public var registry: String {
    switch layout.registry {
    case .written: text(0, layout.firstLength)
    case .hub, .legacyHub, .impliedHub: "\(DockerHub.registry)"
    case .absent: ""
    }
  }

  /// The repository in its registry, such as `library/nginx`; 1 to 255 bytes.
  public var repository: String {
    let written = text(layout.pathStart, layout.nameEnd)
    return layout.impliesOfficial ? "\(DockerHub.officialPrefix)\(written)" : written
  }

  /// The registry and the repository, such as `docker.io/library/nginx`: what a keyring matches.
  ///
  /// Tag and digest do not affect the choice of credentials (kubelet: pkg/util/parsers/parsers.go, `ParseImageName`).
  public var name: String {
    layout.registry == .absent ? repository : "\(registry)/\(repository)"
  }

  /// The tag, without its colon.
  ///
  /// No tag is implied, not even `latest`.
  public var tag: String? {
    let start = layout.nameEnd + 1
    return layout.tagLength > 0 ? text(start, start + Int(layout.tagLength)) : nil
  }

  /// The digest with its algorithm, such as `sha256:…`.
  public var digest: String? {
    let end = originalText.utf8.count
    return layout.digestLength > 0 ? text(end - Int(layout.digestLength), end) : nil
  }

  /// Whether the image is on Docker Hub.
  public var isDockerHub: Bool { layout.registry.isHub }

  /// The short form that engines show: without `docker.io/`, and without `library/` if only one component follows.
  ///
  /// For display. A Docker Hub repository in the namespace `localhost` looks like a reference to another registry, as
  /// it does upstream (distribution/reference: normalize.go, `familiarizeName`).
  public var familiar: String {
    "\(isDockerHub ? familiarRepository : name)\(tail)"
  }

  private var familiarRepository: String {
    let repository = repository
    let prefix = "\(DockerHub.officialPrefix)"
    guard repository.hasPrefix(prefix) else { return repository }
    let rest = repository.utf8.dropFirst(prefix.utf8.count)
    return rest.contains(UInt8(ascii: "/")) ? repository : String(Substring(rest))
  }

  /// The tag with its colon and the digest with its "@", which are the same in every form.
  private var tail: String { text(layout.nameEnd, originalText.utf8.count) }

  private func text(_ start: Int, _ end: Int) -> String {
    let utf8 = originalText.utf8
    let lower = utf8.index(utf8.startIndex, offsetBy: start)
    return String(originalText[lower..<utf8.index(lower, offsetBy: end - start)])
  }
}

extension ImageReference: CustomStringConvertible {
  /// The normalised text: name, tag and digest, such as `docker.io/library/nginx:1.25`.
  ///
  /// Parsing it again gives an equal reference.
  public var description: String { "\(name)\(tail)" }
}

extension ImageReference: Hashable {
  /// Compares the normalised texts in place, without allocating.
  public static func == (left: ImageReference, right: ImageReference) -> Bool {
    let leftText = left.originalText.utf8.span
    let text = right.originalText.utf8.span
    let leftTail = leftText.extracting(left.layout.nameEnd..<leftText.count)
    let tail = text.extracting(right.layout.nameEnd..<text.count)
    guard leftTail.hasSameBytes(as: tail) else { return false }
    return left.withName { leftRegistry, leftPath in
      right.withName { registry, path in
        leftRegistry.hasSameBytes(as: registry) && leftPath.hasSameBytes(as: path)
      }
    }
  }

  /// Hashes the normalised text in place, without allocating.
  ///
  /// The pieces need no separator: each begins with a byte that cannot be in the one before.
  public func hash(into hasher: inout Hasher) {
    withName { registry, path in
      hasher.combine(registry)
      hasher.combine(path)
    }
    let text = originalText.utf8.span
    hasher.combine(text.extracting(layout.nameEnd..<text.count))
  }
}

extension Hasher {
  fileprivate mutating func combine(_ bytes: Span<UInt8>) {
    bytes.withUnsafeBytes { combine(bytes: $0) }
  }
}

extension ImageReference: Codable {
  /// Decodes the text of a reference, with or without its optional parts.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    do throws(ParseError) {
      try self.init(text)
    } catch {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "\(error)")
    }
  }

  /// Encodes ``originalText``.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(originalText)
  }
}

extension ImageReference: LosslessStringConvertible {
  /// Parses a reference for generic code; nil if ``init(_:)-(String)`` throws.
  ///
  /// Code that names the type gets the throwing initialiser, also where an optional is expected. This needs an overload
  /// that is generic and disfavoured: a second one for `String` is a redeclaration, and `compactMap { try?
  /// ImageReference($0) }` selects one that is only generic, with a warning about the `try?`.
  ///
  /// - Parameter description: the text of a reference, with or without its optional parts.
  @_disfavoredOverload
  public init?(_ description: some StringProtocol) {
    guard let image = try? ImageReference(String(description)) else { return nil }
    self = image
  }
}
