/// A registry key, compiled once, that says which images a credential is for.
///
/// Such keys stand in the docker config of a pull secret, and in the `matchImages` list and the
/// answers of kubelet credential providers. A key is a URL without a need for a scheme:
///
///     key    = [ "https://" | "http://" ] [ userinfo "@" ] host [ ":" port ] [ "/" path ]
///     host   = label { "." label }
///     label  = text in which * stands for any run of characters
///
/// An image matches when the ports are equal as text, the hosts have the same number of labels, the
/// image's path begins with the key's, and each label matches its counterpart, upper and lower case
/// being different. (Kubernetes: pkg/credentialprovider/keyring.go, `URLsMatch`.)
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
/// That the kubelet also tries a key for Docker Hub under another name is a matter of keyrings, not
/// of patterns.
///
/// Two patterns are equal when they are filed under the same canonical key and match the same
/// images, however they were written.
public struct RegistryPattern: Sendable, Hashable {
  /// The key as its author wrote it.
  ///
  /// It may hold a user and a password before an `@`, which the kubelet ignores and which are a
  /// secret all the same. Show ``displayKey`` to people instead.
  public let originalText: String

  let compiled: CompiledKey
  /// What the parts of `compiled` are ranges of, where escapes had to be decoded; else empty.
  private let decoded: [UInt8]
  /// Whether the text is an entry of `matchImages`, and not a registry key.
  let isMatchImage: Bool

  /// Compiles the key of a docker config entry, as the kubelet does when it adds the entry.
  ///
  /// A leading `https://` or `http://` is cut off, and so is the version of a path that begins with
  /// `/v1/` or `/v2/`. User information, query and fragment are dropped, percent escapes decoded.
  ///
  /// - Throws: ``ParseError`` for a key that the kubelet skips.
  /// - Complexity: O(length of the key). Nothing is allocated unless the host or the path
  ///   holds a percent escape.
  public init(registryKey key: String) throws(ParseError) {
    originalText = Self.contiguous(key)
    var decoded: [UInt8] = []
    compiled = try CompiledKey(registryKey: originalText.utf8Span.span, decoded: &decoded)
    self.decoded = decoded
    isMatchImage = false
  }

  /// The pattern of a key that was compiled as a part of `text`, in which it stands at `range`.
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
  /// Unlike a registry key it keeps scheme and version. `https://example.com` names the host
  /// `https` with an empty port here, and matches nothing that is an image.
  ///
  /// - Throws: ``ParseError`` for an entry at which the kubelet refuses its configuration.
  public init(matchImage entry: String) throws(ParseError) {
    try self.init(matchImage: entry, allowsColons: false)
  }

  /// Compiles an entry as kubelets to 1.35 did, if hosts with several colons are allowed. No image
  /// has such a host.
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
  /// It cannot when a percent escape stood for a control character, or for a `%` that now begins no
  /// escape. Such a key is accepted and matches nothing.
  public var isMatchable: Bool { compiled.isMatchable }

  /// The key under which the kubelet files the credential: the host with its port, and the path.
  ///
  /// Keyrings are sorted by its bytes. Bytes that are not UTF-8, which only percent escapes bring
  /// about, are shown as U+FFFD here, but compared as they are.
  public var canonical: String { text(compiled.canonicalHost) + text(compiled.canonicalPath) }

  /// The host that is compared label by label, without its port.
  ///
  /// An IPv6 address has brackets here exactly when it has no port. With them it is a character
  /// class to the kubelet, and does not match itself.
  public var host: String { text(compiled.host) }

  /// The port that an image has to have; `nil` when it must have none.
  ///
  /// `host:` has none.
  public var port: String? { compiled.port.isEmpty ? nil : text(compiled.port) }

  /// What an image's path has to begin with; empty, or from a slash on.
  ///
  /// It need not end where a component of the image's path does.
  public var path: String { text(compiled.path) }

  /// Whether the host is read as a glob.
  ///
  /// It is when it holds a `*`, or the brackets of an IPv6 address without a port.
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

  /// A string of native storage, so that its bytes are at hand without a copy.
  private static func contiguous(_ text: String) -> String {
    var text = text
    text.makeContiguousUTF8()
    return text
  }
}
