/// A compiled registry key, which decides which images a credential is for.
///
/// Keys are in the docker config of a pull secret, and in the `matchImages` list and the responses
/// of kubelet credential providers. A key is a URL whose scheme is optional:
///
///     key    = [ "https://" | "http://" ] [ userinfo "@" ] host [ ":" port ] [ "/" path ]
///     host   = label { "." label }
/// label = text in which * matches any run of characters
///
/// An image matches if the ports are equal as text, the hosts have the same number of labels, the
/// image's path begins with the key's, and each label matches its counterpart, case-sensitively.
/// (Kubernetes: pkg/credentialprovider/keyring.go, `URLsMatch`.)
///
/// | Key | Matches | Does not match |
/// |---|---|---|
/// | `registry.example.com` | `registry.example.com/team/app` | `registry.example.com:443/team/app` |
/// | `*.example.com` | `eu.example.com/app` | `example.com/app`, `a.eu.example.com/app` |
/// | `example.com/team` | `example.com/team/app`, `example.com/teams` | `example.com/other` |
/// | `example.com/team/` | `example.com/team/app` | `example.com/team` |
/// | `https://index.docker.io/v1/` | `index.docker.io/library/nginx` | `docker.io/library/nginx` |
/// | `example.com/*` | `example.com/*` | `example.com/app`: wildcards work in labels only |
/// | `e?.example.com` | `e/app`, as `?` begins a query | `eu.example.com/app` |
///
/// The kubelet's fallback for Docker Hub's other name belongs to keyrings, not to patterns.
///
/// Two patterns are equal if they have the same canonical key and match the same images, whatever
/// their original texts.
public struct RegistryPattern: Sendable, Hashable {
  /// The key as its author wrote it.
  ///
  /// It may contain a user and a password before an `@`. The kubelet ignores them, but they are
  /// secret. Show ``displayKey`` to people instead.
  public let originalText: String

  let compiled: CompiledKey
  /// The bytes that the parts of `compiled` are ranges of, if escapes were decoded; else empty.
  private let decoded: [UInt8]
  /// Whether the text is an entry of `matchImages` and not a registry key.
  let isMatchImage: Bool

  /// Compiles the key of a docker config entry, as the kubelet does when it adds the entry.
  ///
  /// A leading `https://` or `http://` is removed, and so is the version of a path that begins with
  /// `/v1/` or `/v2/`. User information, query and fragment are dropped, percent escapes are
  /// decoded.
  ///
  /// - Parameter key: the key, as its author wrote it.
  /// - Throws: ``ParseError`` for a key that the kubelet skips.
  /// - Complexity: O(length of the key). Allocates only if the host or the path contains a percent
  ///   escape.
  public init(registryKey key: String) throws(ParseError) {
    originalText = Self.contiguous(key)
    var decoded: [UInt8] = []
    compiled = try CompiledKey(registryKey: originalText.utf8Span.span, decoded: &decoded)
    self.decoded = decoded
    isMatchImage = false
  }

  /// The pattern of a key that was compiled at `range` of `text`.
  init(
    _ key: String, _ compiled: CompiledKey, _ range: Range<Int>, in text: Span<UInt8>
  ) throws(ParseError) {
    guard compiled.isReadable else {
      // Says why not.
      self = try RegistryPattern(registryKey: key)
      return
    }
    originalText = Self.contiguous(key)
    isMatchImage = false
    if compiled.traits.contains(.isDecoded) {
      let end = max(compiled.canonicalPath.end, compiled.path.end)
      decoded = Array(copying: text.extracting(Int(compiled.canonicalHost.start)..<Int(end)))
      self.compiled = compiled.shifted(by: -Int(compiled.canonicalHost.start))
    } else {
      decoded = []
      self.compiled = compiled.shifted(by: -range.lowerBound)
    }
  }

  /// Compiles an entry of the `matchImages` list of a CredentialProviderConfig.
  ///
  /// Unlike a registry key, it keeps scheme and version. Here `https://example.com` names the host
  /// `https` with an empty port, and matches no image.
  ///
  /// - Parameter entry: an entry of the list, as its author wrote it.
  /// - Throws: ``ParseError`` for an entry for which the kubelet rejects its configuration.
  public init(matchImage entry: String) throws(ParseError) {
    try self.init(matchImage: entry, allowsColons: false)
  }

  /// With `allowsColons`, compiles an entry as kubelets up to 1.35, which accept hosts with several
  /// colons. No image has such a host.
  package init(matchImage entry: String, allowsColons: Bool) throws(ParseError) {
    originalText = Self.contiguous(entry)
    var decoded: [UInt8] = []
    compiled = try CompiledKey(
      matchImage: originalText.utf8Span.span, decoded: &decoded, allowsColons: allowsColons)
    self.decoded = decoded
    isMatchImage = true
  }

  /// Whether the kubelet can read the canonical key back.
  ///
  /// It cannot if a percent escape decodes to a control character, or to a `%` that does not begin
  /// an escape. Such a key is accepted and matches nothing.
  public var isMatchable: Bool { compiled.isMatchable }

  /// The key under which the kubelet stores the credential: the host with its port, and the path.
  ///
  /// Keyrings are sorted by its bytes. Bytes that are not UTF-8, which only percent escapes can
  /// produce, are U+FFFD here, but are compared unchanged.
  public var canonical: String { text(compiled.canonicalHost) + text(compiled.canonicalPath) }

  /// The host that is compared label by label, without its port.
  ///
  /// An IPv6 address has brackets here if and only if it has no port. With brackets, the kubelet
  /// reads it as a character class, which does not match itself.
  public var host: String { text(compiled.host) }

  /// The port that an image must have; `nil` if it must have none.
  ///
  /// `host:` has none.
  public var port: String? { compiled.port.isEmpty ? nil : text(compiled.port) }

  /// The required prefix of an image's path; empty, or begins with a slash.
  ///
  /// It may end within a component of the image's path.
  public var path: String { text(compiled.path) }

  /// Whether the host is read as a glob.
  ///
  /// It is if it contains a `*`, or the brackets of an IPv6 address without a port.
  public var isWildcard: Bool { compiled.isWildcard }
}

extension RegistryPattern {
  /// Whether two patterns have the same canonical key and match the same images.
  public static func == (left: Self, right: Self) -> Bool {
    left.compiled.isMatchable == right.compiled.isMatchable
      && [\CompiledKey.canonicalHost, \.canonicalPath, \.host, \.port, \.path].allSatisfy { part in
        left.bytes(left.compiled[keyPath: part])
          .hasSameBytes(as: right.bytes(right.compiled[keyPath: part]))
      }
  }

  /// Feeds the bytes of the canonical key to `hasher`.
  public func hash(into hasher: inout Hasher) {
    for part in [compiled.canonicalHost, compiled.canonicalPath] {
      bytes(part).withUnsafeBytes { hasher.combine(bytes: $0) }
    }
  }

  /// The bytes of a part.
  @_lifetime(borrow self)
  func bytes(_ part: CompiledKey.Part) -> Span<UInt8> {
    decoded.isEmpty
      ? originalText.utf8Span.span.extracting(part.range) : decoded.span.extracting(part.range)
  }

  private func text(_ part: CompiledKey.Part) -> String { String(copying: bytes(part)) }

  /// A string with native storage, whose bytes are accessible without a copy.
  private static func contiguous(_ text: String) -> String {
    var text = text
    text.makeContiguousUTF8()
    return text
  }
}

extension RegistryPattern {
  /// Whether the kubelet would offer a credential under this pattern for an image.
  ///
  /// The fallback for Docker Hub's other name belongs to keyrings.
  ///
  /// - Parameter image: an image.
  /// - Returns: whether all of the kubelet's tests succeed.
  /// - Complexity: O(length of the pattern and of the image's name).
  public func matches(_ image: ImageReference) -> Bool { comparison(with: image)?.isMatch ?? false }

  /// The same for the name of an image.
  ///
  /// - Parameter name: the name that a keyring looks up: a normalised name without tag and digest,
  ///   such as `docker.io/library/nginx`. Any other text is read as in the kubelet, and text that
  ///   Go's `url.Parse` rejects matches nothing.
  /// - Returns: whether the kubelet would offer the credential.
  public func matches(normalizedName name: String) -> Bool {
    comparison(withNormalizedName: name)?.isMatch ?? false
  }

  /// What each of the kubelet's tests says about this pattern and an image.
  ///
  /// - Parameter image: an image.
  /// - Returns: `nil`, which means no match, if the kubelet cannot read the image's name as a URL or
  ///   the pattern is not ``isMatchable``.
  public func comparison(with image: ImageReference) -> Comparison? {
    comparison(withNormalizedName: image.name)
  }

  /// The same for the name of an image, which is read as by ``matches(normalizedName:)``.
  ///
  /// - Parameter name: a normalised name, such as `docker.io/library/nginx`.
  /// - Returns: `nil` as for an image.
  public func comparison(withNormalizedName name: String) -> Comparison? {
    var name = name
    name.makeContiguousUTF8()
    let text = name.utf8Span.span
    guard compiled.isMatchable, let url = try? SchemelessURL(text) else { return nil }
    let host = url.host(in: text)
    let split = HostPort(splitting: host, host.indices)
    let imageHost = host.extracting(split.host)
    let patternHost = bytes(compiled.host)
    return Comparison(
      hasEqualPort: bytes(compiled.port).hasSameBytes(as: host.extracting(split.port)),
      patternLabelCount: patternHost.labelCount,
      imageLabelCount: imageHost.labelCount,
      hasPathPrefix: url.path(in: text).starts(with: bytes(compiled.path)),
      firstMismatchedLabel: LabelGlob.firstMismatchedLabel(pattern: patternHost, imageHost))
  }

  /// How a pattern and an image name compare, test by test, in the order in which the kubelet
  /// makes the tests.
  ///
  /// The kubelet stops at the first test that fails (pkg/credentialprovider/keyring.go,
  /// `URLsMatch`); here every test is made, so that an explanation can show all mismatches.
  public struct Comparison: Sendable, Hashable {
    /// The tests, in the kubelet's order. Complete: the kubelet makes no other test.
    public enum Test: Sendable, Hashable, CaseIterable {
      /// Are the ports equal as text?
      case port
      /// Do the hosts have the same number of labels?
      case labelCount
      /// Does the image's path begin with the pattern's?
      case path
      /// Does each label match its counterpart?
      case labels
    }

    /// Whether the ports are equal as text, or both absent.
    public let hasEqualPort: Bool
    /// How many labels the pattern's host has.
    public let patternLabelCount: Int
    /// How many labels the image's host has.
    public let imageLabelCount: Int
    /// Whether the image's path begins with the pattern's.
    public let hasPathPrefix: Bool
    /// The first label, counted from 0 at the left, that does not match its counterpart.
    ///
    /// Labels without a counterpart, because the other host has fewer, are ignored.
    public let firstMismatchedLabel: Int?

    /// The first test that failed; `nil` if the pattern matches.
    public var firstFailure: Test? {
      if !hasEqualPort { return .port }
      if patternLabelCount != imageLabelCount { return .labelCount }
      if !hasPathPrefix { return .path }
      if firstMismatchedLabel != nil { return .labels }
      return nil
    }

    /// Whether every test passed, so the pattern matches the image.
    public var isMatch: Bool { firstFailure == nil }
  }
}

extension RegistryPattern {
  /// Why a text is not a registry pattern: Go's `url.Parse` rejects it.
  ///
  /// The kubelet logs such a key and continues without the credential. The error contains no part of
  /// the text, and so no part of a password.
  public struct ParseError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What is wrong.
    public let code: Code
    /// The offset in the original text, in bytes of UTF-8.
    public let offset: Int

    /// An error as the parser makes it.
    ///
    /// - Parameters:
    ///   - code: what is wrong.
    ///   - offset: the byte offset in the text.
    public init(_ code: Code, at offset: Int) {
      self.code = code
      self.offset = offset
    }

    /// What is wrong, at which byte, and what is expected.
    public var description: String {
      let text = Self.texts[code]
      return
        "\(text?.mistake ?? code.rawValue) at byte \(offset)\(text.map { ": \($0.advice)" } ?? "")"
    }

    private static let texts: [Code: (mistake: String, advice: String)] = [
      .controlCharacter: (
        "control character", "write the key without line breaks, tabs and other control characters"
      ),
      .invalidHostCharacter: (
        "invalid character in the host",
        "a host consists of labels and dots, as in \"registry.example.com\""
      ),
      .escapedHostCharacter: (
        "percent escape of an ASCII character in the host", "write the character itself"
      ),
      .invalidPort: (
        "invalid port",
        "a port is a colon and decimal digits, as in \"registry.example.com:5000\"; "
          + "it cannot be a pattern"
      ),
      .invalidPercentEncoding: (
        "invalid percent escape",
        "'%' takes two hexadecimal digits; write '%25' for the character itself"
      ),
      .invalidIPLiteral: (
        "invalid bracketed address",
        "brackets enclose an IPv6 address at the beginning of the host, as in \"[::1]:5000\""
      ),
      .invalidUserinfo: (
        "invalid character before '@'",
        "leave out user and password; put them into the entry, not into its key"
      ),
    ]
  }
}

extension RegistryPattern.ParseError {
  /// A kind of mistake. More may be added; compare with the constants and have a default for the
  /// rest.
  public struct Code: StableCode {
    /// The stable name, such as `invalid-port`.
    public let rawValue: String

    /// The code of this name.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// A byte below 0x20, or 0x7F, before any `#`: often the newline that ends a file.
    public static let controlCharacter = Code(rawValue: "control-character")
    /// An ASCII character that is not allowed in a host, such as a space, a backslash or a brace.
    public static let invalidHostCharacter = Code(rawValue: "invalid-host-character")
    /// A percent escape in the host that encodes an ASCII character.
    public static let escapedHostCharacter = Code(rawValue: "escaped-host-character")
    /// A colon in the host with anything but digits after it, `*` among others, or text after `]`.
    public static let invalidPort = Code(rawValue: "invalid-port")
    /// A `%` without two hexadecimal digits after it.
    public static let invalidPercentEncoding = Code(rawValue: "invalid-percent-encoding")
    /// Brackets around anything but an IPv6 address, or not at the beginning of the host.
    ///
    /// So a key's label cannot contain a character class: `[a-z].io` and `a[b].io` are rejected.
    public static let invalidIPLiteral = Code(rawValue: "invalid-ip-literal")
    /// A character before `@` that user information may contain only as a percent escape.
    public static let invalidUserinfo = Code(rawValue: "invalid-userinfo")

    /// All codes of this version.
    public static let allCases: [Code] = [
      .controlCharacter, .invalidHostCharacter, .escapedHostCharacter, .invalidPort,
      .invalidPercentEncoding, .invalidIPLiteral, .invalidUserinfo,
    ]
  }
}

/// What the kubelet trims from a registry key, so that the keys that Docker writes match image
/// names: `https://index.docker.io/v1/` becomes `index.docker.io`.
///
/// The rules are those of pkg/credentialprovider/keyring.go, `Add`. They apply only to the keys of
/// docker config entries, not to `matchImages`.
package enum RegistryKeyTrimming {
  /// Removed if a key begins with one of them, in lower case.
  ///
  /// Any other scheme is read as a host: `oci://example.com` names the host `oci`.
  private static let schemes: (StaticString, StaticString) = ("https://", "http://")

  /// The API versions that may begin a path.
  ///
  /// A version is removed with the slash before it, but only if a slash follows: `/v1` alone is an
  /// ordinary path.
  private static let versions: (StaticString, StaticString) = ("/v1/", "/v2/")
  private static let versionLength = 3

  /// The number of bytes of the scheme of `key`.
  package static func schemeLength(of key: Span<UInt8>) -> Int {
    if key.starts(with: schemes.0, from: 0) { return schemes.0.utf8CodeUnitCount }
    if key.starts(with: schemes.1, from: 0) { return schemes.1.utf8CodeUnitCount }
    return 0
  }

  /// The part of a key's decoded path that remains: its end.
  ///
  /// A single slash counts as no path, also if it is what remains.
  @_lifetime(copy path)
  static func effectivePath(of path: Span<UInt8>) -> Span<UInt8> {
    var path = path
    if path.starts(with: versions.0, from: 0) || path.starts(with: versions.1, from: 0) {
      path = path.extracting(versionLength..<path.count)
    }
    return path.count == 1 ? path.extracting(0..<0) : path
  }
}
